"""Even nights: comparable people are no further than one apart, what they had before counted in."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import even
from optimize.roster.rules.burdens import nights


def even_nights(model: RosterModel) -> None:
    """Night duties outside a band of one in each group of comparable people."""
    even(model, nights(model.facts), model.weights.even_nights)
