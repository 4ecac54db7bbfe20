"""Fair weekends: Saturdays and Sundays on duty are shared by hours of contract and days present."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.burdens import fair, weekend_days


def fair_weekends(model: RosterModel) -> None:
    """Weekend days on duty over a person's share of all of them, less what the person had too many of before."""
    fair(model, weekend_days(model.facts), model.weights.fair_weekends)
