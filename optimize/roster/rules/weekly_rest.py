"""Weekly rest: in each period at least one rest of so many hours without a break (EU: 24 + 11 in each week).

A rest counts in the period in which it begins, or at whose first moment it goes on and still has its length; after
the horizon nothing is known, so a rest may go on there. It begins with the period or at the end of a duty, travel
home included, so for each period: of these moments v one has no duty in [v, v + rest). Moments whose duties
include those of another are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, Flags
from optimize.roster.doors import cost_beyond, price_all
from optimize.roster.facts import Facts
from optimize.roster.known import bound_of, remembered
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import Period, periods


def _edge(calendar: Calendar, day: int) -> int:
    """The minute at which a business day begins, outside the horizon too."""
    if 0 <= day <= calendar.days:
        return int(calendar.edges[day])
    instant = calendar.grid.day_start(calendar.first_day + pd.Timedelta(days=day))
    return int((instant - calendar.origin).total_seconds() // 60)


def _in_the_way(facts: Facts, limit: Limit, period: Period, usable: Flags) -> Flags:
    """(V, G): for each moment that no commitment spoils, the usable kinds of duty that would."""
    rest = round((limit.least or 0.0) * 60)
    opens, closes = _edge(facts.calendar, period.first), _edge(facts.calendar, period.last + 1)
    leaves, returns = facts.kinds["leaves"].to_numpy(np.int64), facts.kinds["returns"].to_numpy(np.int64)
    bound = bound_of(facts, limit.person)
    moments = np.unique(np.concatenate([[opens], bound.ends, returns[usable]]))
    moments = moments[(moments >= opens) & (moments < closes)][:, None]
    free = ~((bound.begins < moments + rest) & (bound.ends > moments)).any(axis=1)
    way: Flags = (leaves < moments[free] + rest) & (returns > moments[free]) & usable
    return way


def _smallest(sets: Flags) -> Flags:
    """Those sets that include no other one."""
    sets = np.unique(sets, axis=0)
    numbers = sets.astype(np.int64)
    within = numbers @ (1 - numbers).T == 0
    np.fill_diagonal(within, False)
    smallest: Flags = sets[~within.any(axis=0)]
    return smallest


@dataclass(frozen=True)
class _WeeklyRest:
    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model; a period that what stands already leaves without rest stays as it is."""
        usable = np.asarray([literal is not None for literal in model.take[limit.person]], dtype=bool)
        for period in periods(model.facts.calendar, limit):
            way = _in_the_way(model.facts, limit, period, usable)
            if (~way.any(axis=1)).any():
                continue
            if len(way):
                rests = [self._rest(model, limit.person, kinds, usable) for kinds in _smallest(way)]
                if limit.weight is None:
                    model.cp.add_bool_or(rests)
                else:
                    price_all(model, [~rest for rest in rests], cost_beyond(limit) or 0)
            elif limit.weight is not None:
                model.charge(cost_beyond(limit) or 0)

    def _rest(self, model: RosterModel, person: int, kinds: Flags, usable: Flags) -> Any:
        """A literal true only where none of `kinds` is taken, one of them a day: whole days by their literal."""
        rest = model.cp.new_bool_var("rest")
        days = model.facts.kinds["day_number"].to_numpy(np.int64)
        for day in np.unique(days[kinds]).tolist():
            today = days == day
            whole = bool(kinds[today & usable].all())
            taken = [model.duty[person, day]] if whole else model.take[person, kinds & today].tolist()
            model.cp.add_at_most_one([*taken, rest])
        return rest

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty beside which every period still has its rest, if it has one now."""
        every, fits = np.ones(len(taken), dtype=bool), np.ones(len(taken), dtype=bool)
        for period in periods(facts.calendar, limit):
            way = remembered(facts, ("rest", limit, period), partial(_in_the_way, facts, limit, period, every))
            kept = way[~way[:, taken].any(axis=1)]
            if len(kept):
                fits &= ~kept.all(axis=0)
        return fits


weekly_rest = _WeeklyRest()
