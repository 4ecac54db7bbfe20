"""Each promise of an outlet, measured as it was made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.statistics import ratio, sums

_ROUNDING = 1e-9


SERVICES = (
    "outlet",
    "service",
    "promise",
    "target",
    "achieved",
    "achieved_low",
    "achieved_high",
    "kept",
    "periods_kept",
    "wait_minutes",
    "wait_low",
    "wait_high",
    "wait_p50",
    "wait_p90",
    "arrivals",
    "served",
    "lost",
)


def service_figures(outcome: Outcome, horizon: Horizon) -> pd.DataFrame:
    """One row a service, as `Rehearsal.services` describes.

    A mean-wait promise is measured on the mean wait of all arrivals (of those who leave, their patience); the
    others on the share within the minutes, in which those who leave are not. It is kept when it holds, on the
    mean over replications, in every period in which anybody came.
    """
    people, services = outcome.customers, outcome.services
    shape = (outcome.replications, len(services))
    keys = (people.replication, people.service)
    arrivals, served, lost = (
        sums(shape, keys, w) for w in (None, outcome.fate.served * 1.0, outcome.fate.lost * 1.0)
    )
    waits, wait_low, wait_high = ratio(sums(shape, keys, outcome.fate.wait), arrivals)
    by_mean = (services["promise"] == "mean_wait").to_numpy()
    measure = _measure(outcome, by_mean)
    counted = sums(shape, keys, outcome.fate.counted * 1.0)
    achieved, low, high = ratio(sums(shape, keys, measure), counted)
    share = services["promise_share"].fillna(1.0).to_numpy(np.float64)
    target = np.where(by_mean, services["promise_minutes"].to_numpy(np.float64), share)
    kept = [
        _periods_kept(outcome, measure, row, by_mean[row], target[row], horizon) for row in range(len(services))
    ]
    own = [outcome.fate.wait[people.service == row] for row in range(len(services))]
    median, ninety = (
        [float(np.quantile(waits_of, q)) if len(waits_of) else np.nan for waits_of in own] for q in (0.5, 0.9)
    )
    return pd.DataFrame(
        {
            "outlet": outcome.outlet,
            "service": services["service"],
            "promise": services["promise"],
            "target": target,
            "achieved": achieved,
            "achieved_low": low,
            "achieved_high": high,
            "kept": [each == 1.0 for each in kept],
            "periods_kept": kept,
            "wait_minutes": waits,
            "wait_low": wait_low,
            "wait_high": wait_high,
            "wait_p50": median,
            "wait_p90": ninety,
            "arrivals": arrivals.mean(axis=0),
            "served": served.mean(axis=0),
            "lost": lost.mean(axis=0),
        }
    )


def _measure(outcome: Outcome, by_mean: np.ndarray) -> Floats:
    """What each customer adds to its promise's measure: its wait, or 1 when within."""
    amount = np.where(by_mean[outcome.customers.service], outcome.fate.wait, outcome.fate.within)
    return np.where(outcome.fate.counted, amount, 0.0)


def _periods_kept(
    outcome: Outcome, measure: Floats, row: int, by_mean: bool, target: float, horizon: Horizon
) -> float:
    """Share of the periods with arrivals in which one service's promise holds; 1 when nobody came at all."""
    own = (outcome.customers.service == row) & outcome.fate.counted
    period = _period(str(outcome.services["promise_period"].iloc[row]), horizon)[outcome.customers.interval[own]]
    count = np.bincount(period)
    met = count > 0
    value = np.bincount(period, measure[own])[met] / count[met]
    held = value <= target + _ROUNDING if by_mean else value >= target - _ROUNDING
    return float(held.mean()) if len(held) else 1.0


def _period(name: str, horizon: Horizon) -> Ints:
    """Number of the period in which each interval of the horizon lies."""
    if name == "interval":
        return np.arange(horizon.count)
    if name == "day":
        return horizon.day
    months = (horizon.days.year * 12 + horizon.days.month).to_numpy(np.int64)
    month: Ints = (months - months.min())[horizon.day]
    return month
