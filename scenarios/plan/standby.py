"""The two-stage problem of a week: needs along sample paths, own people, contracts on call, the flexible pool."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecast.values import Paths
from optimize.requirement import require
from optimize.requirement.confidence import SamplePaths
from optimize.requirement.values import RequirementProblem
from optimize.shifts.uncertain.values import Risk, Terms, UncertainProblem
from quarterhour.grid import TimeGrid
from scenarios.plan.staffing import own_staff, shift_types, weekly_limits
from scenarios.premises import Premises
from scenarios.premises.people import People

WINDOW = 360
"""Minutes on call in one window, where the organisation names none."""
ALL = "all"
"""Name of the one component where outlets share one flexible pool."""


def needs_along(problem: RequirementProblem, paths: SamplePaths) -> pd.DataFrame:
    """outlet, pool, start, path, people: the people that each path asks for.

    A path's customers of an interval are taken as its rate, and the requirement is that of the modified offered
    load of its day, as for the price of confidence: least people with which every promise of the interval holds.

    Parameters
    ----------
    problem
        Its demand says which intervals are open; its rates are not looked at.
    """
    labels = problem.demand[["outlet", "service", "start"]].reset_index(drop=True)
    series = pd.MultiIndex.from_frame(paths.series[["outlet", "service"]])
    row = series.get_indexer(pd.MultiIndex.from_frame(labels[["outlet", "service"]]))
    column = paths.starts.get_indexer(pd.DatetimeIndex(labels["start"]))
    frames = []
    for number, rates in zip(paths.numbers, paths.rates, strict=True):
        demand = labels.assign(rate=rates[row, column].astype(np.float64))
        asked = RequirementProblem(demand, problem.services, problem.posts, problem.desks, problem.grain)
        pools = require(asked, method="offered_load").pools
        frames.append(pools[["outlet", "pool", "start", "people"]].assign(path=int(number)))
    return pd.concat(frames, ignore_index=True)


def week_of_demand(problem: RequirementProblem, grid: TimeGrid, monday: pd.Timestamp) -> RequirementProblem:
    """The problem with the demand of one week alone."""
    day = grid.business_day(pd.DatetimeIndex(problem.demand["start"]))
    kept = (day >= monday) & (day < monday + pd.Timedelta(days=7))
    demand = problem.demand[np.asarray(kept)].reset_index(drop=True)
    return RequirementProblem(demand, problem.services, problem.posts, problem.desks, problem.grain)


def counted(paths: Paths, closed: Sequence[str] = ()) -> SamplePaths:
    """The forecast's paths of counts, all alike in weight: what may really come, its chance included."""
    kept = ~paths.series["outlet"].isin(closed).to_numpy()
    series = paths.series.loc[kept, ["outlet", "service"]].reset_index(drop=True)
    return SamplePaths.alike(series, paths.starts, paths.counts[:, kept].astype(np.float32))


def standby_problem(
    premises: Premises,
    staff: People,
    need: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    on_call: pd.DataFrame,
    flexible: pd.DataFrame,
    components: pd.DataFrame | None = None,
    terms: Terms,
    risk: Risk | None = None,
    agreed: bool = True,
) -> UncertainProblem:
    """What `optimize.shifts.uncertain` needs to know about one week.

    Parameters
    ----------
    need
        From `needs_along`.
    weights
        path, weight.
    on_call
        outlet, contract, start, minutes, as in `UncertainProblem`.
    flexible
        component, least, most, price, retainer.
    components
        outlet, pool, component; all together where left out.
    agreed
        Whether only those who agree to standby may be on call.
    """
    network = premises.network
    grid = network.grid
    pools = need[["outlet", "pool"]].drop_duplicates(ignore_index=True)
    week = need["start"].min()
    monday = grid.business_day(pd.DatetimeIndex([week]))[0]
    monday -= pd.Timedelta(days=monday.day_of_week)
    own = own_staff(staff)
    inside = (own["day"] >= monday) & (own["day"] < monday + pd.Timedelta(days=7))
    people = own[inside].groupby(["outlet", "pool", "day"], as_index=False)[["people", "standby"]].max()
    people = people.merge(pools, on=["outlet", "pool"])
    weekly = weekly_limits(staff)
    weekly = weekly[weekly["week"] == monday].merge(pools, on=["outlet", "pool"])
    outlets = pools[["outlet"]].drop_duplicates()
    return UncertainProblem(
        need=need,
        paths=weights,
        pools=pools.assign(component=ALL) if components is None else components,
        desks=network.table("outlets")[["outlet", "desks"]].astype({"desks": int}),
        shift_types=shift_types(network, grid).merge(outlets, on="outlet"),
        on_call=on_call.merge(outlets, on="outlet"),
        staff=people if agreed else people.assign(standby=people["people"]),
        weekly=weekly,
        flexible=flexible,
        terms=terms,
        grid=grid,
        risk=risk or Risk(),
        seed=network.settings.seed,
    )


def windows(outlets: pd.Series, spans: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """outlet, contract, start, minutes: the same windows everywhere, given as minutes after the day cut."""
    rows = [(_span(start, end), start, end - start) for start, end in spans]
    shapes = pd.DataFrame(rows, columns=["contract", "start", "minutes"])
    return outlets.drop_duplicates().to_frame().merge(shapes, how="cross")


def usual_windows(need: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Two windows of each outlet: `WINDOW` from its first opening of the week and up to its last closing.

    Openings count by the wall clock, as windows do, so that a day of 23 or 25 hours moves none.
    """
    opened = need[["outlet", "start"]].drop_duplicates()
    minute = grid.slot(pd.DatetimeIndex(opened["start"])) * grid.grain
    spans = opened.assign(minute=minute).groupby("outlet", as_index=False)["minute"].agg(["min", "max"])
    rows = []
    for outlet, first, last in spans[["outlet", "min", "max"]].itertuples(index=False):
        end = int(last) + grid.grain
        for start in sorted({int(first), max(int(first), end - WINDOW)}):
            stop = min(start + WINDOW, end)
            rows.append((outlet, _span(start + grid.day_cut, stop + grid.day_cut), start, stop - start))
    return pd.DataFrame(rows, columns=["outlet", "contract", "start", "minutes"])


def _span(start: int, end: int) -> str:
    """Such as 08:00-14:00."""
    return "-".join(f"{minute // 60 % 24:02d}:{minute % 60:02d}" for minute in (start, end))
