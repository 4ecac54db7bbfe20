"""Days off in a row: between two duty days that do not follow each other lie at least so many days off.

For each day b on duty and each gap k = 1 .. least - 1: duty on b - k - 1, none on the k days between, duty on b,
costs least - k. Days off that go on beyond the horizon's end are not judged.
"""

from __future__ import annotations

from optimize.roster.doors import cost_of_lack, price_all
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.rules.patterns import PricedRule
from optimize.roster.rules.weekends import Weekends


def _prices(model: RosterModel, limit: Limit) -> None:
    """Gaps that are too short, each by the days that it lacks."""
    least, days = int(limit.least or 0), Weekends(model, limit)
    for back in range(model.facts.calendar.days):
        for gap in range(1, least) if limit.holds(back) else ():
            ends = [days.day(back - gap - 1), days.day(back)]
            between = [days.day(day) for day in range(back - gap, back)]
            if any(day is None for day in ends) or any(day is True for day in between):
                continue
            away = [~day for day in between if day is not None]
            price_all(model, [*ends, *away], cost_of_lack(limit) * (least - gap))


days_off_in_row = PricedRule(_prices)
