"""Fair nights: duties with night hours are shared, by hours of contract, among those who may work at night."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.burdens import fair, nights


def fair_nights(model: RosterModel) -> None:
    """Night duties over a person's share of all of them, less what the person had too many of before."""
    fair(model, nights(model.facts), model.weights.fair_nights)
