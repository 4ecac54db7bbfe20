"""Demand that comes at another time or at another outlet: what leaves one cell is found again in others.

A move is linear in demand: a share of each cell stays, and `gain` says what is added where, given the demand
before. Means, and each sample path's rates, go through the same map, so that nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.values import QUANTILES, Forecast, Paths
from quarterhour.arrays import Mask
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from scenarios.plan.demand import COUNTS, RATES, Array, as_block, as_column, concerned_by, day_totals, means_of
from scenarios.premises import DemandShift, LongerHours, Takeover

Gain = Callable[[Array], Array]
Groups = npt.NDArray[np.int64]


def shifted(forecast: Forecast, shift: DemandShift, grid: TimeGrid) -> Forecast:
    """A share of the demand at some times of a day, week or the plan, at other times of the same one.

    It goes to open intervals, in the shape of what comes there by itself, or evenly where nothing does. Where no
    interval to go to is open, it stays.
    """
    rows = forecast.intervals
    source = _mask(forecast, concerned_by(shift.source, rows, grid))
    target = _mask(forecast, concerned_by(shift.target, rows, grid) & rows["open"].to_numpy(dtype=bool))
    groups = _groups(forecast.paths.starts, shift.within, grid)
    return _spread(forecast, np.where(source, shift.share, 0.0), target, groups, "shifted demand", grid)


def longer(forecast: Forecast, hours: Sequence[LongerHours], added: Mask, grid: TimeGrid) -> Forecast:
    """A share of an outlet's weekly demand in its opening hours that are new: those that `added` marks."""
    weeks = _groups(forecast.paths.starts, "week", grid)
    for one in hours:
        here = (forecast.paths.series["outlet"] == one.outlet).to_numpy()
        share = np.where(here[:, None] & ~added, one.share, 0.0)
        forecast = _spread(forecast, share, added & here[:, None], weeks, f"longer hours {one.outlet}", grid)
    return forecast


def drawn(forecast: Forecast, takeovers: Sequence[Takeover], grid: TimeGrid) -> tuple[Forecast, pd.DataFrame]:
    """Demand that new outlets draw from others while open, and outlet, service, to, before, volume of it."""
    paths = forecast.paths
    mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))
    opened = _mask(forecast, forecast.intervals["open"].to_numpy(dtype=bool))
    row = {label: at for at, label in enumerate(zip(paths.series["outlet"], paths.series["service"], strict=True))}
    flows: list[tuple[int, int, Array]] = []
    kept = np.ones_like(mean)
    for takeover in takeovers:
        for (outlet, service), source in row.items():
            target = row.get((takeover.outlet, service))
            if outlet == takeover.source and target is not None:
                share = np.where(opened[target], takeover.share, 0.0)
                kept[source] -= share
                flows.append((source, target, share))
    if not flows:
        return forecast, pd.DataFrame(columns=["outlet", "service", "to", "before", "volume"])

    def gain(demand: Array) -> Array:
        added = np.zeros_like(demand)
        for source, target, share in flows:
            added[..., target, :] += demand[..., source, :] * share
        return added

    told = [
        {
            **_named(forecast, source),
            "to": _named(forecast, target)["outlet"],
            "volume": (mean[source] * share).sum(),
        }
        for source, target, share in flows
    ]
    stays = [
        {
            **_named(forecast, source),
            "to": _named(forecast, source)["outlet"],
            "volume": (mean * kept)[source].sum(),
        }
        for source in sorted({source for source, _, _ in flows})
    ]
    balance = pd.DataFrame([*told, *stays])
    before = {tuple(_named(forecast, source).values()): mean[source].sum() for source, _, _ in flows}
    labels = zip(balance["outlet"], balance["service"], strict=True)
    balance["before"] = [before[label] for label in labels]
    return moved(forecast, np.clip(kept, 0.0, 1.0), gain, "drawn demand", grid), balance


def moved(forecast: Forecast, kept: Array, gain: Gain, name: str, grid: TimeGrid) -> Forecast:
    """The forecast with a share `kept` (series, intervals) of each cell and `gain` of the demand before on top."""
    paths = forecast.paths
    extra = gain(paths.rates.astype(np.float64))
    draw = generator(forecast.seed, name)
    counts = draw.binomial(paths.counts, kept[None]) + draw.poisson(extra)
    rates = paths.rates * kept[None] + extra
    after = Paths(paths.series, paths.starts, rates.astype(np.float32), counts.astype(np.int32))
    intervals = forecast.intervals.copy()
    before = intervals["mean"].to_numpy(dtype=float)
    for column in means_of(intervals):
        block = as_block(forecast, intervals[column].to_numpy(dtype=float))
        intervals[column] = as_column(forecast, block * kept + gain(block))
    _move_ranges(forecast, after, intervals, before)
    days = _days(forecast, intervals, grid)
    return replace(forecast, intervals=intervals, days=days, paths=after)


def _move_ranges(forecast: Forecast, after: Paths, intervals: pd.DataFrame, before: Array) -> None:
    """Quantiles in proportion to the mean; where nothing came before, those of the sample paths."""
    mean = intervals["mean"].to_numpy(dtype=float)
    ratio = np.divide(mean, before, out=np.zeros_like(mean), where=before > 0)[:, None]
    intervals[RATES] = intervals[RATES].to_numpy(dtype=float) * ratio
    intervals[COUNTS] = np.rint(intervals[COUNTS].to_numpy(dtype=float) * ratio)
    new = (before <= 0) & (mean > 0)
    if not new.any():
        return
    for names, values in ((RATES, after.rates), (COUNTS, after.counts)):
        levels = np.quantile(values, QUANTILES, axis=0)
        columns = np.column_stack([as_column(forecast, level) for level in levels])
        intervals.loc[new, names] = columns[new]


def _days(forecast: Forecast, intervals: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Days summed anew; a day on which nothing came before takes the sum of its intervals' quantiles."""
    days = day_totals(intervals, forecast.days, grid)
    new = (forecast.days["mean"].to_numpy(dtype=float) <= 0) & (days["mean"].to_numpy(dtype=float) > 0)
    if new.any():
        keys = ["outlet", "service", "day"]
        day = grid.business_day(pd.DatetimeIndex(intervals["start"]))
        sums = intervals.assign(day=day).groupby(keys)[COUNTS].sum()
        there = days.loc[new, keys]
        levels = sums.loc[pd.MultiIndex.from_frame(there)]
        days.loc[new, COUNTS] = levels.to_numpy()
    return days


def _spread(forecast: Forecast, share: Array, target: Mask, groups: Groups, name: str, grid: TimeGrid) -> Forecast:
    """`share` (series, intervals) of each cell onto the `target` cells of its series and group."""
    mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))
    weight = np.where(target, mean, 0.0)
    even = np.where(target, 1.0, 0.0)
    weight = np.where(_sums(weight, groups)[..., groups] > 0, weight, even)
    total = _sums(weight, groups)[..., groups]
    weight = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    share = np.where(total > 0, share, 0.0)
    return moved(forecast, 1.0 - share, lambda d: _sums(d * share, groups)[..., groups] * weight, name, grid)


def _sums(block: Array, groups: Groups) -> Array:
    """(..., intervals) summed to (..., groups)."""
    summed = np.zeros((*block.shape[:-1], int(groups.max()) + 1))
    for group in range(summed.shape[-1]):
        summed[..., group] = block[..., groups == group].sum(axis=-1)
    return summed


def _groups(starts: pd.DatetimeIndex, within: str, grid: TimeGrid) -> Groups:
    day = grid.business_day(starts)
    week = day - pd.to_timedelta(day.day_of_week, unit="D")
    of = {"day": day, "week": week, "plan": day.where(day != day, day[0])}[within]
    groups: Groups = pd.factorize(of, sort=True)[0].astype(np.int64)
    return groups


def _mask(forecast: Forecast, column: Mask) -> Mask:
    return as_block(forecast, column.astype(float)) > 0


def _named(forecast: Forecast, row: int) -> dict[str, str]:
    series = forecast.paths.series
    return {"outlet": str(series["outlet"].iloc[row]), "service": str(series["service"].iloc[row])}
