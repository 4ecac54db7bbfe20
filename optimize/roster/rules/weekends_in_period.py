"""Weekends in a period: at most so many weekends on duty in a month, quarter, year, or any days in a row.

A weekend is on duty where its Saturday or its Sunday is; it counts in the period of its Saturday.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import SATURDAY, Flags
from optimize.roster.doors import cost_beyond, keep_most
from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import Period, periods
from optimize.roster.rules.weekends import Weekends, weekends_on
from quarterhour.arrays import Ints


def _saturdays(facts: Facts, limit: Limit) -> list[Ints]:
    """The Saturdays of each period, up to the horizon's end; a Saturday before a Sunday on the first day too."""
    starts_on_sunday = facts.calendar.first_day.weekday() == SATURDAY + 1
    return [_within(facts, period) for period in periods(facts.calendar, limit, since=-int(starts_on_sunday))]


def _within(facts: Facts, period: Period) -> Ints:
    days = np.arange(period.first, min(period.last, facts.calendar.days - 1) + 1, dtype=np.int64)
    found: Ints = days[facts.calendar.weekday(days) == SATURDAY]
    return found


@dataclass(frozen=True)
class _WeekendsInPeriod:
    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model."""
        weekends, most = Weekends(model, limit), int(limit.most or 0)
        for saturdays in _saturdays(model.facts, limit):
            states = [weekends.on(saturday) for saturday in saturdays.tolist()]
            literals = [state for state in states if state is not None and state is not True]
            forced = sum(1 for state in states if state is True)
            keep_most(model, literals, [1] * len(literals), forced, most, cost_beyond(limit))

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty on weekends that are on duty anyway, or of which there may be one more."""
        fits, days = np.ones(len(taken), dtype=bool), facts.kinds["day_number"].to_numpy(np.int64)
        for saturdays in _saturdays(facts, limit):
            on = weekends_on(facts, limit, taken, saturdays)
            if on.sum() >= int(limit.most or 0):
                off = saturdays[~on]
                fits &= ~(np.isin(days, off) | np.isin(days, off + 1))
        return fits


weekends_in_period = _WeekendsInPeriod()
