"""Who comes to each pool along each path: the merged lines that customers of a pool stand in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.queueing import Line
from optimize.requirement.assignment import assign_services
from optimize.requirement.confidence.values import SamplePaths
from optimize.requirement.lanes import Lanes, Opening
from optimize.requirement.offered_load import add_load, lognormal_weights, since_opening
from optimize.requirement.outlets import PromiseError
from optimize.requirement.values import RequirementProblem
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.labels import LabelError, attach

FIGURES = [
    "handling_minutes",
    "handling_spread",
    "patience_minutes",
    "promise",
    "promise_minutes",
    "promise_share",
]


@dataclass(frozen=True)
class Limit:
    """Minutes within which customers are to be served; shapes (paths, cells).

    Attributes
    ----------
    minutes
        Promised to each customer, or on average.
    customers
        Arrivals of the services that promise these minutes.
    share
        Share promised to be served within them, NaN where none is.
    """

    minutes: float
    customers: Floats
    share: Floats


@dataclass(frozen=True)
class Queues:
    """The queues of some cells along every path; shapes (paths, cells).

    As in the plain requirement, the services of a pool share one line, first come first served, whose handling
    time has the mean and spread of the mixture and whose load is the modified offered load of the day.

    Attributes
    ----------
    arrivals
        Customers of the interval.
    line
        What they stand in, flat: paths x cells.
    limits
        Distinct minutes of all promises.
    mean_wait
        Mean wait promised in minutes, infinite where none is.
    """

    arrivals: Floats
    line: Line
    limits: tuple[Limit, ...]
    mean_wait: Floats

    @property
    def comes(self) -> Mask:
        """Whether somebody may come on any path, by cell."""
        anybody: Mask = np.max(self.arrivals, axis=0, initial=0.0) > 0
        return anybody


@dataclass(frozen=True)
class Streams:
    """Pools side by side, and which series of the paths goes to which of them.

    Attributes
    ----------
    lanes
        One a pool, by outlet and pool.
    column
        Column of `paths.starts` of each cell, a matrix (position, lane).
    calls
        lane, service, series (row of `paths.series`) and the figures of the immediate services, by lane and
        service.
    minimum
        People who are there anyway, by lane.
    """

    lanes: Lanes
    column: Ints
    calls: pd.DataFrame
    minimum: Ints
    paths: SamplePaths

    @classmethod
    def of(cls, problem: RequirementProblem, paths: SamplePaths) -> Streams:
        """Pair the paths with the problem's pools, by label; the problem's own rates are not looked at.

        Raises
        ------
        LabelError
            When a demanded series or an open interval has no path.
        PromiseError
            When an immediate service promises to be settled by a deadline.
        """
        opening = Opening.of(problem.demand, problem.grain)
        posts = problem.posts.rename(columns={"pool": "group"})
        least = posts.groupby(["outlet", "group"])["minimum_people"].sum().reset_index()
        lanes = Lanes.of(least[["outlet", "group"]], opening)
        minimum = attach(lanes.keys, least, ["outlet", "group"], "minimum people")["minimum_people"]
        column = paths.starts.get_indexer(pd.DatetimeIndex(opening.table["start"]))
        if (column < 0).any():
            start = opening.table["start"].iloc[int(np.flatnonzero(column < 0)[0])]
            raise LabelError(f"paths: no entry for {start}.\nMaybe they were drawn for another horizon.")
        calls = _calls(problem, paths, lanes)
        return cls(lanes, column[lanes.row].astype(np.int64), calls, minimum.to_numpy(np.int64), paths)

    def of_lanes(self, chosen: Ints) -> Queues:
        """The queues of all open cells of some lanes (in rising order), lane by lane."""
        opened, columns = self.lanes.open[:, chosen], self.column[:, chosen]
        shape = (len(self.paths.weights), *opened.shape)
        sums = _Sums(shape, self.lanes.opening.grain, since_opening(self.lanes)[:, chosen])
        own = self.calls.loc[self.calls["lane"].isin(chosen)]
        place = np.searchsorted(chosen, own["lane"].to_numpy())
        for rows in own.groupby("service", sort=True).indices.values():
            lane, series = place[rows], own["series"].to_numpy(np.int64)[rows]
            arrived = self.paths.rates[:, series, columns[:, lane]].astype(np.float64) * opened[:, lane]
            sums.add(lane, arrived, own.iloc[int(rows[0])])
        return sums.queues(opened)

    def floor(self, chosen: Ints, comes: Mask) -> Ints:
        """Least people in the open cells of some lanes: minimum people, and one where a closing leaves somebody.

        `comes` says for each of these cells whether somebody may come on any path.
        """
        opened, follows = self.lanes.open[:, chosen], self.lanes.follows[:, chosen]
        there = np.zeros(opened.shape, dtype=bool)
        there.T[opened.T] = comes
        waiting = np.zeros(opened.shape, dtype=np.int64)
        waiting[1:] = follows[1:] & there[:-1]
        closing = self.lanes.closing[:, chosen]
        least = np.maximum(np.where(closing, waiting, 0), self.minimum[chosen])
        answer: Ints = least.T[opened.T]
        return answer


class _Sums:
    """What the services of a line add up to, in arrays (path, position, lane)."""

    def __init__(self, shape: tuple[int, ...], grain: int, since: Ints) -> None:
        self.shape, self.grain, self.since = shape, grain, since
        self.arrived, self.work, self.square, self.leaving, self.load = (np.zeros(shape) for _ in range(5))
        self.mean_wait = np.full(shape, np.inf)
        self.customers: dict[float, Floats] = {}
        self.share: dict[float, Floats] = {}

    def add(self, lane: Ints, arrived: Floats, figures: pd.Series) -> None:
        """Another service, which comes to some lanes."""
        mean, minutes = float(figures["handling_minutes"]), float(figures["promise_minutes"])
        spread = mean if pd.isna(figures["handling_spread"]) else float(figures["handling_spread"])
        self.arrived[:, :, lane] += arrived
        self.work[:, :, lane] += arrived * mean
        self.square[:, :, lane] += arrived * (mean**2 + spread**2)
        if not pd.isna(figures["patience_minutes"]):
            self.leaving[:, :, lane] += arrived / float(figures["patience_minutes"])
        brought = np.zeros_like(arrived)
        add_load(brought, arrived, self.since[:, lane], lognormal_weights(mean, spread, self.grain))
        self.load[:, :, lane] += brought
        if minutes not in self.customers:
            self.customers[minutes], self.share[minutes] = np.zeros(self.shape), np.full(self.shape, np.nan)
        self.customers[minutes][:, :, lane] += arrived
        if figures["promise"] == "mean_wait":
            promised = np.where(arrived > 0, minutes, np.inf)
            self.mean_wait[:, :, lane] = np.minimum(self.mean_wait[:, :, lane], promised)
        else:
            promised = np.where(arrived > 0, float(figures["promise_share"]), np.nan)
            self.share[minutes][:, :, lane] = np.fmax(self.share[minutes][:, :, lane], promised)

    def queues(self, opened: Mask) -> Queues:
        """The open cells' queues."""

        def flat(values: Floats) -> Floats:
            return values.transpose(0, 2, 1)[:, opened.T]

        arrivals, work, leaving = flat(self.arrived), flat(self.work), flat(self.leaving)
        comes = arrivals > 0
        whole = np.where(comes, arrivals, 1.0)
        handling = np.where(comes, work / whole, 1.0)
        cv = np.where(comes, np.sqrt(np.maximum(flat(self.square) / whole / handling**2 - 1.0, 0.0)), 1.0)
        patience = np.divide(arrivals, leaving, out=np.full_like(leaving, np.inf), where=leaving > 0)
        rate = np.where(comes, flat(self.load) / handling, 0.0)
        line = Line(rate.ravel(), handling.ravel(), cv.ravel(), patience.ravel())
        limits = tuple(
            Limit(minutes, flat(self.customers[minutes]), flat(self.share[minutes]))
            for minutes in sorted(self.customers)
        )
        return Queues(arrivals, line, limits, flat(self.mean_wait))


def _calls(problem: RequirementProblem, paths: SamplePaths, lanes: Lanes) -> pd.DataFrame:
    taken = assign_services(problem.posts, problem.demand)
    calls = attach(taken, problem.services[["service", "kind", *FIGURES]], ["service"], "services")
    calls = calls.loc[calls["kind"] != "deferred"]
    broken = calls.loc[calls["promise"] == "settled_within", "service"].unique()
    if len(broken):
        raise PromiseError(sorted(broken))
    if not _keepable(calls):
        raise ValueError("a promise is out of reach.\nMaybe its share is above 1 or its minutes are below 0.")
    numbered = paths.series[["outlet", "service"]].assign(series=np.arange(len(paths.series)))
    calls = attach(calls, numbered, ["outlet", "service"], "series of the paths")
    keys = pd.MultiIndex.from_frame(lanes.keys)
    calls["lane"] = keys.get_indexer(pd.MultiIndex.from_frame(calls[["outlet", "pool"]]))
    return calls[["lane", "service", "series", *FIGURES]].sort_values(["lane", "service"], ignore_index=True)


def _keepable(calls: pd.DataFrame) -> bool:
    """Whether enough people can keep every promise."""
    shares = calls.loc[calls["promise"] == "share_within", "promise_share"].astype(float)
    return bool((calls["promise_minutes"].astype(float) >= 0).all() and (shares <= 1).all())
