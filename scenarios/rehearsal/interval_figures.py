"""A pool interval by interval: sums by replication, from which figures and weak points are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.statistics import ratio

INTERVALS = (
    "outlet",
    "pool",
    "start",
    "arrivals",
    "on_duty",
    "wait_minutes",
    "within",
    "within_low",
    "within_high",
    "occupancy",
    "occupancy_low",
    "occupancy_high",
    "queue",
    "queue_low",
    "queue_high",
)


@dataclass(frozen=True)
class Sums:
    """Sums by replication and interval of arrival, shape (replications, intervals).

    Of immediate customers where the pool has immediate services, of its deferred jobs otherwise: hours until a
    complaint is settled say nothing about a queue.

    Attributes
    ----------
    arrivals, wait, within, work
        Number, minutes waited, number within their promise's minutes, minutes of handling.
    shares, shares_kept, shares_due
        Of those promised a share: number, number within, and sum of the shares promised.
    means_wait, means_due
        Of those promised a mean wait: minutes waited, and sum of the minutes promised.
    """

    arrivals: Floats
    wait: Floats
    within: Floats
    work: Floats
    shares: Floats
    shares_kept: Floats
    shares_due: Floats
    means_wait: Floats
    means_due: Floats

    @classmethod
    def of(cls, cells: Cells, services: pd.DataFrame) -> Sums:
        """All sums of one pool."""
        immediate = (services["kind"] == "immediate").to_numpy()
        shown = immediate if immediate.any() else ~immediate
        by_mean = np.asarray(services["promise"] == "mean_wait", dtype=np.float64)[shown]
        share = services["promise_share"].fillna(1.0).to_numpy(np.float64)[shown]
        minutes = services["promise_minutes"].to_numpy(np.float64)[shown]
        number, wait, within = cells.judged[shown], cells.judged_wait[shown], cells.within[shown]

        def total(weight: Floats, amounts: Floats) -> Floats:
            return np.tensordot(weight, amounts, axes=1)

        every, by_share = np.ones(len(by_mean)), np.asarray(1.0 - by_mean, dtype=np.float64)
        return cls(
            arrivals=total(every, number),
            wait=total(every, wait),
            within=total(every, within),
            work=total(every, cells.work[shown]),
            shares=total(by_share, number),
            shares_kept=total(by_share, within),
            shares_due=total(by_share * share, number),
            means_wait=total(by_mean, wait),
            means_due=total(by_mean * minutes, number),
        )


def interval_figures(outcome: Outcome, totals: Sums, horizon: Horizon) -> pd.DataFrame:
    """One row an open interval, as `Rehearsal.intervals` describes."""
    shown = outcome.runs.run >= 0
    arrivals, present = totals.arrivals[:, shown], outcome.present[:, shown]
    within, low, high = ratio(totals.within[:, shown], arrivals)
    busy, least_busy, most_busy = ratio(outcome.busy[:, shown], present)
    waiting = outcome.queue.sum(axis=0)[:, shown]
    queue, shortest, longest = ratio(waiting, np.full_like(waiting, horizon.grain))
    return pd.DataFrame(
        {
            "outlet": outcome.outlet,
            "pool": outcome.pool,
            "start": horizon.starts[shown],
            "arrivals": arrivals.mean(axis=0),
            "on_duty": present.mean(axis=0) / horizon.grain,
            "wait_minutes": ratio(totals.wait[:, shown], arrivals)[0],
            "within": within,
            "within_low": low.clip(0, 1),
            "within_high": high.clip(0, 1),
            "occupancy": busy,
            "occupancy_low": least_busy.clip(0, None),
            "occupancy_high": most_busy,
            "queue": queue,
            "queue_low": shortest.clip(0, None),
            "queue_high": longest,
        }
    )
