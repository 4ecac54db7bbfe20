"""Fair nights: duties with night hours are shared, by hours of contract, among those who may work at night."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules.shares import fair_shares


def fair_nights(model: RosterModel) -> None:
    """Night duties over a person's share of all of them."""
    facts = model.facts
    night = facts.kinds["night"].to_numpy().astype(np.int64)
    inside = (facts.bound["day"] >= 0) & facts.bound["night"].astype(bool)
    already = np.bincount(facts.bound.loc[inside, "person"], minlength=len(facts.people))
    total = int(night @ facts.kinds["people"].to_numpy(np.int64)) + int(already.sum())
    there = (facts.present & (facts.credited == 0)).sum(axis=1) * facts.people["night_work"].to_numpy(bool)
    shares = fair_shares(total, there * facts.people["hours_week"].to_numpy(float))
    for person, share in enumerate(shares.tolist()):
        model.beyond(person, night, int(already[person]), share, model.weights.fair_nights * SCALE)
