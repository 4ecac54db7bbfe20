"""One pool played forward in all replications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.queueing import first_come, priorities
from optimize.queueing.priorities import NOT_TAKEN, Serve
from quarterhour.arrays import Floats, Ints, Mask
from scenarios.rehearsal.backlog import backlog
from scenarios.rehearsal.behind import done_first, serve_both
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.deferred import settle_all
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.lanes import lanes
from scenarios.rehearsal.occupied import occupied
from scenarios.rehearsal.outcome import Fate, Outcome
from scenarios.rehearsal.presence import Presence
from scenarios.rehearsal.statistics import sums


def play_pool(
    outlet: str,
    pool: str,
    services: pd.DataFrame,
    patterns: Patterns,
    customers: Customers,
    presence: Presence,
    runs: Runs,
    horizon: Horizon,
    replications: int,
    serve: Serve = priorities.serve,
) -> Outcome:
    """Immediate customers by person and minute; deferred work in the idle time that is left.

    Whom people take follows from the post of their window (`Patterns.of`). Runs of opening are independent of
    each other: the queue left at closing is served in overtime and never delays the next opening. Deferred work
    is a fluid: it uses idle presence of those whose post takes it, is put aside at once when a customer comes,
    and its services follow each other by the length of their promise. Work that only posts without customers
    take comes first where their people help with customers: each job is then taken like a customer (`behind`).
    `serve` is `priorities.serve`, or what gives the same.
    """
    posts = len(patterns.posts)

    def minutes(start: Floats, end: Floats, row: Ints, replication: Ints, rows: int) -> Floats:
        line, lines = row * replications + replication, rows * replications
        cells = occupied(start, end, line, lines, horizon.count, horizon.grain)
        return cells[:, :-1].reshape(rows, replications, horizon.count)

    deferred = (services["kind"] == "deferred").to_numpy()
    now, later = _split(customers, deferred, runs, replications)
    at, there = patterns.row(presence.windows["post"]), presence.there
    present = minutes(there.start, there.end, at[there.window], there.replication, posts)
    first = done_first(services, patterns, presence)[later.service]
    jobs = later.take(first)
    every, posted = (
        serve_both(now, jobs, services, patterns, presence, runs, replications, serve)
        if len(jobs.arrival)
        else _begin(now, services, patterns, presence, runs, replications, serve)
    )
    begin, taken = every[: len(now.arrival)], every[len(now.arrival) :]
    fate = _fate_now(now, begin, services, runs)
    served, started = fate.served, begin[fate.served]
    finished, closes = started + now.handling[served], runs.end[runs.run[now.interval[served]]]
    lacking, hands, done = presence.grounded, now.followed_by(jobs), np.isfinite(every)
    busy = minutes(every[done], (every + hands.handling)[done], posted[done], hands.replication[done], posts)
    queue = minutes(now.arrival, now.arrival + fate.wait, now.service, now.replication, len(services))
    finish = np.empty(len(first))
    finish[first] = np.where(taken + jobs.handling <= horizon.edges[-1], taken + jobs.handling, np.inf)
    idle = np.maximum(present - busy, 0.0)
    finish[~first], used = settle_all(later.take(~first), services, patterns, idle, horizon.grain)
    overtime = np.maximum(finished - np.maximum(started, closes), 0.0)
    return Outcome(
        outlet=outlet,
        pool=pool,
        services=services,
        customers=now.followed_by(later),
        fate=fate.followed_by(_fate_later(later, finish, services, runs, horizon)),
        planned=_planned(presence, horizon),
        present=present.sum(axis=0),
        busy=busy.sum(axis=0) + used,
        queue=queue,
        grounded=minutes(lacking.start, lacking.end, 0 * lacking.window, lacking.replication, 1)[0],
        backlog=backlog(later, finish, services, runs, horizon, replications),
        overtime=sums((replications,), (now.replication[served],), overtime),
        runs=runs,
    )


def _split(customers: Customers, deferred: Mask, runs: Runs, replications: int) -> tuple[Customers, Customers]:
    """Immediate customers by run of opening, replication and arrival; jobs by service, replication and arrival."""
    later = deferred[customers.service]
    now, jobs = customers.take(~later), customers.take(later)
    length = runs.end[-1] + 1.0 if len(runs.end) else 1.0
    lane = runs.run[now.interval] * replications + now.replication
    line = jobs.service * replications + jobs.replication
    return (
        now.take(np.argsort(lane * length + now.arrival, kind="stable")),
        jobs.take(np.lexsort((jobs.arrival, line))),
    )


def _begin(
    now: Customers,
    services: pd.DataFrame,
    patterns: Patterns,
    presence: Presence,
    runs: Runs,
    replications: int,
    serve: Serve,
) -> tuple[Floats, Ints]:
    """Begin of service of the immediate customers, and the post (row) of who serves them.

    Where one service is asked for, by people of one post, priorities do not matter and the kernel without
    them gives the same.
    """
    asked = np.flatnonzero((services["kind"] == "immediate").to_numpy())
    serves = np.asarray(patterns.takes[:, asked].any(axis=1))
    there = lanes(presence, patterns, serves, runs, replications)
    lane = runs.run[now.interval] * replications + now.replication
    if len(asked) == 1 and serves.sum() == 1:
        begin = first_come.serve(lane, now.arrival, now.handling, now.patience, there.starts, there.ends)
        return begin, np.full(len(lane), np.flatnonzero(serves)[0])
    number = np.full(len(services), NOT_TAKEN)
    number[asked] = np.arange(len(asked))
    found = serve(
        lane,
        number[now.service],
        now.arrival,
        now.handling,
        now.patience,
        there.starts,
        there.ends,
        there.pattern,
        patterns.ranks[:, asked],
        patterns.reserve,
    )
    return found.begin, found.pattern


def _fate_now(now: Customers, begin: Floats, services: pd.DataFrame, runs: Runs) -> Fate:
    """Fate of the immediate customers; a promise to be settled counts the handling too."""
    served, lost = np.isfinite(begin), np.isnan(begin)
    until = np.where(lost, now.arrival + now.patience, runs.end[runs.run[now.interval]])
    wait = np.where(served, begin, until) - now.arrival
    settled = (services["promise"] == "settled_within").to_numpy()[now.service]
    limit = services["promise_minutes"].to_numpy(np.float64)[now.service]
    within = served & (wait + np.where(settled, now.handling, 0.0) <= limit)
    return Fate(wait, served, lost, within, np.ones_like(served))


def _fate_later(later: Customers, finish: Floats, services: pd.DataFrame, runs: Runs, horizon: Horizon) -> Fate:
    """Fate of the deferred jobs, aged in the clock of each deadline."""
    by_opening = (services["deadline_clock"] == "opening").to_numpy()[later.service]
    settled = np.isfinite(finish)
    ends = np.minimum(finish, horizon.edges[-1])
    age = np.where(
        by_opening,
        runs.opened(ends, horizon) - runs.opened(later.arrival, horizon),
        ends - later.arrival,
    )
    limit = services["promise_minutes"].to_numpy(np.float64)[later.service]
    in_time = age <= limit
    return Fate(age, settled, np.zeros_like(settled), settled & in_time, settled | ~in_time)


def _planned(presence: Presence, horizon: Horizon) -> Floats:
    """People-minutes of each interval if everybody came in time and all desks worked."""
    start, end = presence.planned["start"].to_numpy(np.float64), presence.planned["end"].to_numpy(np.float64)
    minutes: Floats = occupied(start, end, np.zeros(len(start), np.int64), 1, horizon.count, horizon.grain)[0, :-1]
    return minutes
