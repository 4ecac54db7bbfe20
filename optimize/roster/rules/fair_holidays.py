"""Fair holidays: duties on statutory holidays are shared by hours of contract and presence."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.burdens import fair, holidays


def fair_holidays(model: RosterModel) -> None:
    """Duties on statutory holidays over a person's share, less what the person had too many of before."""
    fair(model, holidays(model.facts), model.weights.fair_holidays)
