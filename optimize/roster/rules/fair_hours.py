"""Fair hours: the unit's hours are shared by what the contracts have in them."""

from __future__ import annotations

import numpy as np

from optimize.roster.alike import before
from optimize.roster.model import RosterModel
from optimize.roster.rules.shares import fair_shares


def fair_hours(model: RosterModel) -> None:
    """Minutes of duty, training and paid leave over a person's share of all of them, over the horizon.

    What somebody had too much of before makes the share less.
    """
    facts = model.facts
    worked = facts.kinds["worked"].to_numpy()
    inside = (facts.bound["day"] >= 0).to_numpy().astype(np.int64)
    already = facts.bound_minutes(inside, 1) + facts.credited.sum(axis=1)
    total = int(worked @ facts.kinds["people"].to_numpy(np.int64)) + int(already.sum())
    had = before(facts.people, facts.alike, facts.unit.problem.ledger, "hours") * 60
    shares = fair_shares(total, facts.regular_minutes().sum(axis=1).astype(float), had)
    for person, share in enumerate(shares.tolist()):
        model.beyond(person, worked, int(already[person]), share, model.weights.fair_hours)
