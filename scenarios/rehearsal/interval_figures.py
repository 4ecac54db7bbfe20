"""A pool interval by interval: sums by replication, from which figures and weak points are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.statistics import ratio, sums

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
    "queue",
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
    def of(cls, outcome: Outcome, horizon: Horizon) -> Sums:
        """All sums of one pool."""
        people, services = outcome.customers, outcome.services
        immediate = (services["kind"] == "immediate").to_numpy()
        shown = immediate[people.service] if immediate.any() else outcome.fate.counted
        keys = (people.replication[shown], people.interval[shown])
        service, wait, within = people.service[shown], outcome.fate.wait[shown], outcome.fate.within[shown] * 1.0
        by_mean = (services["promise"] == "mean_wait").to_numpy()[service] * 1.0
        share = services["promise_share"].fillna(1.0).to_numpy(np.float64)[service]
        minutes = services["promise_minutes"].to_numpy(np.float64)[service]
        amounts = (
            np.ones(len(wait)),
            wait,
            within,
            people.handling[shown],
            1.0 - by_mean,
            (1.0 - by_mean) * within,
            (1.0 - by_mean) * share,
            by_mean * wait,
            by_mean * minutes,
        )
        return cls(*(sums((outcome.replications, horizon.count), keys, amount) for amount in amounts))


def interval_figures(outcome: Outcome, totals: Sums, horizon: Horizon) -> pd.DataFrame:
    """One row an open interval, as `Rehearsal.intervals` describes."""
    within, low, high = ratio(totals.within, totals.arrivals)
    present = outcome.present.mean(axis=0)
    busy = outcome.busy.mean(axis=0)
    shown = outcome.runs.run >= 0
    return pd.DataFrame(
        {
            "outlet": outcome.outlet,
            "pool": outcome.pool,
            "start": horizon.starts[shown],
            "arrivals": totals.arrivals.mean(axis=0)[shown],
            "on_duty": present[shown] / horizon.grain,
            "wait_minutes": ratio(totals.wait, totals.arrivals)[0][shown],
            "within": within[shown],
            "within_low": low[shown].clip(0, 1),
            "within_high": high[shown].clip(0, 1),
            "occupancy": np.divide(busy, present, out=np.full(len(busy), np.nan), where=present > 0)[shown],
            "queue": outcome.queue.mean(axis=0)[shown] / horizon.grain,
        }
    )
