"""Lanes staffed side by side, with what plays have shown of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimize.requirement.correction.days import Days
from optimize.requirement.correction.evidence import Evidence, Shift
from optimize.requirement.correction.forward import Course, staff
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces, by_position, by_step
from optimize.requirement.correction.play import Seen
from quarterhour.arrays import Floats, Ints


class Staffed:
    """Some lanes with their days; the same numbers come of them whatever lanes stand beside."""

    def __init__(self, lanes: Sequence[tuple[OneLane, Pieces]], grain: int) -> None:
        self.lanes, self.grain = lanes, grain
        self.learnt: list[Evidence] = []
        self.courses: list[Course] = []
        self.found: list[Ints] = []
        if lanes:
            self.days = Days.of(lanes)
            self.ranks, self.steps = self.days.arrivals.shape[:2]

    def staff(self, guesses: Sequence[Ints], least: Sequence[Ints]) -> list[Ints]:
        """Least people by position of each lane, with what has been learnt so far.

        Parameters
        ----------
        guesses, least
            By position of each lane: where to begin, and who is there anyway.
        """
        if not self.lanes:
            return []
        shift = self._shift() if self.learnt else None
        course = staff(self.days, self._table(guesses), self._table(least), shift, self.grain)
        edges = np.cumsum([pieces.count for _, pieces in self.lanes])[:-1]
        parts = zip(np.split(course.people, edges, axis=1), np.split(course.beyond, edges, axis=2), strict=True)
        self.courses = [Course(*part) for part in parts]
        found = []
        for (_, pieces), own, anyway in zip(self.lanes, self.courses, least, strict=True):
            found.append(by_position(own.people, pieces, anyway))
        if not self.learnt:
            self.learnt = [
                Evidence(lane, *pieces.cell(len(lane.rate)), people)
                for (lane, pieces), people in zip(self.lanes, found, strict=True)
            ]
        self.found = found
        return found

    def learn(self, seen: Sequence[Seen]) -> None:
        """Take in what a play with the people found has shown."""
        each = zip(self.lanes, self.courses, self.learnt, self.found, seen, strict=True)
        for (lane, pieces), course, evidence, people, (number, sums) in each:
            beyond = [
                by_position(course.beyond[rank], pieces, np.full(len(lane.rate), -np.inf))
                for rank in range(len(lane.pledges))
            ]
            evidence.add(people, np.array(beyond), number, sums)

    def _table(self, values: Sequence[Ints]) -> Ints:
        """By step and piece of all lanes."""
        tables = [by_step(own, pieces, self.steps) for own, (_, pieces) in zip(values, self.lanes, strict=True)]
        return np.concatenate(tables, axis=1)

    def _shift(self) -> Shift:
        bases, tables = [], []
        for (_, pieces), evidence in zip(self.lanes, self.learnt, strict=True):
            shift = evidence.shift()
            bases.append(by_step(shift.base, pieces, self.steps))
            tables.append(self._by_rank(shift.values, pieces))
        return Shift(np.concatenate(bases, axis=1), np.concatenate(tables, axis=3))

    def _by_rank(self, values: Floats, pieces: Pieces) -> Floats:
        """From (promise, head-count, position) to (promise, head-count, step, piece), padded to all promises."""
        levels = values.shape[1]
        table = np.zeros((self.ranks, levels, self.steps, pieces.count))
        for rank, level in np.ndindex(values.shape[:2]):
            table[rank, level] = by_step(values[rank, level], pieces, self.steps)
        return table
