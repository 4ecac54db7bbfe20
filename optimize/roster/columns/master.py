"""The master linear program: a mixture of each person's rosters, and what is missing from or beyond the cover.

    min  sum_r cost[r] x[r] + sum under u + sum over o
    sum_r of p x[r] = 1                                             each person p
    sum_r with d, k x[r] + u[d, k] - o[d, k] = wanted[d, k]         each day d and kind k
    sum_r of p x[r] duties[r, k] <= most_of_kind[p, k]              person p and kind k, where a roster had more

Rosters beyond the limits of kinds may be in it: they make its bound, but nobody is given one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.growing import GrowingProgram
from optimize.linear import Numbers
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters

SOME = 1e-3
"""Weight from which a mixture has some of a roster."""


@dataclass(frozen=True)
class Point:
    """A solution: its cost, dual values, and the weight of each roster.

    Attributes
    ----------
    people, cover, limit
        What one person less, one more person in a day x kind, one duty more for a person x kind is worth.
    """

    value: float
    people: Numbers
    cover: Numbers
    limit: Numbers
    weight: Numbers


SOLVED_A_SECOND = 1.6e6
"""Cells times rosters that a solution goes through in a second, about."""


class Master:
    """Grows by rosters; each is known once."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._cells = problem.wanted.size
        people = len(problem.people)
        right = np.concatenate([np.ones(people), problem.wanted.ravel().astype(float)])
        self._program = GrowingProgram(right, right)
        rows = people + np.arange(self._cells)
        none = np.full(self._cells, np.inf)
        for price, sign in ((problem.under, 1.0), (problem.over, -1.0)):
            self._program.add(
                price.ravel().astype(float), none, rows, np.arange(self._cells), np.full(self._cells, sign)
            )
        self.person = np.empty(0, dtype=np.int64)
        self.rosters = np.empty((0, problem.days), dtype=np.int8)
        self.cost = np.empty(0, dtype=np.int64)
        self.open = np.empty(0, dtype=bool)
        self.keeps = np.empty(0, dtype=bool)
        self._gone = np.empty(0, dtype=bool)
        self._known: set[tuple[int, bytes]] = set()
        self._limits: dict[tuple[int, int], int] = {}

    def add(self, person: Ids, rosters: Rosters) -> int:
        """Add rosters that are not known yet; how many they were."""
        new = []
        for row, (who, days) in enumerate(zip(person.tolist(), rosters, strict=True)):
            key = (who, days.tobytes())
            if key not in self._known:
                self._known.add(key)
                new.append(row)
        if not new:
            return 0
        person, rosters = person[new], rosters[new]
        cost = own_prices(self._problem, person, rosters)
        excess = _duties(self._problem, rosters) - self._problem.most_of_kind[person]
        for who, kind in np.unique(np.argwhere(excess > 0), axis=0).tolist():
            self._limit(int(person[who]), kind)
        rows, columns, values = self._entries(person, rosters)
        self._program.add(cost.astype(float), np.full(len(new), np.inf), rows, columns, values)
        self.person = np.concatenate([self.person, person])
        self.rosters = np.concatenate([self.rosters, rosters])
        self.cost = np.concatenate([self.cost, cost])
        self.open = np.concatenate([self.open, np.ones(len(new), dtype=bool)])
        self._gone = np.concatenate([self._gone, np.zeros(len(new), dtype=bool)])
        self.keeps = np.concatenate([self.keeps, (excess <= 0).all(axis=1)])
        return len(new)

    def _entries(self, person: Ids, rosters: Rosters) -> tuple[Ids, Ids, Numbers]:
        """Rows, columns and values of new rosters."""
        column, day = np.nonzero(rosters)
        kinds, people = len(self._problem.kinds), len(self._problem.people)
        cell = people + day * kinds + rosters[column, day].astype(np.int64) - 1
        rows, columns = [person, cell], [np.arange(len(person)), column]
        values = [np.ones(len(person) + len(cell))]
        done = _duties(self._problem, rosters)
        for (who, kind), row in self._limits.items():
            mine = np.flatnonzero(person == who)
            rows.append(np.full(len(mine), row))
            columns.append(mine)
            values.append(done[mine, kind].astype(float))
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)

    def _limit(self, person: int, kind: int) -> None:
        """Hold a person's duties of a kind to the limit from now on."""
        if (person, kind) in self._limits:
            return
        mine = np.flatnonzero(self.person == person)
        done = (self.rosters[mine] == kind + 1).sum(axis=1).astype(float)
        self._limits[person, kind] = len(self._problem.people) + self._cells + len(self._limits)
        most = float(self._problem.most_of_kind[person, kind])
        self._program.add_row(-np.inf, most, mine + 2 * self._cells, done)

    def drop(self, rosters: Ids) -> None:
        """Take rosters, by their numbers, out of the program; they may be added anew."""
        self._program.remove(rosters + 2 * self._cells)
        self._gone[rosters] = True
        self._known -= {(int(self.person[row]), self.rosters[row].tobytes()) for row in rosters.tolist()}
        self.open[rosters] = False

    def reopen(self) -> None:
        """Give rosters that were closed, and did not go, once more."""
        closed = np.flatnonzero(~self.open & ~self._gone)
        self._program.reopen(closed + 2 * self._cells)
        self.open[closed] = True

    def close(self, rosters: Ids) -> None:
        """Give nobody these rosters any more."""
        self._program.close(rosters + 2 * self._cells)
        self.open[rosters] = False

    @property
    def work(self) -> float:
        """What its solution takes, in about seconds of a quiet machine."""
        return self._cells * int(self.open.sum()) / SOLVED_A_SECOND

    def solve(self, seconds: float | None = None) -> Point | None:
        """The best mixture; None where the time does not suffice."""
        answer = self._program.solve(seconds)
        if answer is None:
            return None
        people = len(self._problem.people)
        duals = answer[1]
        limit = np.zeros(self._problem.most_of_kind.shape)
        for (who, kind), row in self._limits.items():
            limit[who, kind] = -duals[row]
        return Point(
            answer[0] + self._problem.offset,
            duals[:people],
            duals[people : people + self._cells].reshape(self._problem.wanted.shape),
            limit,
            self._program.values[2 * self._cells :],
        )

    def close_barred(self, barred: Flags) -> None:
        """Close rosters with something that is barred: person x day x (off, kinds)."""
        days = np.arange(self._problem.days)
        has = barred[self.person[:, None], days, self.rosters.astype(np.int64)].any(axis=1)
        self.close(np.flatnonzero(has & self.open))

    def weights(self, point: Point) -> Numbers:
        """Person x day x (off, kinds): how much a point's mixture has of each."""
        weights = np.zeros(self._problem.price.shape)
        used = np.flatnonzero(point.weight > 1e-9)
        days = np.arange(self._problem.days)
        cells = (self.person[used][:, None], days, self.rosters[used].astype(np.int64))
        np.add.at(weights, cells, point.weight[used][:, None])
        return weights

    def reduced_costs(self, point: Point) -> Numbers:
        """Of every roster, at the point's dual values."""
        return reduced_costs(self._problem, point, self.person, self.rosters, self.cost)


def reduced_costs(problem: Problem, point: Point, person: Ids, rosters: Rosters, cost: Ids) -> Numbers:
    """What rosters cost beyond what they are worth at a point's dual values."""
    padded = np.concatenate([np.zeros((problem.days, 1)), point.cover], axis=1)
    worth = padded[np.arange(problem.days), rosters.astype(np.int64)].sum(axis=1)
    paid = (point.limit[person] * _duties(problem, rosters)).sum(axis=1)
    return np.asarray(cost - worth - point.people[person] + paid)


def own_prices(problem: Problem, person: Ids, rosters: Rosters) -> Ids:
    """The price of each roster's days, whose person is given."""
    days = np.arange(problem.days)
    return np.asarray(problem.price[person[:, None], days, rosters.astype(np.int64)].sum(axis=1))


def _duties(problem: Problem, rosters: Rosters) -> Ids:
    """Row x kind: duties."""
    kinds = range(1, len(problem.kinds) + 1)
    return np.stack([(rosters == kind).sum(axis=1) for kind in kinds], axis=1).astype(np.int64)
