"""One outlet played, pool by pool, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.patterns import Patterns
from scenarios.rehearsal.breakdowns import draw_breakdowns
from scenarios.rehearsal.cast import Scene
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.customers import draw_customers
from scenarios.rehearsal.interval_figures import Sums, interval_figures
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.play import play_pool
from scenarios.rehearsal.presence import draw_presence
from scenarios.rehearsal.replication_figures import replication_figures
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


def play_outlet(scene: Scene, replications: int, seed: int) -> Told:
    """Play one outlet so many times. Needs nothing but the scene, so that outlets can be played side by side."""
    outlet, horizon = scene.outlet, scene.horizon
    length = float(horizon.edges[-1])
    presence = draw_presence(
        scene.windows,
        scene.desks,
        draw_breakdowns(scene.equipment, length, replications, seed),
        scene.chances,
        horizon.days,
        replications,
        seed,
        spare=max(int(scene.equipment["pieces"].sum()) - scene.desks, 0),
    )
    outcomes: list[Outcome] = []
    for pool, services in scene.services.groupby("pool"):
        rows, own = services.index.to_numpy(), services.reset_index(drop=True)
        customers = draw_customers(
            outlet, own, scene.rates[:, rows], scene.counts[:, rows], scene.surge, horizon, replications, seed
        )
        patterns = Patterns.of(scene.posts.loc[scene.posts["pool"] == pool], own["service"])
        name = str(pool)
        outcomes.append(
            play_pool(
                outlet, name, own, patterns, customers, presence.pool(name), scene.runs, horizon, replications
            )
        )
    cells = [Cells.of(outcome, horizon) for outcome in outcomes]
    totals = [Sums.of(found, outcome.services) for outcome, found in zip(outcomes, cells, strict=True)]
    pools = list(zip(outcomes, cells, totals, strict=True))
    return Told(
        services=[service_figures(outcome, found, horizon) for outcome, found, _ in pools],
        intervals=[interval_figures(outcome, total, horizon) for outcome, _, total in pools],
        service_intervals=[service_intervals(outcome, found, horizon) for outcome, found, _ in pools],
        weak_points=[weak_points(outcome, total, horizon) for outcome, _, total in pools],
        replications=replication_figures(outlet, outcomes, cells),
    )
