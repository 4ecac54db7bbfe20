"""Demand that the history does not know: series of new outlets and new services, like known ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from forecast.values import Forecast, Paths
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from scenarios.plan.demand import COUNTS, RATES, Array, as_block, day_totals, means_of
from scenarios.premises import NewSeries, Premises
from scenarios.premises.demand import taken_at


def created(forecast: Forecast, series: Iterable[NewSeries], grid: TimeGrid) -> Forecast:
    """The forecast with new series, each like one that is there by then, times its factor."""
    for one in series:
        source = _row(forecast, one.like_outlet, one.like_service)
        if source is not None and _row(forecast, one.outlet, one.service) is None:
            forecast = _with(forecast, one, source, _factor(forecast, one, source, grid), grid)
    return forecast


def with_takers(forecast: Forecast, premises: Premises) -> Forecast:
    """Series without demand yet, for the services that outlets take over from others and did not have."""
    taken, grid = taken_at(premises.network), premises.network.grid
    pairs = [(one.outlet, one.source) for one in premises.takeovers]
    pairs += [(one.into, one.outlet) for one in premises.departures if one.into is not None]
    series = [NewSeries(to, service, source, service) for to, source in pairs for service in sorted(taken[to])]
    return created(forecast, series, grid)


def _row(forecast: Forecast, outlet: str, service: str) -> int | None:
    """Where a series stands among the paths; None where there is none."""
    series = forecast.paths.series
    found = np.flatnonzero((series["outlet"] == outlet) & (series["service"] == service))
    return int(found[0]) if len(found) else None


def _factor(forecast: Forecast, one: NewSeries, source: int, grid: TimeGrid) -> float:
    if one.daily is None:
        return one.factor
    mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))[source]
    days = grid.business_day(forecast.paths.starts)[mean > 0].nunique()
    return float(one.daily * days / mean.sum()) if days else 0.0


def _with(forecast: Forecast, one: NewSeries, source: int, factor: float, grid: TimeGrid) -> Forecast:
    """One series more: rates times the factor, counts drawn anew from them."""
    label = {"outlet": one.outlet, "service": one.service}
    paths = forecast.paths
    rates = paths.rates[:, [source]].astype(np.float64) * factor
    counts = generator(forecast.seed, "new series", one.outlet, one.service).poisson(rates)
    after = Paths(
        pd.concat([paths.series, paths.series.iloc[[source]].assign(**label)], ignore_index=True),
        paths.starts,
        np.concatenate([paths.rates, rates.astype(np.float32)], axis=1),
        np.concatenate([paths.counts, counts.astype(np.int32)], axis=1),
    )
    rows = _like(forecast.intervals, one, factor).assign(**label)
    days = _like(forecast.days, one, factor).assign(**label)
    days = day_totals(rows, days, grid)
    return replace(
        forecast,
        intervals=pd.concat([forecast.intervals, rows], ignore_index=True),
        days=pd.concat([forecast.days, days], ignore_index=True),
        paths=after,
    )


def _like(frame: pd.DataFrame, one: NewSeries, factor: float) -> pd.DataFrame:
    """The rows of the series that the new one is like, their figures times the factor."""
    there = (frame["outlet"] == one.like_outlet) & (frame["service"] == one.like_service)
    rows = frame[there].copy()
    figures = [*means_of(frame), *(name for name in RATES if name in frame)]
    rows[figures] = rows[figures].to_numpy(dtype=float) * factor
    values: Array = rows[COUNTS].to_numpy(dtype=float)
    rows[COUNTS] = np.rint(values * factor)
    return rows
