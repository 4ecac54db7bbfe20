"""Deferred work that is open at the end of each interval, and how old the oldest of it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Horizon, Runs


@dataclass(frozen=True)
class Backlog:
    """Of each service of a pool, shape (services, replications, intervals); nothing of immediate ones.

    Attributes
    ----------
    jobs
        Open at the interval's end.
    oldest
        Age of the oldest of them in minutes, in the clock of the service's deadline; 0 where none is open.
    """

    jobs: Floats
    oldest: Floats


def backlog(
    later: Customers, finish: Floats, services: pd.DataFrame, runs: Runs, horizon: Horizon, replications: int
) -> Backlog:
    """The backlog that jobs leave (sorted by service, replication and arrival) with their finishes.

    The oldest open at t is the first job in order of arrival that is not finished by t: the first at which the
    latest finish so far passes t.
    """
    shape = (len(services), replications, horizon.count)
    jobs, oldest = np.zeros(shape), np.zeros(shape)
    at = horizon.edges[1:]
    line = later.service * replications + later.replication
    bounds = np.searchsorted(line, np.arange(len(services) * replications + 1))
    opened = runs.opened(at, horizon)
    by_opening = (services["deadline_clock"] == "opening").to_numpy()
    for number in np.flatnonzero(np.diff(bounds)):
        service, replication = divmod(int(number), replications)
        own = slice(bounds[number], bounds[number + 1])
        arrival, ends = later.arrival[own], finish[own]
        came = np.searchsorted(arrival, at, side="right")
        jobs[service, replication] = came - np.searchsorted(np.sort(ends), at, side="right")
        first = np.searchsorted(np.maximum.accumulate(ends), at, side="right")
        since = arrival[np.minimum(first, len(arrival) - 1)]
        age = opened - runs.opened(since, horizon) if by_opening[service] else at - since
        oldest[service, replication] = np.where(first < came, age, 0.0)
    return Backlog(jobs, oldest)
