"""Quarterhour's own answers: one problem an origin, with the history of the series that are judged there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.forecast.task import DAY, LEVELS, Answer, Task, Window
from forecast.forecast import foresee
from forecast.history import SERIES
from forecast.margins import Margins
from forecast.measures.transform import randomised_transform
from forecast.values import ForecastProblem
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator

SERVICE = "all"
Place = tuple[npt.NDArray[np.int64], ...]
AROUND = 40
"""Days of calendar on both sides."""


def answers(task: Task, windows: list[Window], seed: int) -> Iterator[Answer]:
    """Answers by origin, earliest first."""
    for first, members in groupby(sorted(windows, key=lambda w: (w.first, w.series)), key=lambda w: w.first):
        yield from _at(task, first, list(members), seed)


def problem_of(task: Task, first: pd.Timestamp, members: list[Window], seed: int = 0) -> ForecastProblem:
    """The problem of all `members`, whose first point ahead is `first`; of the future, opening hours only."""
    daily = task.minutes == DAY
    grid = TimeGrid("UTC", min(task.minutes, 60), first.hour * 60 + first.minute)
    cut = pd.Timedelta(minutes=grid.day_cut)
    last = max(window.future.index[-1] for window in members)
    start = pd.DatetimeIndex(np.unique(np.concatenate([window.future.index for window in members])))
    past = pd.concat([_rows(window) for window in members], ignore_index=True)
    names = [window.series for window in members]
    opening = pd.DataFrame(
        {
            "outlet": np.repeat(names, len(start)),
            "start": pd.DatetimeIndex(np.tile(start, len(names))).as_unit("us").tz_localize("UTC"),
        }
    )
    empty = pd.DataFrame({"outlet": pd.Series(dtype="str"), "service": pd.Series(dtype="str")})
    none = pd.Series(dtype="float64")
    zoned = past["start"].dt.as_unit("us").dt.tz_localize("UTC")
    return ForecastProblem(
        history=empty.assign(start=zoned[:0], count=none)
        if daily
        else past[[*SERIES]].assign(start=zoned, count=past["count"]),
        daily=past.rename(columns={"start": "day"}).dropna(subset=["count"])
        if daily
        else empty.assign(day=past["start"][:0], count=none),
        opening=opening,
        days=_calendar(task, past["start"].min(), last),
        events=_events(task, names),
        outlets=pd.DataFrame({"outlet": names, "kind": "outlet", "region": ""}),
        grid=grid,
        first_day=(first - cut).normalize(),
        horizon=(last - cut).normalize().toordinal() - (first - cut).normalize().toordinal() + 1,
        weekend=task.weekend,
        paths=task.paths,
        seed=seed,
    )


def _rows(window: Window) -> pd.DataFrame:
    known = window.history
    return pd.DataFrame(
        {"outlet": window.series, "service": SERVICE, "start": known.index, "count": known.to_numpy()}
    )


def _at(task: Task, first: pd.Timestamp, members: list[Window], seed: int) -> Iterator[Answer]:
    problem = problem_of(task, first, members, seed)
    seen = foresee(problem)
    row_of = {name: row for row, name in enumerate(seen.ground.history.series["outlet"])}
    whole = task.minutes == DAY
    levels = [_at_level(seen.expected, level, whole) for level in LEVELS]
    places = [_places(problem, window, row_of[window.series], whole) for window in members]
    transforms = _transforms(seen.expected, places, members, seed, whole)
    for window, place, pit in zip(members, places, transforms, strict=True):
        quantiles = np.column_stack([level[place] for level in levels])
        yield Answer(window, quantiles[:, LEVELS.index(0.5)], quantiles, pit)


def _at_level(expected: Margins, level: float, whole: bool) -> npt.NDArray[np.float64]:
    return expected.day_count(level) if whole else expected.interval_count(level)


def _places(problem: ForecastProblem, window: Window, row: int, whole: bool) -> Place:
    """Index of the window's points in arrays of (series, days[, slots])."""
    start = pd.DatetimeIndex(window.future.index).as_unit("us").tz_localize("UTC")
    day = (problem.grid.business_day(start) - problem.first_day).days.to_numpy().astype(np.int64)
    rows = np.full(len(day), row)
    return (rows, day) if whole else (rows, day, problem.grid.slot(start).astype(np.int64))


def _transforms(
    expected: Margins, places: list[Place], members: list[Window], seed: int, whole: bool
) -> Iterator[npt.NDArray[np.float64]]:
    """F(y - 1) + u P(y) of each window, which is uniform where the distribution is right (counts are integers)."""
    count = np.zeros(expected.totals.shape if whole else expected.means.shape)
    actual = [window.future.to_numpy(dtype=float) for window in members]
    for place, values in zip(places, actual, strict=True):
        count[place] = np.round(np.nan_to_num(values))
    cumulative = expected.day_cumulative if whole else expected.interval_cumulative
    uniform = np.zeros(count.shape)
    for window, place, values in zip(members, places, actual, strict=True):
        uniform[place] = generator(seed, "benchmark", window.series, str(window.first)).random(len(values))
    pit = randomised_transform(cumulative, count, np.ones(len(count), dtype=bool), uniform)
    for place, values in zip(places, actual, strict=True):
        yield np.where(np.isfinite(values), pit[place], np.nan)


def _calendar(task: Task, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    day = pd.date_range(
        first.normalize() - pd.Timedelta(days=AROUND), last.normalize() + pd.Timedelta(days=AROUND), freq="D"
    )
    names = public_holidays(task, day)
    kind = np.where(names != "", "holiday", "ordinary")
    kind = np.where(day.isin(list(task.makeup)), "workday", kind)
    return pd.DataFrame({"day": day.as_unit("us"), "holiday": names, "kind": kind, "announced": True})


def public_holidays(task: Task, day: pd.DatetimeIndex) -> npt.NDArray[np.str_]:
    """The name of each day's holiday, "" for none: the set's own list, else the country's."""
    if task.holidays is not None:
        return task.holidays.reindex(day).fillna("").to_numpy(dtype=str)
    if not task.country:
        return np.full(len(day), "", dtype=str)
    known = holidays.country_holidays(
        task.country, subdiv=task.subdivision or None, years=sorted(set(day.year)), language="en_US"
    )
    return np.array([known.get(date, "") for date in day.date], dtype=str)


def _events(task: Task, names: list[str]) -> pd.DataFrame:
    if task.events is None:
        return pd.DataFrame({"outlet": names[:0], "day": pd.DatetimeIndex([]).as_unit("us"), "kind": names[:0]})
    rows = task.events.rename(columns={"series": "outlet"})
    everyone = (
        rows[rows["outlet"] == ""].drop(columns="outlet").merge(pd.DataFrame({"outlet": names}), how="cross")
    )
    both = pd.concat([rows[rows["outlet"].isin(names)], everyone], ignore_index=True)
    return both.drop_duplicates(["outlet", "day", "kind"]).assign(day=both["day"].dt.as_unit("us"))
