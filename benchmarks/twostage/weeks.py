"""Held-back weeks of Melbourne: a forecast from the history before, its paths as problems, and what came."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimize.requirement.confidence import SamplePaths, reduce_paths
from optimize.requirement.values import RequirementProblem
from optimize.shifts.uncertain import Terms, UncertainProblem
from scenarios.adapters.melbourne import melbourne
from scenarios.changes import to_premises
from scenarios.network import Network
from scenarios.network.model import minutes
from scenarios.plan.foreseen import foresee
from scenarios.plan.needs import requirement_problem
from scenarios.plan.standby import ALL, counted, needs_along, standby_problem, week_of_demand, windows
from scenarios.premises.people import people

SERIES = ["outlet", "service"]
PRICES = Path(__file__).with_name("prices.toml")


@dataclass(frozen=True)
class Week:
    """One week: the problem along the reduced paths, and the same with the one path of what came."""

    monday: pd.Timestamp
    paths: UncertainProblem
    came: UncertainProblem

    def at(self, factor: float) -> Week:
        """With the price of shortage times that."""

        def priced(problem: UncertainProblem) -> UncertainProblem:
            return replace(problem, terms=replace(problem.terms, shortage=problem.terms.shortage * factor))

        return Week(self.monday, priced(self.paths), priced(self.came))


def settings() -> dict[str, Any]:
    """The prices, terms and weeks that were written down before the first run."""
    return tomllib.loads(PRICES.read_text(encoding="utf-8"))


def weeks(folder: Path, kept: int | None = None, only: tuple[str, ...] = ()) -> Iterator[Week]:
    """Each held-back week; outlets that missed a count in it are left out of it."""
    told = settings()
    compared = told["comparison"]
    whole = melbourne(folder)
    for origin in compared["origins"]:
        if only and origin not in only:
            continue
        network = melbourne(folder, until=origin)
        ahead = int(compared["weeks_ahead"])
        monday = network.first_day + pd.Timedelta(weeks=ahead)
        forecast = foresee(network, 7 * (ahead + 1), int(compared["paths"])).forecast
        truth = _truth(whole, monday)
        shown = forecast.intervals["open"] & forecast.intervals["outlet"].isin(truth["outlet"])
        rows = forecast.intervals.loc[shown, [*SERIES, "start", "mean"]].rename(columns={"mean": "rate"})
        every = requirement_problem(to_premises(network, ()), rows)
        asked = week_of_demand(every, network.grid, monday)
        drawn = _of_week(counted(forecast.paths), asked)
        few = reduce_paths(asked, drawn, kept or int(compared["kept"]))
        came = _as_path(truth, few)
        yield Week(monday, *(_problem(network, monday, asked, paths, told) for paths in (few, came)))


def _problem(
    network: Network, monday: pd.Timestamp, asked: RequirementProblem, paths: SamplePaths, told: dict[str, Any]
) -> UncertainProblem:
    """The problem along some paths, at the prices and terms that were written down."""
    prices, terms = told["prices"], told["terms"]
    people_there = float(terms["flexible_people"])
    flexible = pd.DataFrame(
        [(ALL, people_there, people_there, prices["flexible_price"], 0.0)],
        columns=["component", "least", "most", "price", "retainer"],
    )
    made = standby_problem(
        to_premises(network, ()),
        people(network, monday, 7),
        needs_along(asked, paths),
        pd.DataFrame({"path": paths.numbers, "weight": paths.weights}),
        on_call=windows(
            asked.demand["outlet"], [(minutes(one), minutes(other)) for one, other in terms["on_call"]]
        ),
        flexible=flexible,
        terms=Terms(
            prices["shortage"], prices["further_missing"], terms["overtime_minutes"], terms["call_minutes"]
        ),
    )
    pay = made.weekly.assign(
        rate=prices["wage"], overtime_factor=prices["overtime_factor"], standby_factor=prices["standby_share"]
    )
    return replace(made, weekly=pay)


def _truth(whole: Network, monday: pd.Timestamp) -> pd.DataFrame:
    """outlet, service, start, count of the week, of outlets that counted in all of its open hours."""
    arrivals = whole.table("arrivals")
    day = whole.grid.business_day(pd.DatetimeIndex(arrivals["start"]))
    inside = np.asarray((day >= monday) & (day < monday + pd.Timedelta(days=7)))
    came = arrivals[inside].dropna(subset="count")
    hours = came.groupby("outlet")["start"].transform("size")
    whole_weeks: pd.DataFrame = came[hours == hours.max()][[*SERIES, "start", "count"]]
    return whole_weeks.reset_index(drop=True)


def _of_week(paths: SamplePaths, asked: RequirementProblem) -> SamplePaths:
    """The intervals of the week, and the series that are asked for."""
    kept = paths.starts.isin(pd.DatetimeIndex(asked.demand["start"].unique()))
    rows = paths.series["outlet"].isin(asked.demand["outlet"]).to_numpy()
    rates = paths.rates[:, rows][:, :, kept]
    return SamplePaths.alike(paths.series[rows].reset_index(drop=True), paths.starts[kept], rates)


def _as_path(truth: pd.DataFrame, like: SamplePaths) -> SamplePaths:
    """What came as the one path."""
    rates = np.zeros((1, len(like.series), len(like.starts)))
    row = pd.MultiIndex.from_frame(like.series[SERIES]).get_indexer(pd.MultiIndex.from_frame(truth[SERIES]))
    column = like.starts.get_indexer(pd.DatetimeIndex(truth["start"]))
    there = (row >= 0) & (column >= 0)
    rates[0, row[there], column[there]] = truth["count"].to_numpy(float)[there]
    return SamplePaths.alike(like.series, like.starts, rates)
