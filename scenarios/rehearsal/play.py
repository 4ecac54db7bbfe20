"""One pool played forward in all replications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.queueing.first_come import serve
from quarterhour.arrays import Floats, Ints
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.occupied import occupied
from scenarios.rehearsal.outcome import Fate, Outcome
from scenarios.rehearsal.presence import Presence, lanes
from scenarios.rehearsal.settle import settle
from scenarios.rehearsal.statistics import sums


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
    now, later = customers.take(~deferred), customers.take(deferred)

    def minutes(start: Floats, end: Floats, replication: Ints) -> Floats:
        return occupied(start, end, replication, replications, horizon.count, horizon.grain)[:, :-1]

    begin = _begin(now, presence, runs)
    fate = _fate_now(now, begin, services, runs)
    served, started = fate.served, begin[fate.served]
    finished, closes = started + now.handling[served], runs.end[runs.run[now.interval[served]]]
    present = minutes(*presence.stretches())
    busy = minutes(started, finished, now.replication[served])
    finish, used = _settle(later, services, np.maximum(present - busy, 0.0), horizon)
    overtime = np.maximum(finished - np.maximum(started, closes), 0.0)
    return Outcome(
        outlet=outlet,
        pool=pool,
        services=services,
        customers=now.followed_by(later),
        fate=fate.followed_by(_fate_later(later, finish, services, runs, horizon)),
        planned=_planned(presence, horizon),
        present=present,
        busy=busy + used,
        queue=minutes(now.arrival, now.arrival + fate.wait, now.replication),
        overtime=sums((replications,), (now.replication[served],), overtime),
        runs=runs,
    )


def _begin(now: Customers, presence: Presence, runs: Runs) -> Floats:
    """Begin of service of the immediate customers, in their order."""
    starts, ends = lanes(presence, runs)
    lane = runs.run[now.interval] * len(presence.comes) + now.replication
    order = np.argsort(lane, kind="stable")
    begin = np.empty(len(lane))
    begin[order] = serve(lane[order], now.arrival[order], now.handling[order], now.patience[order], starts, ends)
    return begin


def _fate_now(now: Customers, begin: Floats, services: pd.DataFrame, runs: Runs) -> Fate:
    """Fate of the immediate customers; a promise to be settled counts the handling too."""
    served, lost = np.isfinite(begin), np.isnan(begin)
    until = np.where(lost, now.arrival + now.patience, runs.end[runs.run[now.interval]])
    wait = np.where(served, begin, until) - now.arrival
    settled = (services["promise"] == "settled_within").to_numpy()[now.service]
    limit = services["promise_minutes"].to_numpy(np.float64)[now.service]
    within = served & (wait + np.where(settled, now.handling, 0.0) <= limit)
    return Fate(wait, served, lost, within, np.ones_like(served))


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


def _fate_later(later: Customers, finish: Floats, services: pd.DataFrame, runs: Runs, horizon: Horizon) -> Fate:
    """Fate of the deferred jobs, aged in the clock of each deadline."""
    opened = np.concatenate([[0.0], np.cumsum(np.where(runs.run >= 0, horizon.grain, 0))])
    by_opening = (services["deadline_clock"] == "opening").to_numpy()[later.service]

    def clock(times: Floats) -> Floats:
        return np.where(by_opening, np.interp(times, horizon.edges, opened), times)

    settled = np.isfinite(finish)
    age = clock(np.minimum(finish, horizon.edges[-1])) - clock(later.arrival)
    limit = services["promise_minutes"].to_numpy(np.float64)[later.service]
    in_time = age <= limit
    return Fate(age, settled, np.zeros_like(settled), settled & in_time, settled | ~in_time)


def _planned(presence: Presence, horizon: Horizon) -> Floats:
    """People-minutes of each interval if everybody came in time."""
    start, end = presence.windows["start"].to_numpy(np.float64), presence.windows["end"].to_numpy(np.float64)
    minutes: Floats = occupied(start, end, np.zeros(len(start), np.int64), 1, horizon.count, horizon.grain)[0, :-1]
    return minutes
