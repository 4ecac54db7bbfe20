"""One pool played forward in all replications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.kernel import Floats, serve
from scenarios.rehearsal.occupied import occupied
from scenarios.rehearsal.presence import Presence, lanes
from scenarios.rehearsal.settle import settle
from scenarios.rehearsal.statistics import sums

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Outcome:
    """What happened in one pool.

    Attributes
    ----------
    services
        The pool's services; `Customers.service` is a row of it.
    customers
        Immediate ones first.
    wait
        Minutes until served or gone; for those left over, until closing (immediate) or the horizon's end. For
        deferred services the time until settled, in the clock of their deadline.
    served, lost, left_over
        One of the three holds for each customer.
    within
        Served, and within the minutes of the service's promise.
    counted
        False only for open deferred work whose deadline lies beyond the horizon.
    planned
        People-minutes planned in each interval.
    present, busy, queue
        People-minutes at the post and serving, and customer-minutes queueing; (replications, intervals).
    overtime
        Minutes served after closing in each replication.
    """

    outlet: str
    pool: str
    services: pd.DataFrame
    customers: Customers
    wait: Floats
    served: Mask
    lost: Mask
    left_over: Mask
    within: Mask
    counted: Mask
    planned: Floats
    present: Floats
    busy: Floats
    queue: Floats
    overtime: Floats
    runs: Runs

    @property
    def replications(self) -> int:
        """How many times the pool was played."""
        return len(self.overtime)


def play_pool(
    outlet: str,
    pool: str,
    services: pd.DataFrame,
    customers: Customers,
    presence: Presence,
    runs: Runs,
    horizon: Horizon,
) -> Outcome:
    """Immediate customers by person and minute; deferred work in the idle time that is left.

    All people of the pool take all its services. Runs of opening are independent of each other: the queue
    left at closing is served in overtime and never delays the next opening. Deferred work is a fluid: it uses
    idle presence, is put aside at once when a customer comes, and its services follow each other by the
    length of their promise.
    """
    replications = len(presence.comes)
    deferred = (services["kind"] == "deferred").to_numpy()[customers.service]
    ordered = customers.take(np.concatenate([np.flatnonzero(~deferred), np.flatnonzero(deferred)]))
    cut = int((~deferred).sum())
    now, later = ordered.take(np.arange(cut)), ordered.take(np.arange(cut, len(deferred)))
    begin = _serve(now, presence, runs)
    run_end = runs.end[runs.run[now.interval]]
    wait = np.where(np.isfinite(begin), begin - now.arrival, np.where(np.isnan(begin), now.patience, np.inf))
    wait = np.where(np.isinf(begin), run_end - now.arrival, wait)
    done = np.isfinite(begin)
    finished, closes = (begin + now.handling)[done], run_end[done]

    def minutes(start: Floats, end: Floats, row: npt.NDArray[np.int64]) -> Floats:
        return occupied(start, end, row, replications, horizon.count, horizon.grain)[:, :-1]

    busy = minutes(begin[done], finished, now.replication[done])
    queue = minutes(now.arrival, now.arrival + wait, now.replication)
    present = minutes(*presence.stretches())
    planned = presence.windows[["start", "end"]].to_numpy(np.float64).clip(0)
    finish, used = _settle(later, services, np.maximum(present - busy, 0.0), horizon)
    age, age_at_end = _ages(later, finish, services, runs, horizon)
    limits = services["promise_minutes"].to_numpy(np.float64)
    by_the_end = np.where(services["promise"] == "settled_within", 1.0, 0.0)[now.service] * now.handling
    settled = np.isfinite(finish)
    after_closing = np.maximum(finished - np.maximum(begin[done], closes), 0.0)
    return Outcome(
        outlet=outlet,
        pool=pool,
        services=services,
        customers=ordered,
        wait=np.concatenate([wait, np.where(settled, age, age_at_end)]),
        served=np.concatenate([done, settled]),
        lost=np.concatenate([np.isnan(begin), np.zeros(len(finish), dtype=bool)]),
        left_over=np.concatenate([np.isinf(begin), ~settled]),
        within=np.concatenate(
            [
                done & (wait + by_the_end <= limits[now.service]),
                settled & (age <= limits[later.service]),
            ]
        ),
        counted=np.concatenate([np.ones(cut, dtype=bool), settled | (age_at_end > limits[later.service])]),
        planned=occupied(
            planned[:, 0], planned[:, 1], np.zeros(len(planned), dtype=np.int64), 1, horizon.count, horizon.grain
        )[0, :-1],
        present=present,
        busy=busy + used,
        queue=queue,
        overtime=sums((replications,), (now.replication[done],), after_closing),
        runs=runs,
    )


def _serve(now: Customers, presence: Presence, runs: Runs) -> Floats:
    """Begin of service of the immediate customers, in their order."""
    starts, ends = lanes(presence, runs)
    lane = runs.run[now.interval] * len(presence.comes) + now.replication
    order = np.argsort(lane, kind="stable")
    begin = np.empty(len(lane))
    begin[order] = serve(lane[order], now.arrival[order], now.handling[order], now.patience[order], starts, ends)
    return begin


def _settle(later: Customers, services: pd.DataFrame, idle: Floats, horizon: Horizon) -> tuple[Floats, Floats]:
    """Finish of the deferred jobs and the minutes used for them, by replication and interval."""
    finish, used = np.empty(len(later.arrival)), np.zeros_like(idle)
    urgent_first = services.loc[services["kind"] == "deferred"].sort_values(["promise_minutes", "service"]).index
    for service in urgent_first:
        for replication in range(len(idle)):
            own = np.flatnonzero((later.service == service) & (later.replication == replication))
            finish[own], minutes = settle(
                later.arrival[own], later.handling[own], idle[replication] - used[replication], horizon.grain
            )
            used[replication] += minutes
    return finish, used


def _ages(
    later: Customers, finish: Floats, services: pd.DataFrame, runs: Runs, horizon: Horizon
) -> tuple[Floats, Floats]:
    """Minutes from arrival to finish and to the horizon's end, in the clock of each deadline."""
    opened = np.concatenate([[0.0], np.cumsum(np.where(runs.run >= 0, horizon.grain, 0))])
    by_opening = (services["deadline_clock"] == "opening").to_numpy()[later.service]

    def clock(times: Floats) -> Floats:
        return np.where(by_opening, np.interp(times, horizon.edges, opened), times)

    end = np.full(len(finish), horizon.edges[-1])
    came = clock(later.arrival)
    return clock(np.minimum(finish, end)) - came, clock(end) - came
