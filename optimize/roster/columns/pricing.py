"""The cheapest roster of each person at given prices: dynamic programming over stints, for all people at once.

    E[e, m, w] = min R[e - i, m - u, w - v(e - i, i)] + stint[i, u, e - i]        a stint of i days ends before e
    R[d, m, w] = min (R[d - 1, m, w] + off[d - 1], E[d - o, m, w] + off[d - o .. d - 1])    a stint may begin on d

m what was used so far: units of working time, and duties of each counted kind; w weekends so far, o the person's
least run of days off, v a stint's weekends. Rosters end in R[days] or in a stint with fewer than o days after it;
what was used and weekends must be within limits there. Limits of kinds that are not counted are not in this state:
see `counted`. `batch` fills the tables, `trace` reads rosters from them.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.batch import Batch
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters
from optimize.roster.columns.stints import Table, kinds_of
from optimize.roster.columns.stretches import weekends_begun
from optimize.roster.columns.trace import traced

MOST_STATES = 40_000_000
"""Numbers of a table kept at once; more people than that allows are priced in turns."""

A_SECOND = 1e9
"""Numbers that pricing goes through in a second, about."""

CORRIDOR = 48
"""Units of working time to either side of an even pace, where pricing keeps to a corridor."""


@dataclass(frozen=True)
class Found:
    """Rosters found: whose, the price in parts (see `scale`), and the days."""

    person: Ids
    value: Ids
    rosters: Rosters


class Pricing:
    """Prices the people of a problem; prices are given anew each time.

    In a corridor only rosters are seen whose working time keeps about an even pace: fewer states on long
    calendars, but no bound. Counted (person x kind) are the limits of kinds that rosters keep to.
    """

    def __init__(self, problem: Problem, corridor: bool = False, counted: Flags | None = None) -> None:
        weekends = weekends_begun(problem)
        limit = np.where(problem.most_weekends >= weekends.max(initial=0), -1, problem.most_weekends)
        counted = np.zeros(problem.most_of_kind.shape, dtype=bool) if counted is None else counted
        unit = kinds_of(problem).unit
        pace = problem.most_minutes // (unit * CORRIDOR) if corridor else np.zeros_like(limit)
        keys = np.column_stack([problem.shortest_off, limit >= 0, pace, counted])
        self._batches: list[Batch] = []
        for key in np.unique(keys, axis=0):
            members = np.flatnonzero((keys == key).all(axis=1))
            kinds = kinds_of(problem, tuple(np.flatnonzero(counted[members[0]]).tolist()))
            whole = Batch(problem, kinds, members, limit, CORRIDOR if corridor else None)
            at_once = max(1, int(MOST_STATES // (whole.states // len(members))))
            self._batches += (
                [whole]
                if at_once >= len(members)
                else [
                    Batch(problem, kinds, members[begin : begin + at_once], limit, CORRIDOR if corridor else None)
                    for begin in range(0, len(members), at_once)
                ]
            )

    def of(self, problem: Problem, people: Ids) -> Self:
        """Some of the people, whose own problem is given; nothing is laid out anew."""
        some = copy(self)
        some._batches = [
            batch.of(problem, people) for batch in self._batches if np.isin(batch.people, people).any()
        ]
        return some

    @property
    def size(self) -> float:
        """Numbers that one pricing goes through, a deterministic measure of work."""
        return sum(batch.size for batch in self._batches)

    @property
    def alone(self) -> Numbers:
        """Per person: numbers of the largest table of theirs alone, at most."""
        each = np.zeros(sum(len(batch.people) for batch in self._batches))
        for batch in self._batches:
            each[batch.people] = batch.states / len(batch.people)
        return each

    def best(self, price: Table) -> Found:
        """The cheapest roster of each person.

        Price is person x day x (off, kinds), in parts. People without any roster are left out.
        """
        found = [Found(*traced(batch, batch.filled(price))) for batch in self._batches]
        return Found(
            np.concatenate([part.person for part in found]),
            np.concatenate([part.value for part in found]),
            np.concatenate([part.rosters for part in found]),
        )
