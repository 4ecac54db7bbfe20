"""Steps from the forecast of history to the demand that people have to serve; `demanding` puts them in order.

Here: factors, deflection to self-service where a history is gross, customers known ahead. Means, ranges and
sample paths move together, so that requirement and rehearsal see the same demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.values import QUANTILES, Forecast, Paths
from quarterhour.arrays import Mask
from quarterhour.grid import TimeGrid
from quarterhour.labels import attach
from quarterhour.seeds import generator
from scenarios.network.model import Network
from scenarios.premises import DemandFactor

RATES = [f"r{round(q * 100):02d}" for q in QUANTILES]
COUNTS = [f"q{round(q * 100):02d}" for q in QUANTILES]
MODEL_MEAN = "model_mean"
"""The mean had no planner adjusted it; moved along with `mean` by everything else."""
Array = npt.NDArray[np.float64]


def scaled(forecast: Forecast, factors: Sequence[DemandFactor], grid: TimeGrid) -> Forecast:
    """The forecast times all factors at once: their order does not matter, to the last draw."""
    if not factors:
        return forecast
    each = sorted((factor_by_interval(forecast, factor, grid) for factor in factors), key=lambda a: a.tobytes())
    return times(forecast, np.prod(each, axis=0), grid)


def net(forecast: Forecast, network: Network, grid: TimeGrid) -> Forecast:
    """Gross histories less what self-service contains: x (1 - routine share x contained share)."""
    services = network.table("services")
    gross = services["history_is"] == "gross"
    contained = (services["routine_share"] * services["contained_share"]).where(gross, 0.0).fillna(0.0)
    if not (contained > 0).any():
        return forecast
    shares = pd.DataFrame({"service": services["service"], "factor": 1.0 - contained.astype(float)})
    factor = attach(forecast.intervals[["service"]], shares, ["service"], "services")["factor"]
    return times(forecast, factor.to_numpy(dtype=float), grid)


def with_appointments(forecast: Forecast, network: Network, grid: TimeGrid) -> Forecast:
    """The forecast plus customers known ahead, who are not part of the arrivals history."""
    booked = network.table("appointments")
    if booked.empty:
        return forecast
    floor = booked["start"].dt.floor(f"{grid.grain}min")
    known = booked.assign(start=floor).groupby(["outlet", "service", "start"], as_index=False)[["count"]].sum()
    rows = forecast.intervals[["outlet", "service", "start", "open"]]
    extra = rows.merge(known, on=["outlet", "service", "start"], how="left")["count"]
    added = extra.fillna(0).to_numpy(dtype=float) * rows["open"].to_numpy()
    if not added.any():
        return forecast
    intervals = forecast.intervals.copy()
    figures = [*means_of(intervals), *RATES, *COUNTS]
    intervals[figures] = intervals[figures].to_numpy() + added[:, None]
    block, paths = as_block(forecast, added), forecast.paths
    rates, counts = paths.rates.copy(), paths.counts.copy()
    series = np.flatnonzero(block.any(axis=1))
    rates[:, series] = rates[:, series] + block[series]
    counts[:, series] += np.rint(block[series]).astype(np.int32)
    moved = Paths(paths.series, paths.starts, rates, counts)
    return replace(forecast, intervals=intervals, days=day_totals(intervals, forecast.days, grid), paths=moved)


def rates(forecast: Forecast, quantile: float) -> pd.DataFrame:
    """outlet, service, start, rate: the rate's quantile that staff is planned for, open intervals only."""
    shown = forecast.intervals[forecast.intervals["open"]]
    values = shown[RATES].to_numpy(dtype=float)
    upper = int(np.clip(np.searchsorted(QUANTILES, quantile), 1, len(QUANTILES) - 1))
    low, high = QUANTILES[upper - 1], QUANTILES[upper]
    share = (quantile - low) / (high - low)
    rate = values[:, upper - 1] + np.clip(share, 0.0, 1.0) * (values[:, upper] - values[:, upper - 1])
    return shown[["outlet", "service", "start"]].assign(rate=rate).reset_index(drop=True)


def means_of(frame: pd.DataFrame) -> list[str]:
    """The columns of a forecast's frame that are means."""
    return [name for name in ("mean", MODEL_MEAN) if name in frame]


def as_block(forecast: Forecast, values: Array) -> Array:
    """A column of `forecast.intervals` as (series, intervals), in the order of the paths."""
    paths = forecast.paths
    labels = pd.MultiIndex.from_frame(paths.series[["outlet", "service"]])
    rows = labels.get_indexer(pd.MultiIndex.from_frame(forecast.intervals[["outlet", "service"]]))
    columns = paths.starts.get_indexer(pd.DatetimeIndex(forecast.intervals["start"]))
    if (rows < 0).any() or (columns < 0).any():
        raise ValueError("the forecast's paths and intervals carry different labels")
    block = np.zeros((len(paths.series), len(paths.starts)))
    block[rows, columns] = values
    return block


def as_column(forecast: Forecast, block: Array) -> Array:
    """The inverse of `as_block`."""
    labels = pd.MultiIndex.from_frame(forecast.paths.series[["outlet", "service"]])
    rows = labels.get_indexer(pd.MultiIndex.from_frame(forecast.intervals[["outlet", "service"]]))
    columns = forecast.paths.starts.get_indexer(pd.DatetimeIndex(forecast.intervals["start"]))
    values: Array = block[rows, columns]
    return values


def day_totals(intervals: pd.DataFrame, days: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """`days` with means summed anew and count quantiles moved by the same ratio."""
    day = grid.business_day(pd.DatetimeIndex(intervals["start"]))
    names, keys = means_of(intervals), ["outlet", "service", "day"]
    sums = intervals.assign(day=day).groupby(keys, as_index=False)[names].sum()
    paired = attach(days[keys], sums, keys, "days of the forecast")
    before = days["mean"].to_numpy(dtype=float)
    after = paired["mean"].to_numpy(dtype=float)
    ratio = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    moved = days.copy()
    moved[names] = paired[names].to_numpy(dtype=float)
    moved[COUNTS] = np.rint(days[COUNTS].to_numpy(dtype=float) * ratio[:, None])
    return moved


def factor_by_interval(forecast: Forecast, factor: DemandFactor, grid: TimeGrid) -> Array:
    """The factor on each row of `forecast.intervals`: 1 where it does not concern the row."""
    return np.where(concerned_by(factor, forecast.intervals, grid), factor.factor, 1.0)


def concerned_by(factor: DemandFactor, rows: pd.DataFrame, grid: TimeGrid) -> Mask:
    """Which rows (outlet, service, start) a factor concerns."""
    starts = pd.DatetimeIndex(rows["start"])
    day = grid.business_day(starts)
    concerned = np.ones(len(rows), dtype=bool)
    if factor.outlets is not None:
        concerned &= rows["outlet"].isin(factor.outlets).to_numpy()
    if factor.services is not None:
        concerned &= rows["service"].isin(factor.services).to_numpy()
    if factor.first_day is not None:
        concerned &= day >= factor.first_day
    if factor.last_day is not None:
        concerned &= day <= factor.last_day
    if factor.weekdays is not None:
        concerned &= day.day_of_week.isin(list(factor.weekdays))
    if factor.hours is not None:
        begin, end = factor.hours
        wall = grid.local(starts)
        minute = wall.hour * 60 + wall.minute
        after, before = minute >= begin, minute < end
        concerned &= (after & before) if begin < end else (after | before)
    return concerned


def times(forecast: Forecast, factor: Array, grid: TimeGrid) -> Forecast:
    """Rates times factor; counts are thinned below one, and get an independent stream on top above one.

    Each series has draws of its own: what happens to one does not depend on which others are concerned.
    """
    concerned = factor != 1.0
    if not concerned.any():
        return forecast
    intervals = forecast.intervals.copy()
    figures, by = [*means_of(intervals), *RATES], factor[concerned, None]
    intervals.loc[concerned, figures] = intervals.loc[concerned, figures].to_numpy(dtype=float) * by
    intervals.loc[concerned, COUNTS] = np.rint(intervals.loc[concerned, COUNTS].to_numpy(dtype=float) * by)
    paths, block = forecast.paths, as_block(forecast, factor)
    rates, counts = paths.rates.copy(), paths.counts.copy()
    rows = np.flatnonzero((block != 1.0).any(axis=1))
    labels = paths.series[["outlet", "service"]].iloc[rows].itertuples(index=False)
    for row, (outlet, service) in zip(rows.tolist(), labels, strict=True):
        draw, own = generator(forecast.seed, "demand factor", outlet, service), block[row]
        extra = draw.poisson(np.maximum(own - 1.0, 0.0) * rates[:, row])
        counts[:, row] = draw.binomial(counts[:, row], np.minimum(own, 1.0)) + extra
        rates[:, row] *= own.astype(np.float32)
    moved = Paths(paths.series, paths.starts, rates, counts)
    return replace(forecast, intervals=intervals, days=day_totals(intervals, forecast.days, grid), paths=moved)
