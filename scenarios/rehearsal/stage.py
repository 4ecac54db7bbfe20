"""One outlet played, pool by pool, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.queueing import priorities
from optimize.queueing.known_lanes import KnownLanes
from optimize.queueing.priorities import Serve
from scenarios.rehearsal.breakdowns import draw_breakdowns
from scenarios.rehearsal.cast import Scene
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.customers import draw_customers
from scenarios.rehearsal.interval_figures import Sums, interval_figures
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.play import play_pool
from scenarios.rehearsal.presence import Presence, draw_presence, who_come
from scenarios.rehearsal.replication_figures import replication_figures
from scenarios.rehearsal.reserve import called_at, calls_told, reinforced
from scenarios.rehearsal.self_service import turned_away
from scenarios.rehearsal.service_figures import service_figures
from scenarios.rehearsal.service_intervals import service_intervals
from scenarios.rehearsal.weak_points import weak_points


@dataclass(frozen=True)
class Told:
    """The frames of `Rehearsal` for one outlet; those of its pools one after the other."""

    services: list[pd.DataFrame]
    intervals: list[pd.DataFrame]
    service_intervals: list[pd.DataFrame]
    weak_points: list[pd.DataFrame]
    replications: pd.DataFrame
    calls: pd.DataFrame


def play_outlet(scene: Scene, replications: int, seed: int, known: KnownLanes | None = None) -> Told:
    """Play one outlet so many times. Needs nothing but the scene, so that outlets can be played side by side.

    What is `known` of a run of opening in which the same customers met the same people is not played again.
    """
    horizon = scene.horizon
    if known is None and len(scene.standby):
        known = KnownLanes()
    outcomes, calls = _with_reserve(scene, replications, seed, priorities.serve if known is None else known.serve)
    cells = [Cells.of(outcome, horizon) for outcome in outcomes]
    totals = [Sums.of(found, outcome.services) for outcome, found in zip(outcomes, cells, strict=True)]
    pools = list(zip(outcomes, cells, totals, strict=True))
    return Told(
        services=[service_figures(outcome, found, horizon) for outcome, found, _ in pools],
        intervals=[interval_figures(outcome, total, horizon) for outcome, _, total in pools],
        service_intervals=[service_intervals(outcome, found, horizon) for outcome, found, _ in pools],
        weak_points=[weak_points(outcome, total, horizon) for outcome, _, total in pools],
        replications=replication_figures(scene.outlet, outcomes, cells),
        calls=calls,
    )


def _with_reserve(scene: Scene, replications: int, seed: int, serve: Serve) -> tuple[list[Outcome], pd.DataFrame]:
    """All pools played; where people stand by, once more with those who were called. And the calls."""
    horizon = scene.horizon
    breakdowns = draw_breakdowns(scene.equipment, float(horizon.edges[-1]), replications, seed)
    spare = max(int(scene.equipment["pieces"].sum()) - scene.desks, 0)
    presence = draw_presence(
        scene.windows, scene.desks, breakdowns, scene.chances, horizon.days, replications, seed, spare
    )
    outcomes = _played(scene, presence, replications, seed, serve)
    calls = np.full((replications, len(horizon.days)), np.inf)
    if len(scene.standby):
        calls = called_at(outcomes, horizon, replications)
        comes = who_come(scene.standby, scene.chances, horizon.days, replications, seed)
        presence = reinforced(presence, scene.standby, comes, calls, horizon, scene.desks, breakdowns, spare)
        if np.isfinite(calls).any():
            outcomes = _played(scene, presence, replications, seed, serve)
    return outcomes, calls_told(scene.outlet, scene.standby, presence, calls, horizon)


def _played(scene: Scene, presence: Presence, replications: int, seed: int, serve: Serve) -> list[Outcome]:
    """Each pool with the people who are there."""
    outlet, horizon = scene.outlet, scene.horizon
    outcomes: list[Outcome] = []
    more = turned_away(scene.self_service, scene.services, horizon, replications, seed)
    for pool, services in scene.services.groupby("pool"):
        rows, own = services.index.to_numpy(), services.reset_index(drop=True)
        customers = draw_customers(
            outlet,
            own,
            scene.rates[:, rows],
            scene.counts[:, rows],
            scene.surge,
            horizon,
            replications,
            seed,
            more[:, rows],
        )
        patterns = Patterns.of(scene.posts.loc[scene.posts["pool"] == pool], own["service"])
        name = str(pool)
        outcomes.append(
            play_pool(
                outlet,
                name,
                own,
                patterns,
                customers,
                presence.pool(name),
                scene.runs,
                horizon,
                replications,
                serve,
            )
        )
    return outcomes
