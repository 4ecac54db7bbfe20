"""How far the transient line is off, told by playing the same days: log odds by pooled cell and head-count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.requirement.correction.days import log_odds
from optimize.requirement.correction.lane import OneLane, Pledge
from quarterhour.arrays import Floats, Ints

DOUBT = 1.0
"""Standard deviation of a cell's log odds around its lane's before it is seen."""

DOUBT_OF_LEVEL = 0.12
"""That of one head-count's around its cell's."""

CLUSTER = 3.0
"""Neighbours in a queue share their wait: so many customers say as much as one independent one."""

LEVELS = 8
"""Head-counts told apart in a cell; those beyond count with the last."""


@dataclass(frozen=True)
class Shift:
    """Log odds to add to what the line says of each promise, by head-count above `base`.

    Attributes
    ----------
    base
        Any shape.
    values
        Axes of promises and head-counts before that shape.
    """

    base: Ints
    values: Floats

    def at(self, step: int, pieces: Ints) -> Shift:
        """That of some pieces in one step, where the shape is (step, piece)."""
        return Shift(self.base[step, pieces], self.values[:, :, step, pieces])

    def of(self, some: Ints, people: Ints) -> Floats:
        """What to add with so many people, (promise, some)."""
        level = np.clip(people - self.base[some], 0, self.values.shape[1] - 1)
        added: Floats = self.values[:, level, some]
        return added


class Evidence:
    """What plays of one lane have shown so far.

    Of each promise, cell and head-count: the log odds of its measure as seen, less those that the line says,
    trusted by the number of customers, the rest drawn towards the cell's and the lane's mean. Head-counts are
    told apart, since what breaks at one fewer must not be forgotten when it is not tried again.
    """

    def __init__(self, lane: OneLane, cell: Ints, cells: int, people: Ints) -> None:
        self.lane, self.cell, self.cells = lane, cell, cells
        known = cell >= 0
        self.base = np.full(cells, np.iinfo(np.int64).max)
        np.minimum.at(self.base, cell[known], people[known] - 2)
        shape = (len(lane.pledges), LEVELS * cells)
        self.number, self.seen, self.said = np.zeros((3, *shape))

    def add(self, people: Ints, beyond: Floats, number: Floats, sums: Floats) -> None:
        """One play: people, what the line says of each promise, and what was seen; (promise, position)."""
        for rank, pledge in enumerate(self.lane.pledges):
            used = np.flatnonzero((self.cell >= 0) & np.isfinite(beyond[rank]) & (number[rank] > 0))
            at = self._level(people[used], self.cell[used]) * self.cells + self.cell[used]
            count, seen = number[rank, used], sums[rank, used]
            said = count * _score(beyond[rank, used], pledge)
            for total, amount in ((self.number, count), (self.seen, seen), (self.said, said)):
                total[rank] += np.bincount(at, amount, minlength=total.shape[1])

    def shift(self) -> Shift:
        """What to add by position."""
        values = [self._values(rank, pledge) for rank, pledge in enumerate(self.lane.pledges)]
        table = np.array(values).reshape(len(values), LEVELS, self.cells)
        at = np.maximum(self.cell, 0)
        return Shift(self.base[at], np.where(self.cell >= 0, table[:, :, at], 0.0))

    def _values(self, rank: int, pledge: Pledge) -> Floats:
        """Of one promise, (head-counts, cells)."""
        value, trust = self._compare(rank, pledge)
        by_cell = trust.sum(axis=0)
        usual = float((value * trust).sum() / max(trust.sum(), 1e-9))
        around = ((value * trust).sum(axis=0) + usual / DOUBT**2) / (by_cell + 1 / DOUBT**2)
        values: Floats = (value * trust + around / DOUBT_OF_LEVEL**2) / (trust + 1 / DOUBT_OF_LEVEL**2)
        return values

    def _compare(self, rank: int, pledge: Pledge) -> tuple[Floats, Floats]:
        shape = (LEVELS, self.cells)
        number, seen, said = (total[rank].reshape(shape) for total in (self.number, self.seen, self.said))
        there = number > 0
        independent = number / CLUSTER
        value = np.divide(seen, number, out=np.zeros(shape), where=there)
        expected = np.divide(said, number, out=np.zeros(shape), where=there)
        y, f = (
            (each * independent + pledge.limit) / (independent + 1.0) for each in (pledge.score(value), expected)
        )
        precision = np.where(pledge.by_mean, independent / 2, y * (1.0 - y) * independent)
        return log_odds(y) - log_odds(f), np.where(there, precision, 0.0)

    def _level(self, people: Ints, cell: Ints) -> Ints:
        level: Ints = np.clip(people - self.base[cell], 0, LEVELS - 1)
        return level


def _score(beyond: Floats, pledge: Pledge) -> Floats:
    """The score whose log odds stand so far beyond those of the limit."""
    return 1.0 / (1.0 + np.exp(-(beyond + log_odds(np.array(pledge.limit)))))
