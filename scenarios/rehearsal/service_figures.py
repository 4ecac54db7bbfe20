"""Each promise of an outlet, measured as it was made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints, Mask
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.statistics import ratio

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
    "lost_share",
    "lost_low",
    "lost_high",
    "oldest_worst",
)


def service_figures(outcome: Outcome, cells: Cells, horizon: Horizon) -> pd.DataFrame:
    """One row a service, as `Rehearsal.services` describes.

    A mean-wait promise is measured on the mean wait of all arrivals (of those who leave, their patience); the
    others on the share within the minutes, in which those who leave are not. It is kept when it holds, on the
    mean over replications, in every period in which anybody came.
    """
    services, service = outcome.services, outcome.customers.service
    arrivals, served, lost = (amount.sum(axis=2).T for amount in (cells.arrivals, cells.served, cells.lost))
    waits, wait_low, wait_high = ratio(cells.wait.sum(axis=2).T, arrivals)
    gone, gone_low, gone_high = ratio(lost, arrivals)
    by_mean = (services["promise"] == "mean_wait").to_numpy()
    measure = np.where(by_mean[:, None, None], cells.judged_wait, cells.within)
    achieved, low, high = ratio(measure.sum(axis=2).T, cells.judged.sum(axis=2).T)
    target = targets(services)
    periods = _periods_kept(measure.sum(axis=1), cells.judged.sum(axis=1), services, by_mean, target, horizon)
    own = [outcome.fate.wait[service == row] for row in range(len(services))]
    quantiles = np.array([np.quantile(each, (0.5, 0.9)) if len(each) else (np.nan, np.nan) for each in own])
    return pd.DataFrame(
        {
            "outlet": outcome.outlet,
            "service": services["service"],
            "promise": services["promise"],
            "target": target,
            "achieved": achieved,
            "achieved_low": low.clip(0, None),
            "achieved_high": np.where(by_mean, high, high.clip(0, 1)),
            "kept": [each == 1.0 for each in periods],
            "periods_kept": periods,
            "wait_minutes": waits,
            "wait_low": wait_low.clip(0, None),
            "wait_high": wait_high,
            "wait_p50": quantiles[:, 0],
            "wait_p90": quantiles[:, 1],
            "arrivals": arrivals.mean(axis=0),
            "served": served.mean(axis=0),
            "lost": lost.mean(axis=0),
            "lost_share": gone,
            "lost_low": gone_low.clip(0, 1),
            "lost_high": gone_high.clip(0, 1),
            "oldest_worst": np.where(
                services["kind"] == "deferred", outcome.backlog.oldest.max(axis=(1, 2)), np.nan
            ),
        }
    )


def targets(services: pd.DataFrame) -> Floats:
    """What each service promises: minutes of mean wait, or a share."""
    share = services["promise_share"].fillna(1.0).to_numpy(np.float64)
    minutes = services["promise_minutes"].to_numpy(np.float64)
    return np.where(services["promise"] == "mean_wait", minutes, share)


def holds(value: Floats, target: Floats, by_mean: Mask) -> Mask:
    """Whether measures keep their promises, up to rounding; NaN where there is nothing to measure is kept."""
    kept: Mask = np.where(by_mean, value <= target + _ROUNDING, value >= target - _ROUNDING) | np.isnan(value)
    return kept


def _periods_kept(
    measure: Floats, judged: Floats, services: pd.DataFrame, by_mean: Mask, target: Floats, horizon: Horizon
) -> list[float]:
    """Share of the periods with arrivals in which each service's promise holds; 1 when nobody came at all."""
    shares = []
    for row, name in enumerate(services["promise_period"]):
        period = _period(str(name), horizon)
        count = np.bincount(period, judged[row])
        met = count > 0
        value = np.bincount(period, measure[row])[met] / count[met]
        shares.append(float(holds(value, target[row], by_mean[row]).mean()) if met.any() else 1.0)
    return shares


def _period(name: str, horizon: Horizon) -> Ints:
    """Number of the period in which each interval of the horizon lies."""
    if name == "interval":
        return np.arange(horizon.count)
    if name == "day":
        return horizon.day
    months = (horizon.days.year * 12 + horizon.days.month).to_numpy(np.int64)
    month: Ints = (months - months.min())[horizon.day]
    return month
