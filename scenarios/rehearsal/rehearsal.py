"""The roster played forward, outlet by outlet, many times over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pandas as pd

from quarterhour.cache import Cache, each_made
from quarterhour.processes import Task, delayed, side_by_side
from quarterhour.progress import Progress
from scenarios.rehearsal.cast import Cast
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.interval_figures import INTERVALS
from scenarios.rehearsal.known import Kept, play_kept
from scenarios.rehearsal.problem import RehearsalProblem
from scenarios.rehearsal.replication_figures import REPLICATIONS
from scenarios.rehearsal.reserve import CALLS
from scenarios.rehearsal.service_figures import SERVICES
from scenarios.rehearsal.service_intervals import SERVICE_INTERVALS
from scenarios.rehearsal.stage import Told
from scenarios.rehearsal.values import Rehearsal
from scenarios.rehearsal.weak_points import WEAK_POINTS, ranked

WORTH_A_PROCESS = 300_000
"""Customers in all; fewer are played sooner than a second process starts."""


def rehearse(
    problem: RehearsalProblem,
    *,
    replications: int,
    seed: int,
    processes: int = 1,
    progress: Progress | None = None,
    cache: Cache | None = None,
    keeps: bool = False,
) -> Rehearsal:
    """Play the roster so many times against sampled arrivals, handling times, patience, absence and breakdowns.

    Semantics are those of `queueing.priorities` (people with on-windows take services in their post's order,
    first come first served within a service, customers in hand are finished, people on duty at closing serve
    all who came) and `play.play_pool` (deferred work in idle time). Draws are seeded by outlet and what is
    drawn, so that results depend neither on the order of the work nor on the number of processes, and two
    plans meet the same customers. People on standby are called when a promise is seen to fail (`reserve`). A
    stop keeps the outlets played so far. What a `cache` holds is not played again: outlets,
    and runs of opening in which the same customers meet the same people, which are kept where it `keeps` them.

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
    cast = Cast.of(problem, Horizon.of(problem.grid, problem.first_day, problem.days))
    told: list[Told] = []
    busiest_first = cast.busiest_first
    for one in _told(cast, busiest_first, replications, seed, processes, progress, cache, keeps):
        told.append(one)
        progress.report("rehearsal", len(told) / len(cast.outlets))
        if progress.stopped:
            break
    told = [one for _, one in sorted(zip(busiest_first, told, strict=False), key=lambda each: each[0])]
    return Rehearsal(
        services=_joined([frame for one in told for frame in one.services], SERVICES),
        intervals=_joined([frame for one in told for frame in one.intervals], INTERVALS),
        service_intervals=_joined([frame for one in told for frame in one.service_intervals], SERVICE_INTERVALS),
        weak_points=ranked(_joined([frame for one in told for frame in one.weak_points], WEAK_POINTS)),
        replications=_joined([one.replications for one in told], REPLICATIONS),
        calls=_joined([one.calls for one in told], CALLS),
        count=replications,
        seed=seed,
    )


def _told(
    cast: Cast,
    outlets: list[str],
    replications: int,
    seed: int,
    processes: int,
    progress: Progress,
    cache: Cache | None,
    keeps: bool,
) -> Iterator[Told]:
    """What each outlet tells, in their order; scenes played before, by the same people, are not played again."""
    if progress.stopped:
        return

    def run(missing: Iterator[int] | None) -> Iterator[Told]:
        chosen = iter(outlets) if missing is None else (outlets[number] for number in missing)
        return _played(cast, chosen, replications, seed, processes, cache, keeps)

    contents = ((cast.scene(outlet), replications, seed) for outlet in outlets)
    yield from each_made(cache, "rehearsal", contents, run)


def _played(
    cast: Cast,
    outlets: Iterator[str],
    replications: int,
    seed: int,
    processes: int,
    cache: Cache | None,
    keeps: bool,
) -> Iterator[Told]:
    """In as many processes as they are worth; they begin once that is known, and not when all outlets are."""
    first, customers = list[str](), 0.0
    for outlet in outlets:
        first.append(outlet)
        customers += cast.customers[outlet] * replications
        if len(first) > 1 and customers >= WORTH_A_PROCESS:
            break
    else:
        processes = 1

    def played(outlet: str) -> Task:
        scene = cast.scene(outlet)
        kept = Kept.of(scene, replications, seed, cache, keeps=keeps)
        return delayed(play_kept)(scene, replications, seed, kept)

    yield from side_by_side(map(played, chain(first, outlets)), processes)


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(columns))
