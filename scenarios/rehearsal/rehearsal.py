"""The roster played forward, outlet by outlet, many times over."""

from __future__ import annotations

import pandas as pd

from quarterhour.progress import Progress
from scenarios.rehearsal.cast import Cast
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.interval_figures import INTERVALS, Sums, interval_figures
from scenarios.rehearsal.play import play_pool
from scenarios.rehearsal.problem import RehearsalProblem
from scenarios.rehearsal.replication_figures import REPLICATIONS, replication_figures
from scenarios.rehearsal.service_figures import SERVICES, service_figures
from scenarios.rehearsal.values import Rehearsal
from scenarios.rehearsal.weak_points import WEAK_POINTS, ranked, weak_points


def rehearse(
    problem: RehearsalProblem, *, replications: int, seed: int, progress: Progress | None = None
) -> Rehearsal:
    """Play the roster so many times against sampled arrivals, handling times, patience and no-shows.

    Semantics are those of `queueing.serve` (people with on-windows, first come first served, customers in hand
    are finished, people on duty at closing serve all who came) and `play.play_pool` (deferred work in idle
    time). Draws are seeded by outlet, service and replication, so that results do not depend on the order of
    the work, and two plans meet the same customers. A stop keeps the outlets played so far.

    Raises
    ------
    LabelError
        When frames do not fit each other, or customers come while their outlet is closed.
    UnservedError
        When a service is asked for where no post takes it.
    """
    if replications < 1:
        raise ValueError(f"replications is {replications}.\nMaybe 30, for confidence intervals of use.")
    progress = progress or Progress()
    horizon = Horizon.of(problem.grid, problem.first_day, problem.days)
    cast = Cast.of(problem, horizon)
    services, intervals, points, runs = [], [], [], []
    for number, outlet in enumerate(cast.outlets, start=1):
        if progress.stopped:
            break
        outcomes = [
            play_pool(outlet, pool, own, customers, presence, cast.runs[outlet], horizon)
            for pool, own, customers, presence in cast.pools(outlet, replications, seed)
        ]
        for outcome in outcomes:
            totals = Sums.of(outcome, horizon)
            services.append(service_figures(outcome, horizon))
            intervals.append(interval_figures(outcome, totals, horizon))
            points.append(weak_points(outcome, totals, horizon))
        runs.append(replication_figures(outlet, outcomes))
        progress.report("rehearsal", number / len(cast.outlets))
    return Rehearsal(
        services=_joined(services, SERVICES),
        intervals=_joined(intervals, INTERVALS),
        weak_points=ranked(_joined(points, WEAK_POINTS)),
        replications=_joined(runs, REPLICATIONS),
        count=replications,
        seed=seed,
    )


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(columns))
