"""The cheapest roster of each person at given prices: dynamic programming over stints, for all people at once.

    E[e, m, w] = min R[e - i, m - u, w - v(e - i, i)] + stint[i, u, e - i]        a stint of i days ends before e
    R[d, m, w] = min (R[d - 1, m, w] + off[d - 1], E[d - o, m, w] + off[d - o .. d - 1])    a stint may begin on d

m units of working time so far, w weekends so far, o the person's least run of days off, v a stint's weekends.
Rosters end in R[days] or in a stint with fewer than o days after it; units and weekends must be in limits there.
Limits of duties of a kind are not in this state: see `counted`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.roster.columns.problem import Ids, Problem, Rosters
from optimize.roster.columns.stints import NEVER, Kinds, Stints, Table, kinds_of, stints
from optimize.roster.columns.stretches import rest_prices, stint_options, weekends_begun, weekends_touched

MOST_STATES = 40_000_000
"""Numbers of a table kept at once; more people than that allows are priced in turns."""

CORRIDOR = 48
"""Units of working time to either side of an even pace, where pricing keeps to a corridor."""

CALL = 1000
"""Numbers that could be gone through in the time of a step's calls."""


@dataclass(frozen=True)
class Found:
    """Rosters found: whose, the price in parts (see `scale`), and the days."""

    person: Ids
    value: Ids
    rosters: Rosters


class Pricing:
    """Prices the people of a problem; prices are given anew each time.

    In a corridor only rosters are seen whose working time keeps about an even pace: fewer states on long
    calendars, but no bound.
    """

    def __init__(self, problem: Problem, corridor: bool = False) -> None:
        self._problem = problem
        self._kinds = kinds_of(problem)
        weekends = weekends_begun(problem)
        limit = np.where(problem.most_weekends >= weekends.max(initial=0), -1, problem.most_weekends)
        pace = problem.most_minutes // (self._kinds.unit * CORRIDOR) if corridor else np.zeros_like(limit)
        keys = np.stack([problem.shortest_off, limit >= 0, pace], axis=1)
        self._batches: list[_Batch] = []
        for key in np.unique(keys, axis=0):
            members = np.flatnonzero((keys == key).all(axis=1))
            per_person = (problem.days + 1) * (1 + problem.most_minutes[members].max() // self._kinds.unit)
            per_person *= 1 + max(0, int(limit[members].max()))
            at_once = max(1, int(MOST_STATES // per_person))
            self._batches += [
                _Batch(problem, self._kinds, members[begin : begin + at_once], limit, corridor)
                for begin in range(0, len(members), at_once)
            ]

    @property
    def size(self) -> float:
        """Numbers that one pricing goes through, a deterministic measure of work."""
        return sum(batch.size for batch in self._batches)

    def best(self, price: Table) -> Found:
        """The cheapest roster of each person.

        Price is person x day x (off, kinds), in parts. People without any roster are left out.
        """
        found = [batch.best(price) for batch in self._batches]
        return Found(
            np.concatenate([part.person for part in found]),
            np.concatenate([part.value for part in found]),
            np.concatenate([part.rosters for part in found]),
        )


class _Batch:
    """People with the same least run of days off."""

    def __init__(self, problem: Problem, kinds: Kinds, people: Ids, limit: Ids, corridor: bool) -> None:
        self._problem, self._kinds, self._people = problem, kinds, people
        self._rest = max(1, int(problem.shortest_off[people[0]]))
        self._longest = min(int(problem.longest_on[people].max()), problem.days)
        self._most = problem.most_minutes[people] // kinds.unit
        self._least = -(-problem.least_minutes[people] // kinds.unit)
        self._limited = bool(limit[people[0]] >= 0)
        self._weekends = np.maximum(limit[people], 0)
        self._options = stint_options(kinds, self._longest)
        self._touched = weekends_touched(problem.weekend, self._longest) if self._limited else None
        self._shape = (int(max(0, self._most.max())) + 1, int(self._weekends.max()) + 1, len(people))
        self._band = self._bands(corridor)
        wide = sum(high - low + 1 for low, high in self._band)
        steps = wide * self._shape[1] * self._shape[2] + CALL * (problem.days + 1)
        self.size = float(steps * len(self._options))

    def _bands(self, corridor: bool) -> list[tuple[int, int]]:
        """Least and most units that matter after each number of days."""
        days = np.arange(self._problem.days + 1)
        cycle = self._longest + self._rest
        most = (days // cycle * self._longest + np.minimum(days % cycle, self._longest)) * int(
            self._kinds.units.max()
        )
        low = np.maximum(0, int(self._least.min()) - most[::-1])
        high = np.minimum(most, self._shape[0] - 1)
        if corridor:
            pace = days / max(1, self._problem.days)
            low = np.maximum(low, (self._least.min() * pace).astype(np.int64) - CORRIDOR)
            high = np.minimum(high, np.ceil(self._most.max() * pace).astype(np.int64) + CORRIDOR)
        return list(zip(np.minimum(low, high).tolist(), high.tolist(), strict=True))

    def best(self, price: Table) -> Found:
        mine = np.ascontiguousarray(price[self._people].transpose(1, 2, 0))
        table = stints(self._kinds, np.ascontiguousarray(mine[:, 1:]), self._longest)
        costs = self._costs(table)
        off = mine[:, 0]
        ready, ends = self._forward(costs, off)
        return self._backward(ready, ends, costs, off, table)

    def _costs(self, table: Stints) -> Table:
        """Option x first day x person, within each person's limits of runs."""
        problem, days = self._problem, self._problem.days
        costs = np.empty((len(self._options), days, len(self._people)), dtype=np.int32)
        at = 0
        for length in range(1, self._longest + 1):
            units = [units for i, units in self._options if i == length]
            here = costs[at : at + len(units)]
            here[:] = table.best(length)[units]
            here[:, :, problem.longest_on[self._people] < length] = NEVER
            inner = slice(1, max(1, days - length))
            here[:, inner, problem.shortest_on[self._people] > length] = NEVER
            here[:, days - length + 1 :] = NEVER
            at += len(units)
        return np.minimum(costs, NEVER, out=costs)

    def _forward(self, costs: Table, off: Table) -> tuple[Table, dict[int, Table]]:
        """The tables R (all days) and E (of stints that may be the last)."""
        days, rest, band = self._problem.days, self._rest, self._band
        ready = np.full((days + 1, *self._shape), NEVER, dtype=np.int32)
        ready[0, 0, 0] = 0
        work = np.empty(self._shape, dtype=np.int32)
        ended: dict[int, Table] = {}
        rests = rest_prices(off, rest)
        for day in range(1, days + 1):
            end = ended[day] = np.full(self._shape, NEVER, dtype=np.int32)
            low, high = band[day]
            for option, (length, units) in enumerate(self._options):
                first = day - length
                if first < 0:
                    break
                more = 0 if self._touched is None else int(self._touched[length, first])
                begin, stop = max(low, band[first][0] + units), min(high, band[first][1] + units) + 1
                if begin >= stop or more >= self._shape[1]:
                    continue
                here = end[begin:stop, more:]
                there = ready[first, begin - units : stop - units, : self._shape[1] - more]
                room = work[: stop - begin, more:]
                np.add(there, costs[option, first], out=room)
                np.minimum(here, room, out=here)
            stay = ready[day, low : high + 1]
            np.add(ready[day - 1, low : high + 1], off[day - 1], out=stay)
            if day > rest:
                rested = np.add(ended[day - rest][low : high + 1], rests[day - rest], out=work[low : high + 1])
                np.minimum(stay, rested, out=stay)
                del ended[day - rest]
            np.minimum(stay, NEVER, out=stay)
        return ready, {day: ended[day] for day in range(max(1, days - rest + 1), days + 1)}

    def _backward(self, ready: Table, ends: dict[int, Table], costs: Table, off: Table, table: Stints) -> Found:
        days, rest = self._problem.days, self._rest
        after = {day: off[day:].sum(axis=0, dtype=np.int64) for day in ends}
        last = [ready[days].astype(np.int64)] + [ends[day] + after[day] for day in ends]
        where = np.array([days, *ends])
        final = np.stack(last)
        units = np.arange(self._shape[0])[:, None, None]
        weekends = np.arange(self._shape[1])[None, :, None]
        outside = (units < self._least) | (units > self._most) | (weekends > self._weekends)
        final[:, outside] = NEVER
        row, value, m, w, way = _choose(final)
        p = row
        d, is_ready = where[way].copy(), way == 0
        level = value - np.where(is_ready, 0, np.stack([np.zeros_like(after[days]), *after.values()])[way, p])
        rosters = np.zeros((len(p), days), dtype=np.int8)
        length, needed = np.array(self._options).T if self._options else (np.empty(0, int), np.empty(0, int))
        parts: list[tuple[Ids, Ids, Ids]] = []
        rests = rest_prices(off, rest)
        while True:
            on = np.flatnonzero(is_ready & (d > 0))
            if len(on):
                before = ready[d[on] - 1, m[on], w[on], p[on]] + off[d[on] - 1, p[on]].astype(np.int64)
                stays = before == level[on]
                step = on[stays]
                level[step] -= off[d[step] - 1, p[step]]
                d[step] -= 1
                leave = on[~stays]
                d[leave] -= rest
                level[leave] -= rests[d[leave], p[leave]]
                is_ready[leave] = False
            ending = np.flatnonzero(~is_ready)
            if len(ending):
                chosen, v = self._stint(
                    ready, costs, length, needed, d[ending], m[ending], w[ending], p[ending], level[ending]
                )
                first = d[ending] - length[chosen]
                parts.append((ending, first, chosen))
                level[ending] -= costs[chosen, first, p[ending]]
                d[ending], is_ready[ending] = first, True
                m[ending] -= needed[chosen]
                w[ending] -= v
            if not len(ending) and not len(on):
                break
        if parts:
            row, first, chosen = (np.concatenate([part[i] for part in parts]) for i in range(3))
            kinds = table.trace(length[chosen], needed[chosen], first, p[row])
            for day in range(kinds.shape[1]):
                here = length[chosen] > day
                rosters[row[here], first[here] + day] = kinds[here, day]
        return Found(self._people[p], value, rosters)

    def _stint(
        self, ready: Table, costs: Table, length: Ids, needed: Ids, d: Ids, m: Ids, w: Ids, p: Ids, level: Ids
    ) -> tuple[Ids, Ids]:
        """Which option leads to each state, and the weekends it takes."""
        first = d - length[:, None]
        before = m - needed[:, None]
        inside = (first >= 0) & (before >= 0)
        first, before = np.maximum(first, 0), np.maximum(before, 0)
        more = np.zeros_like(first) if self._touched is None else self._touched[length[:, None], first]
        inside &= w >= more
        option = np.arange(len(length))[:, None]
        total = ready[first, before, np.maximum(w - more, 0), p].astype(np.int64) + costs[option, first, p]
        chosen = (inside & (total == level)).argmax(axis=0)
        return chosen, more[chosen, np.arange(len(d))]


def _choose(final: NDArray[np.int64]) -> tuple[Ids, Ids, Ids, Ids, Ids]:
    """The best end of each person who has one: person, value, units, weekends, way."""
    ways, units, weekends, people = final.shape
    flat = final.reshape(-1, people)
    at = flat.argmin(axis=0)
    value = flat[at, np.arange(people)]
    person = np.flatnonzero(value < NEVER // 2)
    way, m, w = np.unravel_index(at[person], (ways, units, weekends))
    return person, value[person], m.copy(), w.copy(), way
