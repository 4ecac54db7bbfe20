"""Even holidays: comparable people are no further than one apart, what they had before counted in."""

from __future__ import annotations

from optimize.roster.model import RosterModel
from optimize.roster.rules.bands import even
from optimize.roster.rules.burdens import holidays
from optimize.roster.rules.holidays_ahead import holidays_ahead


def even_holidays(model: RosterModel) -> None:
    """Duties on statutory holidays outside a band of one in each group of comparable people.

    Once more with the weekend days that tell who will have holidays to come.
    """
    for burden in (holidays(model.facts), *holidays_ahead(model.facts)):
        even(model, burden, model.weights.even_holidays)
