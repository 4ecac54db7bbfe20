"""Planners' adjustments laid over the model's forecast: what plans use, with the model's own mean beside it.

An adjustment applies to plans that begin after the day on which it was made. Where several overlap, their factors
multiply. Rates keep their relative spread; counts follow, of which only the rate's part spreads in proportion.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forecast.values import Forecast, Paths
from quarterhour.grid import TimeGrid
from quarterhour.labels import attach
from quarterhour.seeds import generator
from scenarios.network.model import Network
from scenarios.plan.demand import COUNTS, MODEL_MEAN, RATES, Array, as_block, factor_by_interval
from scenarios.premises import DemandFactor

SERIES = ["outlet", "service"]
NINETY = 3.2897
"""Width of the middle 90 % of a standard normal, in standard deviations."""


def applying(network: Network, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """The rows of `adjustments` that a forecast of `days` business days from `first_day` takes in.

    They were made before `first_day` and concern a day of the horizon; in the order in which they were made.
    """
    rows = network.table("adjustments")
    last_day = first_day + pd.Timedelta(days=days - 1)
    inside = (rows["first_day"] <= last_day) & (rows["last_day"] >= first_day)
    taken = rows[inside & (rows["made_on"] < first_day)]
    return taken.sort_values(["made_on", "adjustment"], ignore_index=True)


def adjusted(model: Forecast, adjustments: pd.DataFrame, grid: TimeGrid) -> tuple[Forecast, pd.DataFrame]:
    """The forecast that plans use, and what each adjustment does to it.

    Parameters
    ----------
    model
        What the model said; stays as it is.
    adjustments
        Rows of the table `adjustments` that apply (see `applying`).

    Returns
    -------
    forecast
        `model` with means, quantiles and paths moved; `intervals` and `days` have one column more, `model_mean`:
        the mean as the model gave it.
    told
        The columns of `adjustments` and: customers (the model's mean over the days concerned), effect (customers
        added; of overlapping ones in the order in which they were made, so that effects add up).
    """
    rows = model.intervals
    mean = rows["mean"].to_numpy(dtype=float)
    factor = np.ones(len(rows))
    customers, effects = [], []
    for one in adjustments.itertuples(index=False):
        own = factor_by_interval(model, as_factor(one), grid)
        customers.append(float(mean[own != 1.0].sum()))
        effects.append(float((mean * factor * (own - 1.0)).sum()))
        factor = factor * own
    told = adjustments.assign(customers=np.array(customers, dtype=float), effect=np.array(effects, dtype=float))
    return _multiplied(model, factor, grid), told


def as_factor(adjustment: object) -> DemandFactor:
    """A row of the table `adjustments` as a factor on demand."""
    outlet, service, uplift = (getattr(adjustment, name) for name in ("outlet", "service", "uplift"))
    first_day, last_day = (getattr(adjustment, name) for name in ("first_day", "last_day"))
    services = frozenset([service]) if service else None
    return DemandFactor(1.0 + uplift, frozenset([outlet]), services, first_day, last_day)


def _multiplied(model: Forecast, factor: Array, grid: TimeGrid) -> Forecast:
    """Every figure moved by the factor of its interval; days by that of their intervals together."""
    intervals = model.intervals.assign(**{MODEL_MEAN: model.intervals["mean"]})
    days = model.days.assign(**{MODEL_MEAN: model.days["mean"]})
    if (factor == 1.0).all():
        return replace(model, intervals=intervals, days=days)
    intervals[COUNTS] = moved_counts(model.intervals, factor)
    intervals[["mean", *RATES]] = intervals[["mean", *RATES]].to_numpy(dtype=float) * factor[:, None]
    of_day = _day_factor(intervals, model.days, grid)
    days[COUNTS] = moved_counts(model.days, of_day)
    days["mean"] = days["mean"].to_numpy(dtype=float) * of_day
    paths = _moved_paths(model, as_block(model, factor))
    return replace(model, intervals=intervals, days=days, paths=paths)


def moved_counts(frame: pd.DataFrame, factor: Array) -> Array:
    """The count quantiles of `frame` (mean, q05 .. q95) had there been `factor` times the demand.

    With v the variance that the quantiles show and m the mean, v - m is the rate's: it grows with the square of
    the factor, the counting's m with the factor itself. Whole numbers stay whole, and zeros zero.
    """
    mean, counts = frame["mean"].to_numpy(dtype=float), frame[COUNTS].to_numpy(dtype=float)
    rate = np.maximum(((counts[:, -1] - counts[:, 0]) / NINETY) ** 2 - mean, 0.0)
    before, after = mean + rate, factor * mean + factor**2 * rate
    stretch = np.sqrt(np.divide(after, before, out=factor**2, where=before > 0))
    moved = np.maximum((factor * mean)[:, None] + (counts - mean[:, None]) * stretch[:, None], 0.0)
    moved = np.where(counts == np.rint(counts), np.rint(moved), moved)
    result: Array = np.where((factor != 1.0)[:, None] & (counts[:, -1:] > 0), moved, counts)
    return result


def _day_factor(intervals: pd.DataFrame, days: pd.DataFrame, grid: TimeGrid) -> Array:
    keys = [*SERIES, "day"]
    sums = intervals[[*SERIES, "mean", MODEL_MEAN]].assign(
        day=grid.business_day(pd.DatetimeIndex(intervals["start"]))
    )
    of_day = attach(days[keys], sums.groupby(keys, as_index=False).sum(), keys, "days of the forecast")
    after, before = (of_day[name].to_numpy(dtype=float) for name in ("mean", MODEL_MEAN))
    ratio: Array = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    return ratio


def _moved_paths(model: Forecast, factor: Array) -> Paths:
    """Rates times factor (series, intervals); counts thinned below one, with further customers above one.

    Every series has its own named generator: an adjustment moves the draws of no other.
    """
    paths = model.paths
    rates, counts = paths.rates.copy(), paths.counts.copy()
    for row, (outlet, service) in enumerate(paths.series[SERIES].itertuples(index=False)):
        there = np.flatnonzero(factor[row] != 1.0)
        if not len(there):
            continue
        draw, own = generator(model.seed, "planners' adjustments", outlet, service), factor[row, there]
        kept = draw.binomial(counts[:, row, there], np.minimum(own, 1.0))
        further = draw.poisson(np.maximum(own - 1.0, 0.0) * rates[:, row, there])
        counts[:, row, there] = kept + further
        rates[:, row, there] *= own
    return Paths(paths.series, paths.starts, rates, counts)
