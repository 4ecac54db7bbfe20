"""What forecasting takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.grid import TimeGrid

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
RANGES = {"low_95": 0.025, "low_80": 0.1, "high_80": 0.9, "high_95": 0.975}
"""Edges of the ranges that are shown, by column."""


def quantile_name(kind: str, probability: float) -> str:
    """The column of a quantile of rates (r) or counts (q), such as q05."""
    return f"{kind}{round(probability * 100):02d}"


@dataclass(frozen=True)
class ForecastProblem:
    """Demand history, calendar and opening hours; labels are outlet, service, start.

    Attributes
    ----------
    history
        outlet, service, start (zone-aware interval start), count (float, NaN where not known). One row for
        every interval in which the outlet was open, and none for the others: closed is not zero.
    daily
        outlet, service, day (naive), count: history that is known by day only, split by profile.
    opening
        outlet, start: the open intervals of the horizon. All others are exactly 0.
    days
        day (naive), holiday (name, "" for none), kind (holiday, workday = make-up workday, ordinary),
        announced (False where make-up days of that year are not known yet). Covers history and horizon with
        30 days on both sides.
    events
        outlet, day, kind: the organisation's own events, one row an outlet and day.
    outlets
        outlet, kind, region.
    weekend
        Weekdays (0 = Monday) that are days off.
    paths
        Number of joint sample paths.
    regressors
        regressor, outlet ("" for all), day, value: what else is known of days past and ahead, such as the weather;
        None for nothing. One without all values of the horizon is left out, see `forecast.regressors`.
    """

    history: pd.DataFrame
    daily: pd.DataFrame
    opening: pd.DataFrame
    days: pd.DataFrame
    events: pd.DataFrame
    outlets: pd.DataFrame
    grid: TimeGrid
    first_day: pd.Timestamp
    horizon: int
    weekend: tuple[int, ...] = (5, 6)
    paths: int = 50
    seed: int = 0
    regressors: pd.DataFrame | None = None


@dataclass(frozen=True)
class Paths:
    """Joint sample paths: what may come, all outlets and intervals together.

    Attributes
    ----------
    series
        outlet, service: one row a series, in the order of the second axis.
    starts
        Interval starts, in the order of the third axis.
    rates
        Expected arrivals an interval, shape (paths, series, intervals), float32.
    counts
        Arrivals drawn from the rates (negative binomial), same shape, int32.
    """

    series: pd.DataFrame
    starts: pd.DatetimeIndex
    rates: npt.NDArray[np.float32]
    counts: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Forecast:
    """Mean, ranges and sample paths of demand, with the evidence for them.

    Attributes
    ----------
    intervals
        outlet, service, start, open (bool), mean, and the quantiles of the *rate* r05 .. r95 and of the
        *count* q05 .. q95 (columns by `QUANTILES`); exactly 0 where closed.
    days
        outlet, service, day, mean, and count quantiles q05 .. q95. Where planners may have adjusted the forecast,
        intervals and days have model_mean beside mean: the mean without their adjustments.
    paths
        Joint sample paths of rates and counts.
    effects
        group (kind of outlet or "all"), service ("" for all), effect (holiday name, weekday, month, event
        kind), family (weekday, season, holiday, event), lift (0.62 = +62%), error (standard error of the
        lift), days (how many days of history show it).
    peaks
        outlet, first_day, last_day, name, lift over an ordinary day: peak days in the horizon.
    evidence
        outlet, service, origin (naive day), model (ours, seasonal_naive), actual, error (sums of daily
        counts and of absolute daily errors), scale (mean absolute weekly difference of the history).
    notes
        outlet, service, code, detail: how a series was treated when not in the ordinary way (short, sparse,
        zero, capped, daily split), regressors that were left out, and years whose make-up workdays are not
        announced.
    """

    intervals: pd.DataFrame
    days: pd.DataFrame
    paths: Paths
    effects: pd.DataFrame
    peaks: pd.DataFrame
    evidence: pd.DataFrame
    notes: pd.DataFrame
    seed: int
