"""Ranges of totals over series and days: do they hold as often as they say?

    python -m benchmarks.forecast_totals favorita --data DIR
    python -m benchmarks.forecast_totals sample

Rolling origins four weeks apart, 28 days ahead, as many as the table says; every origin knows the days before it.
Judged are the single days of series, and totals of days, weeks and horizons, of outlets and of all together, each
from its joint sample paths. Instances: "series day", "outlet week", "network horizon" and so on. A line's
objective is the WAPE of the totals. Two standard errors are of a block bootstrap over origins.

`recruit` is cut down to 100 of its restaurants, evenly spaced, and `pedestrian` to its last 90 weeks.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.forecast.ours import problem_of
from benchmarks.forecast.sets import SETS
from benchmarks.forecast.task import Task, Window
from benchmarks.frame import Line, Options, Runner, main
from forecast import ForecastProblem, backtest, measure
from scenarios.plan.history import forecast_problem
from scenarios.sample import sample_network

AHEAD = 28
LEAST_DAYS, LEAST_KNOWN = 60, 30
"""Days that a series must span, and that must be known of it."""


@dataclass(frozen=True)
class Played:
    """A set that is played back: the number of origins, and what is kept of its values."""

    origins: int
    kept: Callable[[pd.DataFrame], pd.DataFrame] = lambda values: values


def run(name: str, options: Options) -> Iterator[Line]:
    """The lines of one set."""
    try:
        problem = _problem(name, options)
    except FileNotFoundError as missing:
        print(f"{name} left out: {missing.filename} is not there", file=sys.stderr)
        return
    begin = time.process_time()
    made = backtest(problem, horizon=AHEAD, origins=PLAYED[name].origins)
    seconds = time.process_time() - begin
    single = made.cells[made.cells["grain"] == "day"].assign(scope="series", span="day")
    figures = measure(pd.concat([single, made.totals], ignore_index=True), ["scope", "span"], seed=options.seed)
    for place in range(len(figures)):
        line = _line(name, figures.iloc[place], made.cells["origin"].nunique(), seconds, options.seed)
        if options.wants(line.instance):
            yield line


def whole_panel(task: Task, seed: int) -> ForecastProblem:
    """All series of a set in one problem, whose horizon begins where the set ends."""
    step = pd.Timedelta(minutes=task.minutes)
    first = (task.values.index[-1] + step).ceil("D")
    ahead = pd.Series(np.nan, index=pd.date_range(first, periods=AHEAD * task.per_day, freq=step))
    members = []
    for name in task.values.columns:
        own = task.values[name]
        own = own.loc[own.first_valid_index() : own.last_valid_index()]
        if len(own) > LEAST_DAYS * task.per_day and own.notna().sum() > LEAST_KNOWN * task.per_day:
            members.append(Window(str(name), 0, own, ahead))
    return problem_of(task, first, members, seed)


def _problem(name: str, options: Options) -> ForecastProblem:
    if name == "sample":
        return forecast_problem(sample_network(), AHEAD, 1)
    task = SETS[name](options.data)
    values = PLAYED[name].kept(task.values)
    return whole_panel(replace(task, values=values), options.seed)


def _line(name: str, row: pd.Series[Any], origins: int, seconds: float, seed: int) -> Line:
    said = {key: float(row[key]) for key in ("wape", "held_80", "held_95")}
    twice = {f"{key}_2se": 2 * float(row[f"{key}_error"]) for key in ("held_80", "held_95")}
    ours = {"objective": said["wape"], "bound": None, "status": None, "seconds": seconds, "seed": seed}
    metrics = {**said, **twice, "points": int(row["points"]), "origins": origins}
    return Line(name, f"{row['scope']} {row['span']}", ours={**ours, "checked": False}, metrics=metrics)


def _evenly(values: pd.DataFrame, most: int = 100) -> pd.DataFrame:
    return values[values.columns[np.linspace(0, values.shape[1] - 1, most).round().astype(int)]]


def _last(values: pd.DataFrame, hours: int = 24 * 7 * 90) -> pd.DataFrame:
    recent = values.iloc[-hours:]
    return recent.loc[:, recent.notna().mean() > 0.8]


PLAYED: dict[str, Played] = {
    "sample": Played(10),
    "favorita": Played(14),
    "nn5": Played(14),
    "recruit": Played(12, _evenly),
    "pedestrian": Played(10, _last),
}
RUNNERS: dict[str, Runner] = {name: partial(run, name) for name in PLAYED}

if __name__ == "__main__":
    main("forecast_totals", RUNNERS)
