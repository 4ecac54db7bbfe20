"""Each service interval by interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.service_figures import holds, targets
from scenarios.rehearsal.statistics import ratio

SERVICE_INTERVALS = (
    "outlet",
    "service",
    "start",
    "arrivals",
    "wait_minutes",
    "wait_low",
    "wait_high",
    "wait_p50",
    "wait_p90",
    "within",
    "within_low",
    "within_high",
    "kept",
    "lost_share",
    "lost_low",
    "lost_high",
    "queue",
    "queue_low",
    "queue_high",
    "backlog",
    "oldest_minutes",
    "oldest_worst",
)


def service_intervals(outcome: Outcome, cells: Cells, horizon: Horizon) -> pd.DataFrame:
    """One row a service and open interval, as `Rehearsal.service_intervals` describes."""
    services = outcome.services
    shown = outcome.runs.run >= 0
    by_mean, target = (services["promise"] == "mean_wait").to_numpy(), targets(services)
    wait_p50, wait_p90 = (each[:, shown] for each in _quantiles(outcome, horizon, (0.5, 0.9)))
    frames = []
    for row, service in enumerate(services["service"]):
        arrivals, judged = cells.arrivals[row][:, shown], cells.judged[row][:, shown]
        wait = ratio(cells.wait[row][:, shown], arrivals)
        within = ratio(cells.within[row][:, shown], judged)
        lost = ratio(cells.lost[row][:, shown], arrivals)
        waiting = outcome.queue[row][:, shown]
        queue = ratio(waiting, np.full_like(waiting, horizon.grain))
        jobs, oldest = outcome.backlog.jobs[row][:, shown], outcome.backlog.oldest[row][:, shown]
        deferred = services["kind"].iloc[row] == "deferred"
        measure = ratio(cells.judged_wait[row][:, shown], judged)[0] if by_mean[row] else within[0]
        frames.append(
            pd.DataFrame(
                {
                    "outlet": outcome.outlet,
                    "service": service,
                    "start": horizon.starts[shown],
                    "arrivals": arrivals.mean(axis=0),
                    **_with_ends("wait", "wait_minutes", wait, np.inf),
                    "wait_p50": wait_p50[row],
                    "wait_p90": wait_p90[row],
                    **_with_ends("within", "within", within, 1.0),
                    "kept": holds(measure, target[row], by_mean[row]),
                    **_with_ends("lost", "lost_share", lost, 1.0),
                    **{
                        name: np.nan if deferred else part
                        for name, part in _with_ends("queue", "queue", queue).items()
                    },
                    "backlog": jobs.mean(axis=0) if deferred else np.nan,
                    "oldest_minutes": oldest.mean(axis=0) if deferred else np.nan,
                    "oldest_worst": oldest.max(axis=0) if deferred else np.nan,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _with_ends(
    name: str, mean: str, figures: tuple[Floats, Floats, Floats], most: float = np.inf
) -> dict[str, Floats]:
    """A mean and the ends of its interval, within what is possible, as columns."""
    value, low, high = figures
    return {mean: value, f"{name}_low": low.clip(0.0, most), f"{name}_high": high.clip(0.0, most)}


def _quantiles(outcome: Outcome, horizon: Horizon, shares: tuple[float, ...]) -> list[Floats]:
    """Quantiles of the waits by service and interval: the least wait that at least such a share do not exceed.

    All waits are sorted at once as whole numbers: the cell above, below the bits of the wait in single precision,
    whose order is that of the waits since none is negative.
    """
    people, cells = outcome.customers, len(outcome.services) * horizon.count
    cell = people.service * horizon.count + people.interval
    bits = np.maximum(outcome.fate.wait, 0.0).astype(np.float32).view(np.uint32)
    waits = (np.sort((cell.astype(np.uint64) << np.uint64(32)) | bits) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    count = np.bincount(cell, minlength=cells)
    first = np.cumsum(count) - count
    found = []
    for share in shares:
        quantile = np.full(cells, np.nan)
        some = count > 0
        place = first[some] + np.ceil(share * count[some] - 1e-9).astype(np.int64) - 1
        quantile[some] = waits[place].view(np.float32)
        found.append(quantile.reshape(len(outcome.services), horizon.count))
    return found
