"""Even holidays for good: comparable people no further apart in holidays than those to come can make up.

A holiday to come can bring two people nearer by one, if it is on a weekday: who has which weekend off is settled
months before (`even_holidays_ahead`). So people may end the horizon further apart than one by as many as the
calendar has within twelve weeks. What lies beyond that stays for months; it weighs more than two open duties,
while what can be made up is left to the next rosters.
"""

from __future__ import annotations

from optimize.roster.calendar import SATURDAY
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules.bands import Bounds, even
from optimize.roster.rules.burdens import holidays
from optimize.roster.values import AHEAD


def even_holidays_for_good(model: RosterModel) -> None:
    """Duties on statutory holidays outside a band of one and those to come, by whole ones begun."""
    even(model, holidays(model.facts), model.weights.even_holidays_for_good, for_good(model.facts))


def for_good(facts: Facts) -> Bounds:
    """How far apart the holidays to come can bring people within one; whole ones count."""
    days = facts.calendar.day(facts.unit.problem.holidays["day"].drop_duplicates())
    to_come = (days >= facts.calendar.days) & (days < facts.calendar.days + AHEAD)
    weekdays = to_come & (facts.calendar.weekday(days) < SATURDAY)
    return Bounds(SCALE * (1 + int(weekdays.sum())), step=SCALE, late=True)
