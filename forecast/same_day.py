"""Once part of a day is known, the rest of it is foreseen anew.

What a forecast leaves open about a day is, above all, its level: `day_factor` learns it from the first part. How
uncertain the level was and how counts scatter within the day, the forecast itself tells: by the rate's 80 % range
and by its sample paths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast import negative_binomial
from forecast.arrays import Array, Flags, Ints
from forecast.day_factor import DayFactor, path_excess, rest_excess, update_factor
from forecast.history import SERIES
from forecast.spread import RANGE
from forecast.values import QUANTILES, Forecast, quantile_name
from quarterhour.grid import TimeGrid
from quarterhour.labels import LabelError, require_columns, require_unique


@dataclass(frozen=True)
class SameDay:
    """The rest of a day, foreseen from its first part.

    Attributes
    ----------
    intervals
        outlet, service, start, open, mean, quantiles of the rate r05 .. r95 and of the count q05 .. q95, and
        mean_before (what was expected at first): the intervals that have not ended, as `Forecast.intervals`.
    days
        outlet, service, day, counted (customers of the ended intervals that are known), expected (of these
        intervals, at first), factor (the day's, as it is expected now), rest_before, rest (customers still to
        come, as expected at first and now) and the rest's count quantiles q05 .. q95.
    """

    intervals: pd.DataFrame
    days: pd.DataFrame


def update_day(forecast: Forecast, counted: pd.DataFrame, now: pd.Timestamp, grid: TimeGrid) -> SameDay:
    """The rest of the business day of `now`.

    Parameters
    ----------
    forecast
        One that has this day, made before it began.
    counted
        outlet, service, start, count (NaN where not known): what came so far. Intervals that have not ended by
        `now` are left out, as are those of other days and those that the forecast has as closed.
    now
        Zone-aware.

    Raises
    ------
    LabelError
        When `now` has no zone, its day is not in the forecast, or a label of `counted` is not or stands twice.
    """
    if now.tzinfo is None:
        raise LabelError(f"now: {now} carries no time zone.\nMaybe localise it with the network's.")
    today = _today(forecast, now, grid)
    means = _block(forecast, today["mean"], today)
    ended = (_starts(today) + pd.Timedelta(minutes=grid.grain)) <= now
    counts = np.where(ended, _counts(counted, forecast, _starts(today)), np.nan)
    counts = np.where(means > 0, counts, np.nan)
    excess = path_excess(forecast.paths)
    factor = update_factor(means, counts, _rate_variance(forecast, today), excess)
    rest = np.where(ended, 0.0, means)
    return SameDay(
        _intervals(forecast.paths.series, today, rest, factor, excess, ended),
        _days(forecast.paths.series, _day(now, grid), means, counts, rest, factor, excess),
    )


def _day(now: pd.Timestamp, grid: TimeGrid) -> pd.Timestamp:
    return pd.Timestamp(grid.business_day(pd.DatetimeIndex([now]))[0])


def _today(forecast: Forecast, now: pd.Timestamp, grid: TimeGrid) -> pd.DataFrame:
    """The forecast's intervals of the business day of `now`."""
    day = _day(now, grid)
    rows = forecast.intervals
    today = rows[np.asarray(grid.business_day(pd.DatetimeIndex(rows["start"])) == day)]
    if today.empty:
        raise LabelError(f"the forecast has no {day.date()}.\nMaybe make one that begins on this day.")
    return today.reset_index(drop=True)


def _starts(today: pd.DataFrame) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(today["start"].drop_duplicates().sort_values())


def _block(forecast: Forecast, values: pd.Series, today: pd.DataFrame) -> Array:
    """A column of the day's intervals as (series, intervals), in the order of the paths' series."""
    rows, columns = _places(today, forecast, _starts(today))
    block = np.zeros((len(forecast.paths.series), len(_starts(today))))
    block[rows, columns] = values.to_numpy(dtype=np.float64)
    return block


def _places(frame: pd.DataFrame, forecast: Forecast, starts: pd.DatetimeIndex) -> tuple[Ints, Ints]:
    """Row and column of each label; a column of -1 for a start of another day."""
    series = pd.MultiIndex.from_frame(forecast.paths.series[SERIES])
    rows = series.get_indexer(pd.MultiIndex.from_frame(frame[SERIES])).astype(np.int64)
    if (rows < 0).any():
        outlet, service = frame[SERIES].iloc[int(np.argmin(rows))]
        raise LabelError(f"the forecast has no series {outlet}/{service}.")
    return rows, starts.get_indexer(pd.DatetimeIndex(frame["start"])).astype(np.int64)


def _counts(counted: pd.DataFrame, forecast: Forecast, starts: pd.DatetimeIndex) -> Array:
    require_columns(counted, [*SERIES, "start", "count"], "counted today")
    require_unique(counted, [*SERIES, "start"], "counted today")
    counts = np.full((len(forecast.paths.series), len(starts)), np.nan)
    if len(counted):
        rows, columns = _places(counted, forecast, starts)
        here = columns >= 0
        counts[rows[here], columns[here]] = counted["count"].to_numpy(dtype=np.float64)[here]
    return counts


def _rate_variance(forecast: Forecast, today: pd.DataFrame) -> Array:
    """Variance of the day's rate relative to its squared mean, by the middle 80 % of the rate; 0 where closed."""
    opened = today[(today["mean"] > 0) & (today["r10"] > 0)]
    width = np.log(opened["r90"].to_numpy(dtype=float) / opened["r10"].to_numpy(dtype=float))
    by_series = opened[SERIES].assign(sigma=width / RANGE).groupby(SERIES)["sigma"].median()
    sigma = by_series.reindex(pd.MultiIndex.from_frame(forecast.paths.series[SERIES])).fillna(0.0)
    variance: Array = np.expm1(sigma.to_numpy(dtype=float) ** 2)
    return variance


def _intervals(
    series: pd.DataFrame, today: pd.DataFrame, rest: Array, factor: DayFactor, excess: Array, ended: Flags
) -> pd.DataFrame:
    starts = _starts(today)[~ended]
    before = rest[:, ~ended]
    mean, scatter = factor.mean[:, None] * before, rest_excess(rest, factor, excess)[0]
    opened = today.set_index([*SERIES, "start"])["open"]
    frame = series[SERIES].loc[series.index.repeat(len(starts))].reset_index(drop=True)
    frame["start"] = starts[np.tile(np.arange(len(starts)), len(series))]
    frame["open"] = opened.reindex(pd.MultiIndex.from_frame(frame)).to_numpy(dtype=bool)
    rates = {quantile_name("r", q): (factor.quantile(q)[:, None] * before).ravel() for q in QUANTILES}
    counts = {
        quantile_name("q", q): negative_binomial.quantile(np.array(q), mean, scatter).ravel() for q in QUANTILES
    }
    return frame.assign(mean=mean.ravel(), **rates, **counts, mean_before=before.ravel())


def _days(
    series: pd.DataFrame,
    day: pd.Timestamp,
    means: Array,
    counts: Array,
    rest: Array,
    factor: DayFactor,
    excess: Array,
) -> pd.DataFrame:
    known = np.isfinite(counts)
    still = factor.mean * rest.sum(1)
    scatter = rest_excess(rest, factor, excess)[1]
    quantiles = {quantile_name("q", q): negative_binomial.quantile(np.array(q), still, scatter) for q in QUANTILES}
    return series[SERIES].assign(
        day=day,
        counted=np.where(known, counts, 0.0).sum(1),
        expected=np.where(known, means, 0.0).sum(1),
        factor=factor.mean,
        rest_before=rest.sum(1),
        rest=still,
        **quantiles,
    )
