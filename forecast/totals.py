"""Totals of outlets, regions and the network, by day, by week and over the horizon, with ranges from joint paths.

Means add up exactly; quantiles do not, so ranges come from what whole paths add up to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Ints
from forecast.values import QUANTILES, Forecast, quantile_name
from quarterhour.grid import TimeGrid
from quarterhour.labels import attach

OUTLET, REGION, NETWORK = "outlet", "region", "network"
DAY, WEEK, HORIZON = "day", "week", "horizon"


@dataclass(frozen=True)
class Scope:
    """Some series that are added up: those of an outlet, of a region, of the network ("" is its name)."""

    scope: str
    name: str
    rows: Ints


def scopes(series: pd.DataFrame) -> Iterator[Scope]:
    """Every outlet, every region (where more than one is told) and the network; `series` has outlet and region."""
    for scope in (OUTLET, REGION):
        codes, names = series[scope].astype("str").factorize(sort=True)
        if scope == OUTLET or len(names) > 1:
            for code, name in enumerate(names):
                yield Scope(scope, str(name), np.flatnonzero(codes == code))
    yield Scope(NETWORK, "", np.arange(len(series)))


def spans(days: int) -> Iterator[tuple[str, int, int]]:
    """Span, first day and length: each day, each whole week from the first day on, and all days."""
    yield from ((DAY, first, 1) for first in range(days))
    yield from ((WEEK, first, 7) for first in range(0, days - 6, 7))
    yield HORIZON, 0, days


def totals(made: Forecast, outlets: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Customers of each scope and span.

    Columns: scope (outlet, region, network), name ("" for the network), span (day, week, horizon), first_day,
    days, mean, and the count quantiles q05 .. q95 over the joint sample paths (NaN without paths).

    Parameters
    ----------
    outlets
        outlet, region.

    Raises
    ------
    LabelError
        When an outlet of the forecast is not among `outlets`.
    """
    series = attach(made.paths.series, outlets[["outlet", "region"]], ["outlet"], "outlets")
    labels = [*made.paths.series.columns]
    wide = made.days.pivot_table(index=labels, columns="day", values="mean", aggfunc="sum")
    means = wide.reindex(pd.MultiIndex.from_frame(made.paths.series)).to_numpy(dtype=np.float64)
    days = pd.DatetimeIndex(wide.columns)
    drawn = by_day(made, days, grid)
    frames = []
    for scope in scopes(series):
        mean, paths = means[scope.rows].sum(0), drawn[:, scope.rows].sum(1)
        rows = [
            (span, days[first], length, mean[first : first + length].sum(), *_quantiles(paths, first, length))
            for span, first, length in spans(len(days))
        ]
        names = ["span", "first_day", "days", "mean", *(quantile_name("q", q) for q in QUANTILES)]
        frames.append(pd.DataFrame(rows, columns=names).assign(scope=scope.scope, name=scope.name))
    found = pd.concat(frames, ignore_index=True)
    return found[["scope", "name", *found.columns[:-2]]]


def by_day(made: Forecast, days: pd.DatetimeIndex, grid: TimeGrid) -> Array:
    """Counts of all paths by business day, shape (paths, series, days)."""
    place = days.get_indexer(grid.business_day(made.paths.starts))
    drawn = np.zeros((*made.paths.counts.shape[:2], len(days)))
    for day in range(len(days)):
        drawn[:, :, day] = made.paths.counts[:, :, place == day].sum(2, dtype=np.int64)
    return drawn


def _quantiles(paths: Array, first: int, length: int) -> list[float]:
    if not len(paths):
        return [float("nan")] * len(QUANTILES)
    found: list[float] = np.quantile(paths[:, first : first + length].sum(1), QUANTILES).tolist()
    return found
