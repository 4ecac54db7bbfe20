"""Tables of the dynamic program in `pricing`, for people with the same least run off and the same counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from optimize.roster.columns.problem import Ids, Problem
from optimize.roster.columns.stints import NEVER, Kinds, Stints, Table, stints
from optimize.roster.columns.stretches import most_left, most_used, rest_prices, stint_options, weekends_touched

Spans = tuple[slice, ...]
"""Of the axes of counted kinds and weekends."""

CALL = 12_000
"""Numbers that could be gone through in the time of a step's calls."""


@dataclass(frozen=True)
class Filled:
    """Tables at given prices.

    Attributes
    ----------
    ready
        Day x at most so many duties of each counted kind, and weekends x units of working time x person: R.
    ends
        E after each of the last days, where a stint may be the last.
    costs
        Option x first day x person: what a stint costs.
    off, rests
        Day x person: the price of that day off, and of a least run of days off from that day on.
    stints
        The tables that stints are read from.
    """

    ready: Table
    ends: dict[int, Table]
    costs: Table
    off: Table
    rests: Table
    stints: Stints


class Batch:
    """People who are priced at once.

    Attributes
    ----------
    people
        Their places in the problem.
    rest
        Their least run of days off.
    least, most
        Person x what is used: where its numbers stand after the last day.
    weekends
        Per person: weekends that a roster may touch, 0 where they are not counted.
    length, needs
        Of each option: days of a stint, and what it uses.
    touched
        Length x first day: weekends that a stint touches; zeros where they are not counted.
    """

    def __init__(self, problem: Problem, kinds: Kinds, people: Ids, limit: Ids, corridor: int | None) -> None:
        """Limit is the weekends of each person, -1 where any number will do; corridor is in units of time."""
        self._problem, self._kinds, self.people = problem, kinds, people
        self.days = problem.days
        self.rest = max(1, int(problem.shortest_off[people[0]]))
        self._longest = min(int(problem.longest_on[people].max()), problem.days)
        counted = list(kinds.counted)
        self.most = np.column_stack(
            [problem.most_minutes[people] // kinds.unit, problem.most_of_kind[people][:, counted]]
        )
        self.least = self.most.copy()
        self.least[:, 0] = -(-problem.least_minutes[people] // kinds.unit)
        self.weekends = np.maximum(limit[people], 0)
        self._room = room = np.maximum(0, self.most.max(axis=0))
        self.length, self.needs = stint_options(kinds, self._longest, room)
        self.touched = weekends_touched(problem.weekend, self._longest)
        if limit[people[0]] < 0:
            self.touched = np.zeros_like(self.touched)
        self._shape = (*(room[1:] + 1).tolist(), int(self.weekends.max()) + 1, int(room[0]) + 1, len(people))
        self._band = self._bands(corridor)
        self._ready, self._ended_by = self._spans()

    @property
    def states(self) -> int:
        """Numbers of its largest table."""
        return (self.days + 1) * int(np.prod(self._shape))

    @property
    def size(self) -> float:
        """Numbers that one pricing goes through."""
        steps = float(CALL * (self.days + 1))
        for (low, high), spans in zip(self._band, self._ended_by, strict=True):
            steps += (high - low + 1) * prod(span.stop - span.start for span in spans) * len(self.people)
        return steps * len(self.length)

    def _spans(self) -> tuple[list[Spans], list[Spans]]:
        """What tells rosters apart after each day, of counted kinds and weekends: in R and in E.

        These axes say "at most so many". Who may have used more than anybody can by then is as who may have used
        as many (`_level` fills that in); who may have used so little that the days left can not use the rest up
        is on no roster's way.
        """
        gains = [*(self._gain(axis) for axis in range(1, self.needs.shape[1])), self.touched]
        axes = zip(gains, [*self.most[:, 1:].T, self.weekends], self._shape[:-2], strict=True)
        parts = []
        for gain, limit, size in axes:
            done, left = most_used(gain, self.rest), most_left(gain, self.rest)
            low = np.maximum(0, limit.min() - left)
            high = np.minimum(np.maximum(low, done), size - 1)
            parts.append((low, high))
        ready, ended = (
            [
                tuple(slice(int(low[way, day]), int(high[way, day]) + 1) for low, high in parts)
                for day in range(self.days + 1)
            ]
            for way in range(2)
        )
        return ready, ended

    def _gain(self, axis: int) -> Ids:
        """Length x first day: the most that a stint uses of something."""
        most = [self.needs[self.length == length, axis].max(initial=0) for length in range(self._longest + 1)]
        return np.broadcast_to(np.array(most, dtype=np.int64)[:, None], self.touched.shape)

    def _bands(self, corridor: int | None) -> list[tuple[int, int]]:
        """Least and most units of working time that matter after each number of days."""
        gain = self._gain(0)
        most = most_used(gain, self.rest).max(axis=0)
        low = np.maximum(0, int(self.least[:, 0].min()) - most_left(gain, self.rest)[0])
        high = np.minimum(most, self._shape[-2] - 1)
        if corridor is not None:
            pace = np.arange(self.days + 1) / max(1, self.days)
            low = np.maximum(low, (self.least[:, 0].min() * pace).astype(np.int64) - corridor)
            high = np.minimum(high, np.ceil(self.most[:, 0].max() * pace).astype(np.int64) + corridor)
        return list(zip(np.minimum(low, high).tolist(), high.tolist(), strict=True))

    def filled(self, price: Table) -> Filled:
        """All tables; price is person x day x (off, kinds) of everybody in the problem."""
        mine = np.ascontiguousarray(price[self.people].transpose(1, 2, 0))
        table = stints(self._kinds, np.ascontiguousarray(mine[:, 1:]), self._longest, self._room)
        costs, off = self._costs(table), mine[:, 0]
        rests = rest_prices(off, self.rest)
        ready, ends = self._forward(costs, off, rests)
        return Filled(ready, ends, costs, off, rests, table)

    def _costs(self, table: Stints) -> Table:
        """Option x first day x person, within each person's limits of runs."""
        problem, days = self._problem, self.days
        costs = np.empty((len(self.length), days, len(self.people)), dtype=np.int32)
        for length in range(1, self._longest + 1):
            chosen = self.length == length
            here = table.best(length)[tuple(self.needs[chosen].T)]
            here[:, :, problem.longest_on[self.people] < length] = NEVER
            inner = slice(1, max(1, days - length))
            here[:, inner, problem.shortest_on[self.people] > length] = NEVER
            here[:, days - length + 1 :] = NEVER
            costs[chosen] = here
        return np.minimum(costs, NEVER, out=costs)

    def _forward(self, costs: Table, off: Table, rests: Table) -> tuple[Table, dict[int, Table]]:
        days, rest = self.days, self.rest
        ready = np.full((days + 1, *self._shape), NEVER, dtype=np.int32)
        ready[0, ..., 0, :] = 0
        work = np.empty(self._shape, dtype=np.int32)
        ended: dict[int, Table] = {}
        for day in range(1, days + 1):
            ended[day] = self._ended(day, ready, costs, work)
            low, high = self._band[day]
            part = (*self._ready[day], slice(low, high + 1))
            stay = ready[day][part]
            np.add(ready[day - 1][part], off[day - 1], out=stay)
            if day > rest:
                rested = np.add(ended[day - rest][part], rests[day - rest], out=work[part])
                np.minimum(stay, rested, out=stay)
                del ended[day - rest]
            np.minimum(stay, NEVER, out=stay)
            _level(ready[day, ..., low : high + 1, :], self._ready[day])
        return ready, {day: ended[day] for day in range(max(1, days - rest + 1), days + 1)}

    def _ended(self, day: int, ready: Table, costs: Table, work: Table) -> Table:
        """E after a day: the best of all stints that end there."""
        end = np.full(self._shape, NEVER, dtype=np.int32)
        low, high = self._band[day]
        spans = self._ended_by[day]
        for option, (length, needs) in enumerate(zip(self.length.tolist(), self.needs.tolist(), strict=True)):
            first = day - length
            if first < 0:
                break
            units, used = needs[0], [*needs[1:], int(self.touched[length, first])]
            begin, stop = max(low, self._band[first][0] + units), min(high, self._band[first][1] + units) + 1
            after = [slice(max(span.start, more), span.stop) for span, more in zip(spans, used, strict=True)]
            if begin >= stop or any(span.start >= span.stop for span in after):
                continue
            before = (slice(span.start - more, span.stop - more) for span, more in zip(after, used, strict=True))
            here = end[(*after, slice(begin, stop))]
            there = ready[first][(*before, slice(begin - units, stop - units))]
            room = work[(*after, slice(0, stop - begin))]
            np.add(there, costs[option, first], out=room)
            np.minimum(here, room, out=here)
        _level(end[..., low : high + 1, :], spans)
        return end


def _level(table: Table, spans: Spans) -> None:
    """Beyond what can have been used everything is as at the most."""
    for axis, span in enumerate(spans):
        place = (slice(None),) * axis
        table[(*place, slice(span.stop, None))] = table[(*place, slice(span.stop - 1, span.stop))]
