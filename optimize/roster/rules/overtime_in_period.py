"""Overtime in a period: hours beyond normal working time in a day, week, month or year (PRC: 3 a day, 36 a month).

Overtime of a day is what lies beyond `normal_day` hours. Overtime of a week is the larger of what its days have
beyond `normal_day` and what the whole week has beyond `normal_week` (the contract's week where neither is given);
it counts in the period in which the week begins.
For each week w: over_w >= sum of its days' excess, over_w >= hours_w - normal_week, over_w >= 0.
For each period: sum_w over_w <= most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.doors import cost_beyond
from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, remembered
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import Period, periods
from optimize.roster.rules.sums import SumRule, Sums, over_kinds
from optimize.solve import cp_model
from quarterhour.arrays import Ints

NEVER = 24 * 60 * 7
"""Minutes that no week has: where a count is not asked for."""


@dataclass(frozen=True)
class _Week:
    """One week of one person: minutes by kind (G) and already there, in all and beyond the normal days."""

    minutes: Ints
    excess: Ints
    already: int
    already_excess: int
    normal: int

    def over(self, taken: Ints) -> int:
        """Overtime in minutes of a week in which `taken` (G) is taken."""
        minutes = self.already + int(self.minutes @ taken) - self.normal
        return max(0, minutes, self.already_excess + int(self.excess @ taken))

    def over_with(self, taken: Ints) -> Ints:
        """(G,) the same with one more kind of duty each."""
        minutes = self.already + int(self.minutes @ taken) - self.normal + self.minutes
        excess = self.already_excess + int(self.excess @ taken) + self.excess
        return np.maximum(np.maximum(minutes, excess), 0)


def _weeks(facts: Facts, limit: Limit, period: Period) -> list[_Week]:
    """The weeks that begin in a period and of which something is known."""
    calendar, bound = facts.calendar, bound_of(facts, limit.person)
    per_day = round((limit.normal_day or 0.0) * 60) if limit.normal_day is not None else NEVER
    contract = float(facts.people["hours_week"].iloc[limit.person]) if limit.normal_day is None else NEVER / 60
    normal = int(np.floor((contract if limit.normal_week is None else limit.normal_week) * 60 + 1e-6))
    worked = facts.kinds["worked"].to_numpy(np.int64)
    of_kinds = facts.kinds["day_number"].to_numpy(np.int64)
    mondays = np.arange(period.first, min(period.last, calendar.days - 1) + 1, dtype=np.int64)
    found = []
    for monday in mondays[calendar.weekday(mondays) == 0].tolist():
        here = (of_kinds >= monday) & (of_kinds < monday + 7)
        stands = bound.within(monday, monday + 6)
        days = np.bincount(bound.day[stands] - monday, bound.worked[stands], minlength=7).astype(np.int64)
        found.append(
            _Week(
                np.where(here, worked, 0),
                np.where(here, np.maximum(worked - per_day, 0), 0),
                int(days.sum()),
                int(np.maximum(days - per_day, 0).sum()),
                normal,
            )
        )
    return found


def _by_period(facts: Facts, limit: Limit) -> list[tuple[Period, list[_Week]]]:
    """Periods with their weeks, from the Monday before the first day on, as that week goes on in the horizon."""
    since = -int(facts.calendar.first_day.weekday())
    spans = periods(facts.calendar, limit, since)
    return remembered(facts, ("weeks", limit), lambda: [(one, _weeks(facts, limit, one)) for one in spans])


@dataclass(frozen=True)
class _OvertimeOfWeeks:
    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model; overtime that stands already may not grow where it passes a hard limit."""
        most, cost = int(np.floor((limit.most or 0.0) * 60 + 1e-6)), cost_beyond(limit, minutes=True)
        for _, weeks in _by_period(model.facts, limit):
            over, mosts = (
                zip(*(self._week(model, limit, week) for week in weeks), strict=True) if weeks else ((), ())
            )
            least = sum(week.over(0 * week.minutes) for week in weeks)
            reach = sum(mosts)
            if reach <= most:
                continue
            if cost is None:
                model.cp.add(sum(over) <= max(most, least))
            else:
                beyond = model.cp.new_int_var(0, reach - most, "over")
                model.cp.add(beyond >= sum(over) - most)
                model.price(beyond, cost)

    def _week(self, model: RosterModel, limit: Limit, week: _Week) -> tuple[Any, int]:
        """Overtime of one week, a variable or a number where nothing can change it, and the most it can be."""
        literals, factors = model.weighed(limit.person, week.minutes)
        beyond, excess = model.weighed(limit.person, week.excess)
        least = week.over(0 * week.minutes)
        most = max(week.already + sum(factors) - week.normal, week.already_excess + sum(excess))
        if most <= least:
            return least, least
        over = model.cp.new_int_var(least, most, "overtime")
        model.cp.add(over >= cp_model.LinearExpr.weighted_sum(literals, factors) + (week.already - week.normal))
        if beyond:
            model.cp.add(over >= cp_model.LinearExpr.weighted_sum(beyond, excess) + week.already_excess)
        return over, most

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that would not bring the overtime of any period beyond the most."""
        most = int(np.floor((limit.most or 0.0) * 60 + 1e-6))
        given, fits = taken.astype(np.int64), np.ones(len(taken), dtype=bool)
        for _, weeks in _by_period(facts, limit):
            total = sum(week.over(given) for week in weeks)
            for week in weeks:
                grows = week.over_with(given) - week.over(given)
                fits &= (grows == 0) | (total + grows <= most) | (week.minutes == 0)
        return fits


def _day_sums(facts: Facts, limit: Limit) -> Sums:
    """Minutes of a day against normal working time and the most beyond it."""
    bound = bound_of(facts, limit.person)
    normal = limit.normal_day
    if normal is None:
        normal = float(facts.people["hours_week"].iloc[limit.person]) / 5
    spans = periods(facts.calendar, limit)
    sums = over_kinds(
        facts,
        limit,
        spans,
        of_kinds=facts.kinds["worked"].to_numpy(np.int64),
        of_bound=bound.worked,
        unit=60.0,
        minutes=True,
    )
    most = int(np.floor((normal + (limit.most or 0.0)) * 60 + 1e-6))
    return Sums(sums.amounts, sums.already, 0 * sums.least, 0 * sums.most + most, minutes=True)


_OF_DAYS, _OF_WEEKS = SumRule(_day_sums), _OvertimeOfWeeks()


@dataclass(frozen=True)
class _Overtime:
    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model."""
        (_OF_DAYS if limit.period == "day" else _OF_WEEKS).post(model, limit)

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that a person who has `taken` could take beside."""
        return (_OF_DAYS if limit.period == "day" else _OF_WEEKS).opens(facts, limit, taken)


overtime_in_period = _Overtime()
