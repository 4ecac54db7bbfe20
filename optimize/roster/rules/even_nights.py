"""Even nights: comparable people are no further than one apart, what they had before counted in."""

from __future__ import annotations

from dataclasses import replace

from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import BY_WHOLE_ONES, even
from optimize.roster.rules.burdens import nights


def even_nights(model: RosterModel) -> None:
    """Night duties outside a band of one in each group of comparable people, by whole ones begun."""
    even(model, nights(model.facts), model.weights.even_nights, replace(BY_WHOLE_ONES, settled=True))
