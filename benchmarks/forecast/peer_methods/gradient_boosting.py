"""LightGBM across all series of an origin: calendar, holidays, events, and what the series did before the origin.

Direct: a row is a pair of an origin in the past and a step ahead. The target is the log of the count over the
level of the last four weeks; features are step, time of day, weekday, day of year, holidays near by, events, and
the values of the last weeks known and of a year before as ratios to that level. A model a quantile.
"""

from __future__ import annotations

import lightgbm
import numpy as np
import pandas as pd
from given import Forecast, Task, Window, filled

ROWS = 150_000
"""Most rows of training, drawn evenly over origins."""
SETTINGS = {
    "objective": "quantile",
    "learning_rate": 0.08,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "verbose": -1,
}
ROUNDS = 150
WEEKS = 8


def answers(task: Task, windows: list[Window]) -> list[Forecast | None]:
    """All windows of one origin; None where histories are too short to learn from."""
    generator = np.random.default_rng(task.seed)
    pasts = [_Past(task, window) for window in windows]
    share = ROWS / max(1, len(windows))
    trained = [past.training(share, generator) for past in pasts]
    X, y = np.concatenate([rows for rows, _ in trained]), np.concatenate([target for _, target in trained])
    X, y = X[np.isfinite(y)], y[np.isfinite(y)]
    if not len(y):
        return [None] * len(windows)
    ahead = [past.rows(len(past.whole), len(past.window.ahead)) for past in pasts]
    data = lightgbm.Dataset(X, y, free_raw_data=False, params={"verbose": -1})
    quantiles = []
    for level in task.levels:
        fitted = lightgbm.train({**SETTINGS, "alpha": level, "seed": task.seed}, data, ROUNDS)
        quantiles.append([fitted.predict(rows) for rows in ahead])
    found = []
    for place, past in enumerate(pasts):
        table = np.sort(np.column_stack([column[place] for column in quantiles]), axis=1)
        table = np.expm1(table) * past.level(len(past.whole))
        found.append((table[:, task.levels.index(0.5)], table))
    return found


class _Past:
    """The history of one window, and its features at any origin."""

    def __init__(self, task: Task, window: Window) -> None:
        self.task, self.window = task, window
        self.week = task.seasons[-1]
        self.whole = filled(window.count, self.week if len(window.count) > self.week else task.seasons[0])
        self.start = window.start.append(window.ahead)
        self.calendar = _calendar(task, window.series, self.start)
        self.total = np.concatenate([[0.0], np.cumsum(self.whole)])

    def level(self, origin: int) -> float:
        """Mean of the four weeks before an origin."""
        first = max(0, origin - 4 * self.week)
        return max((self.total[origin] - self.total[first]) / max(1, origin - first), 1e-3)

    def rows(self, origin: int, steps: int) -> np.ndarray:
        """Features of the steps after an origin."""
        step = np.arange(steps)
        level = self.level(origin)
        # The value at the same place of the week, from the last weeks before the origin.
        base = origin + step % self.week - self.week
        same = [self._at(base - back * self.week) / level for back in range(4)]
        wide = [self._at(base - back * self.week) / level for back in range(4, WEEKS)]
        year = self._at(origin + step - 52 * self.week) / level
        before = np.full(steps, level / self.level(max(1, origin - 4 * self.week)))
        last = np.full(steps, self.whole[max(0, origin - self.week) : origin].mean() / level)
        mean = np.mean(np.stack(same), axis=0)
        all_weeks = np.nanmean(np.stack([*same, *wide]), axis=0)
        own = np.column_stack([step, *same, mean, all_weeks, year, before, last, np.full(steps, np.log(level))])
        return np.hstack([own, self.calendar[origin : origin + steps]])

    def training(self, share: float, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Rows of past origins, at most `share` of them, and their targets."""
        steps = len(self.window.ahead)
        stride = self.task.seasons[0] if not self.task.daily else 7
        least = min(4 * self.week, max(2 * self.task.seasons[0], len(self.whole) // 3))
        origins = np.arange(len(self.whole) - steps, least - 1, -stride)
        if not len(origins):
            return np.empty((0, self.rows(len(self.whole), steps).shape[1])), np.empty(0)
        most = max(2, int(share // steps))
        if len(origins) > most:
            origins = generator.choice(origins, most, replace=False)
        table = [self.rows(origin, steps) for origin in origins]
        target = [np.log1p(self.window.count[at : at + steps] / self.level(at)) for at in origins]
        return np.concatenate(table), np.concatenate(target)

    def _at(self, place: np.ndarray) -> np.ndarray:
        return np.where(place >= 0, self.whole[np.maximum(place, 0)], np.nan)


def _calendar(task: Task, series: str, start: pd.DatetimeIndex) -> np.ndarray:
    """Time of day, weekday, day of month and year, holidays near by, make-up workdays, events."""
    day = start.normalize()
    off = pd.DatetimeIndex(task.holidays["day"])
    near = [day.shift(shift, freq="D").isin(off).astype(float) for shift in range(-3, 4)]
    own = task.events[task.events["series"].isin([series, ""])]
    events = [
        day.isin(pd.DatetimeIndex(own.loc[own["kind"] == kind, "day"]))
        for kind in sorted(task.events["kind"].unique())
    ]
    names = {name: place for place, name in enumerate(sorted(task.holidays["holiday"].unique()), start=1)}
    by_day = pd.Series(task.holidays["holiday"].map(names).to_numpy(dtype=float), index=off)
    named = by_day[~by_day.index.duplicated()].reindex(day).fillna(0.0).to_numpy()
    clock = start.hour * 60 + start.minute
    return np.column_stack(
        [clock, start.day_of_week, start.day, start.day_of_year, *near, named, day.isin(task.makeup), *events]
    ).astype(float)
