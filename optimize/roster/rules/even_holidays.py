"""Even holidays: comparable people are no further than one apart, what they had before counted in."""

from __future__ import annotations

from dataclasses import replace

from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import ONE, even
from optimize.roster.rules.burdens import holidays


def even_holidays(model: RosterModel) -> None:
    """Duties on statutory holidays outside a band of one in each group of comparable people."""
    even(model, holidays(model.facts), model.weights.even_holidays, replace(ONE, settled=True))
