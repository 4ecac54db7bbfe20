"""Even weekends: comparable people are no further than one apart, what they had before counted in."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import BY_WHOLE_ONES, even
from optimize.roster.rules.burdens import weekend_days


def even_weekends(model: RosterModel) -> None:
    """Weekend days on duty outside a band of one in each group of comparable people, by whole ones begun."""
    even(model, weekend_days(model.facts), model.weights.even_weekends, BY_WHOLE_ONES)
