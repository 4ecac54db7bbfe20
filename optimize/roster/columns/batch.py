"""Tables of the dynamic program in `pricing`, for people with the same least run off and the same counts."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np

from optimize.roster.columns.problem import Ids, Problem
from optimize.roster.columns.spans import Spans, level
from optimize.roster.columns.stints import NEVER, Kinds, Stints, Table, stints
from optimize.roster.columns.stretches import rest_prices, stint_options, weekends_touched

CALL = 50_000
"""Numbers that could be gone through in the time of a day's calls."""

RUN = 16
"""Numbers that could be gone through in the time in which a run of units is found."""

TOGETHER = 1 << 18
"""Numbers of stints' sums at once: as many as stay near the processor."""


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
    offs, rests
        Day x person: the price of all days before it off, and of a least run of days off from it on.
    stints
        The tables that stints are read from.
    """

    ready: Table
    ends: dict[int, Table]
    costs: Table
    offs: Ids
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
        self._spans = Spans.of(self, corridor)

    def of(self, problem: Problem, people: Ids) -> Self:
        """Those of its people who are among `people`, whose own problem is given; spans stay those of all."""
        some, order = copy(self), np.argsort(people)
        mine = np.isin(self.people, people)
        some._problem, some.people = problem, order[np.searchsorted(people, self.people[mine], sorter=order)]
        some.least, some.most, some.weekends = self.least[mine], self.most[mine], self.weekends[mine]
        some._shape = (*self._shape[:-1], len(some.people))
        return some

    @property
    def states(self) -> int:
        """Numbers of its largest table."""
        axes = map(int.__add__, self._spans.below, self._shape)
        return int((self.days + 1) * prod(axes) * self._shape[-1])

    @property
    def size(self) -> float:
        """Numbers that one pricing goes through, those of the table laid out among them."""
        summed = self._spans.states * len(self.people) + RUN * self._spans.runs
        return float(CALL * (self.days + 1) + self.states + summed * len(self.length))

    def filled(self, price: Table) -> Filled:
        """All tables; price is person x day x (off, kinds) of everybody in the problem."""
        mine = np.ascontiguousarray(price[self.people].transpose(1, 2, 0))
        table = stints(self._kinds, np.ascontiguousarray(mine[:, 1:]), self._longest, self._room)
        costs, off = self._costs(table), mine[:, 0]
        offs = np.concatenate([np.zeros((1, off.shape[1]), dtype=np.int64), off.cumsum(axis=0, dtype=np.int64)])
        rests = rest_prices(offs, self.rest)
        ready, ends = self._forward(costs, off, rests)
        return Filled(ready, ends, costs, offs, rests, table)

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
        below, (*sizes, people) = self._spans.below, self._shape
        tables = np.full((days + 1, *map(int.__add__, below, sizes), people), NEVER, dtype=np.int32)
        ready = tables[(slice(None), *(slice(least, None) for least in below))]
        ready[0, ..., 0, :] = 0
        work = np.empty(self._shape, dtype=np.int32)
        ended: dict[int, Table] = {}
        for day in range(1, days + 1):
            ended[day] = self._ended(day, tables, costs)
            part = self._spans.ready[day]
            stay = ready[day][part]
            np.add(ready[day - 1][part], off[day - 1], out=stay)
            if day > rest:
                rested = np.add(ended[day - rest][part], rests[day - rest], out=work[part])
                np.minimum(stay, rested, out=stay)
                del ended[day - rest]
            np.minimum(stay, NEVER, out=stay)
            level(ready[day], part)
        return ready, {day: ended[day] for day in range(max(1, days - rest + 1), days + 1)}

    def _ended(self, day: int, tables: Table, costs: Table) -> Table:
        """E after a day: the best of all stints that end there, of many at once."""
        end = np.full(self._shape, NEVER, dtype=np.int32)
        ways, part = self._spans.ways[day], self._spans.ended[day]
        inside = end[part]
        units = inside.shape[-2]
        runs = _runs(tables, units)
        at_once = max(1, TOGETHER // max(1, inside.size))
        for begin in range(0, len(ways.option), at_once):
            some = slice(begin, begin + at_once)
            cost = costs[ways.option[some], ways.first[some]]
            sums = runs[ways.begin[some, None] + ways.places]
            sums += cost[:, None].repeat(units, axis=1).reshape(len(cost), 1, -1)
            np.minimum(inside, np.minimum.reduce(sums).reshape(inside.shape), out=inside)
        level(end, part)
        return end


def _runs(tables: Table, units: int) -> Table:
    """Every run of so many units in tables whose last axes are units and people, all people's numbers in a row.

    Nothing is copied: runs overlap.
    """
    people = tables.shape[-1]
    size = units * people
    count = (tables.size - size) // people + 1
    strides = (tables.itemsize * people, tables.itemsize)
    return np.ndarray((count, size), tables.dtype, tables, strides=strides)
