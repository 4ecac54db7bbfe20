"""Fair weekends: Saturdays and Sundays on duty are shared by hours of contract and days present."""

from __future__ import annotations

import numpy as np

from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules.shares import fair_shares


def fair_weekends(model: RosterModel) -> None:
    """Weekend days on duty over a person's share of all of them."""
    facts = model.facts
    weekend = facts.is_weekend(facts.days)
    on_weekend = facts.is_weekend(facts.kinds["day_number"].to_numpy()).astype(np.int64)
    already = facts.duty_days()[:, weekend].sum(axis=1)
    total = int(on_weekend @ facts.kinds["people"].to_numpy(np.int64)) + int(already.sum())
    there = (facts.present & (facts.credited == 0))[:, weekend].sum(axis=1)
    shares = fair_shares(total, there * facts.people["hours_week"].to_numpy(float))
    for person, share in enumerate(shares.tolist()):
        model.beyond(person, on_weekend, int(already[person]), share, model.weights.fair_weekends * SCALE)
