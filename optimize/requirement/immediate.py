"""Immediate services: the loads of a pool merged into one line, and the least people for its promises."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd

from optimize.queueing import Line, Promise, least_servers, measure, served_within
from optimize.requirement.correction import Figures, OneLane, Pieces, figures
from optimize.requirement.in_hand import InHand
from optimize.requirement.lanes import Lanes
from quarterhour.arrays import Floats, Ints, Mask


class Merged:
    """The merged line of each cell (a pool or post in an interval) and all promises made in it.

    Services of a cell share one queue, first come first served, so that all meet the same wait. The merged
    handling time has the mean and spread of the mixture; the leaving rate is the mixture's too. Every service
    expected in the cell (rate above 0) must have its own promise kept by that wait.

    Attributes
    ----------
    line
        The queue that people are asked for, one entry a cell: at first the interval's own rate taken as lasting,
        after `at` one that stands for what a changing day does to it.
    offered
        Load that comes in each cell, in erlangs, a matrix.
    """

    def __init__(self, lanes: Lanes, calls: pd.DataFrame, group: str) -> None:
        calls = calls.loc[calls["rate"] > 0]
        cells = lanes.cells(calls, group)
        self.lanes, self.calls, self.cells, self.group = lanes, calls, cells, group
        self.line = _mixture(lanes, calls, cells)
        self.offered = self.line.load.reshape(lanes.row.shape)
        self._least: Ints | None = None
        self._days: list[tuple[int, tuple[OneLane, Pieces]]] | None = None

    def scatter(self) -> Floats:
        """Variance of the work that comes in each cell, a Poisson number of customers, as a matrix."""
        line, grain = self.line, self.lanes.opening.grain
        jobs = self.lanes.total(self.cells, self.calls["rate"])
        return jobs * ((line.handling / grain) ** 2 * (1.0 + line.cv**2)).reshape(jobs.shape)

    def in_hand(self) -> InHand:
        """What customers may be in hand, by lane; times in intervals."""
        calls, grain, size = self.calls, float(self.lanes.opening.grain), len(self.lanes.keys)
        mean = calls["handling_minutes"].to_numpy(np.float64) / grain
        spread = calls["handling_spread"].fillna(calls["handling_minutes"]).to_numpy(np.float64) / grain
        return InHand.of(self.cells % max(size, 1), calls["rate"].to_numpy(np.float64), mean, spread, size)

    def at(self, rate: Floats) -> Merged:
        """The same services with the queue of another rate (customers a minute, flat): what `line` stands for."""
        other = copy.copy(self)
        other.line = Line(rate, self.line.handling, self.line.cv, self.line.patience)
        return other

    def with_days(self, people: Ints, days: list[tuple[int, tuple[OneLane, Pieces]]]) -> Merged:
        """The same services with the least people found elsewhere, a matrix, for the days of some lanes."""
        other = copy.copy(self)
        other._least, other._days = people, days
        return other

    def with_people(self, people: Ints) -> Merged:
        """The same services with the least people found elsewhere, a matrix."""
        other = copy.copy(self)
        other._least = people
        return other

    def least(self) -> Ints:
        """Least people by cell, as a matrix; the last interval before closing is staffed where people may wait."""
        need = self._least
        if need is None:
            need = least_servers(self.line, self._promise()).reshape(self.lanes.row.shape)
        waiting = np.zeros_like(need)
        waiting[1:] = np.where(self.lanes.follows[1:], need[:-1] > 0, 0)
        return np.where(self.lanes.closing, np.maximum(need, waiting), need)

    def meet(self, people: Ints) -> Figures:
        """What customers meet in each cell with so many people; matrices.

        On days that were played, as the transient line says along each day; else in the long run of each
        cell's own queue.
        """
        shape = self.lanes.row.shape
        if self._days is None:
            found = measure(self.line, people.ravel())
            return Figures(found.wait.reshape(shape), self._within(people), found.lost.reshape(shape))
        wait, lost, within = np.zeros(shape), np.zeros(shape), np.full(shape, np.nan)
        lanes = [lane for _, lane in self._days]
        there = [people[: len(lane.rate), number] for number, (lane, _) in self._days]
        for (number, _), one in zip(self._days, figures(lanes, there, self.lanes.opening.grain), strict=True):
            now = slice(len(one.wait))
            wait[now, number], within[now, number], lost[now, number] = one.wait, one.within, one.lost
        return Figures(wait, within, lost)

    def _within(self, people: Ints) -> Floats:
        """Share within their promise of the customers promised a share; NaN where there are none. A matrix."""
        shape = self.lanes.row.shape
        kept, promised = np.zeros(shape), np.zeros(shape)
        for minutes, rows in self._share_groups():
            rate = self.lanes.total(self.cells[rows], self.calls["rate"].to_numpy()[rows])
            asked = rate > 0
            line = self.line.take(asked.ravel())
            kept[asked] += rate[asked] * served_within(line, people[asked], minutes)
            promised += rate
        share: Floats = np.divide(kept, promised, out=np.full(shape, np.nan), where=promised > 0)
        return share

    def _share_groups(self) -> list[tuple[float, Mask]]:
        """Distinct minutes of share promises, and which rows of the calls make them."""
        shares = (self.calls["promise"] == "share_within").to_numpy()
        minutes = self.calls["promise_minutes"].to_numpy(np.float64)
        return [(float(limit), shares & (minutes == limit)) for limit in np.unique(minutes[shares])]

    def _promise(self) -> Promise:
        size = self.lanes.row.size
        mean_wait = np.full(size, np.inf)
        means = (self.calls["promise"] == "mean_wait").to_numpy()
        np.minimum.at(mean_wait, self.cells[means], self.calls["promise_minutes"].to_numpy(np.float64)[means])
        within = []
        for minutes, rows in self._share_groups():
            share = np.full(size, -np.inf)
            np.maximum.at(share, self.cells[rows], self.calls["promise_share"].to_numpy(np.float64)[rows])
            within.append((minutes, np.where(np.isneginf(share), np.nan, share)))
        return Promise(mean_wait, tuple(within))


def _mixture(lanes: Lanes, calls: pd.DataFrame, cells: Ints) -> Line:
    """Rate, mean, spread and patience of the mixture; cells where nobody comes have a rate of 0."""
    rate = calls["rate"].to_numpy() / lanes.opening.grain
    mean = calls["handling_minutes"].to_numpy(np.float64)
    spread = calls["handling_spread"].fillna(calls["handling_minutes"]).to_numpy(np.float64)
    leaving = 1.0 / calls["patience_minutes"].fillna(np.inf).to_numpy(np.float64)
    arrivals = lanes.total(cells, rate).ravel()
    comes = arrivals > 0
    whole = np.where(comes, arrivals, 1.0)
    handling = np.where(comes, lanes.total(cells, rate * mean).ravel() / whole, 1.0)
    square = lanes.total(cells, rate * (mean**2 + spread**2)).ravel() / whole
    cv = np.where(comes, np.sqrt(np.maximum(square / handling**2 - 1.0, 0.0)), 1.0)
    leave = lanes.total(cells, rate * leaving).ravel() / whole
    return Line(arrivals, handling, cv, np.divide(1.0, leave, out=np.full_like(leave, np.inf), where=leave > 0))
