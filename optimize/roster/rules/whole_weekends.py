"""Whole weekends: both days on duty, or none.

The weekend that the horizon's first day cuts counts where its Saturday is known; the one that the last day cuts
does not, as nobody knows its Sunday.
"""

from __future__ import annotations

from optimize.roster.doors import cost_of_lack, price_all
from optimize.roster.known import known_from
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import saturdays
from optimize.roster.rules.patterns import PricedRule
from optimize.roster.rules.weekends import Weekends


def _prices(model: RosterModel, limit: Limit) -> None:
    """One day on duty and the other off."""
    calendar = model.facts.calendar
    weekends, since = Weekends(model, limit), known_from(model.facts, limit.person)
    for saturday in saturdays(calendar).tolist():
        if saturday < since or saturday + 1 >= calendar.days or not limit.holds(saturday):
            continue
        days = weekends.day(saturday), weekends.day(saturday + 1)
        for on, off in (days, days[::-1]):
            if on is not None and off is not True:
                away = True if off is None else ~off
                price_all(model, [on, away], cost_of_lack(limit))


whole_weekends = PricedRule(_prices)
