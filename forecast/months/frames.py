"""The answer as labelled frames: series, regions and the total by month, and the seasons."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array
from forecast.months.exposure import Months
from forecast.months.series import SERIES
from forecast.months.spread import DRAWS, Spread
from forecast.months.values import COLUMNS, LEVELS, MonthlyProblem
from quarterhour.seeds import generator


def month_frames(
    series: pd.DataFrame, months: Months, likely: Array, level: Array, spread: Spread, problem: MonthlyProblem
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Frames of the series, of the regions and of the total, as `MonthlyForecast` describes."""
    count = likely.shape[1]
    rows = np.repeat(np.arange(len(series)), count)
    lowest = series[SERIES].take(rows).reset_index(drop=True)
    quantiles = {name: spread.quantile(likely, q).ravel() for name, q in zip(COLUMNS, LEVELS, strict=True)}
    known = np.where(np.isfinite(level), level, -np.inf)
    own = lowest.assign(
        month=problem.ahead[np.tile(np.arange(count), len(series))],
        likely=likely.ravel(),
        **quantiles,
        open_days=months.open_days.ravel(),
        same_days=(np.where(likely > 0, np.exp(known), 0.0) * months.usual[:, None]).ravel(),
    )
    labels = pd.DataFrame({"region": series["region"], "service": series["service"]})
    every = labels.assign(service="")
    regions = _together(pd.concat([labels, every], ignore_index=True), likely, spread, problem)
    whole = _together(
        pd.concat([labels, every], ignore_index=True).assign(region=""), likely, spread, problem
    ).drop(columns="region")
    return own, regions, whole


def season_frame(series: pd.DataFrame, season: Array) -> pd.DataFrame:
    """outlet, service, month_of_year, factor."""
    rows = np.repeat(np.arange(len(series)), 12)
    frame = series[SERIES].take(rows).reset_index(drop=True)
    return frame.assign(month_of_year=np.tile(np.arange(1, 13), len(series)), factor=np.exp(season).ravel())


def _together(labels: pd.DataFrame, likely: Array, spread: Spread, problem: MonthlyProblem) -> pd.DataFrame:
    """Sums of series by label; `labels` may name every series more than once, one after the other."""
    groups = labels.groupby(["region", "service"], sort=True)
    number, count = groups.ngroup().to_numpy(), likely.shape[1]
    sums = np.zeros((groups.ngroups, count))
    drawn = np.zeros((groups.ngroups, DRAWS, count))
    common, noise = spread.draws(likely, problem.seed)
    times = len(labels) // len(likely)
    for place in range(len(likely)):
        alone = generator(problem.seed, "months", place).standard_normal(DRAWS)
        e = np.sqrt(spread.common) * common + np.sqrt(1 - spread.common) * alone
        path = likely[place] * np.exp(e[:, None] * noise[place])
        for again in range(times):
            group = number[place + again * len(likely)]
            sums[group] += likely[place]
            drawn[group] += path
    # The draws' own median is put where the sum of the series lies.
    middle = np.median(drawn, axis=1)
    factor = np.divide(sums, middle, out=np.ones_like(sums), where=middle > 0)
    keys = labels.drop_duplicates().sort_values(["region", "service"]).reset_index(drop=True)
    frame = keys.take(np.repeat(np.arange(len(keys)), count)).reset_index(drop=True)
    frame = frame.assign(month=problem.ahead[np.tile(np.arange(count), len(keys))], likely=sums.ravel())
    ranges = {
        name: (np.quantile(drawn, q, axis=1) * factor).ravel() for name, q in zip(COLUMNS, LEVELS, strict=True)
    }
    return frame.assign(**ranges)
