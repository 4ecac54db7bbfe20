"""Base duties, contracts on call and a flexible pool for a week of a stored plan, against all its sample paths."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.requirement.confidence import SamplePaths, reduce_paths
from optimize.shifts.uncertain import (
    Outcome,
    Risk,
    Terms,
    UncertainPlan,
    UncertainProblem,
    Worth,
    along,
    solve,
    worth,
)
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Limits
from scenarios.network.model import Network
from scenarios.plan.confidence import confidence_problem, sample_paths
from scenarios.plan.standby import ALL, needs_along, standby_problem, usual_windows, week_of_demand
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.premises.people import people

PATHS = 10
"""Weighted paths that the plan is made for."""
OTHERS = 20
"""Paths not used that it is tried on: enough for a standard error of some tenths of a percent."""
CAPS = (0, 1, 2)
"""People on call an outlet and day at most, for the curve of what they save."""
USUAL = 8.0
"""Hours of a day of the flexible pool, for its retainer."""
CURVE = ("most", "contracts", "money", "kept")


class NoStandbyError(ValueError):
    """The plan or its network lacks what standby is planned from."""

    def __init__(self, code: str, **values: object) -> None:
        self.message = Message(code, values)
        super().__init__(self.message.text())


@dataclass(frozen=True)
class StandbyPlan:
    """The two-stage plan of a week and its evidence.

    Attributes
    ----------
    monday
        Of the week.
    others
        What the plan comes to on paths that it was not made for; None where there are none.
    curve
        most (people on call an outlet and day at most), contracts (people on call in the week), money (expected),
        kept: everything planned anew.
    """

    monday: pd.Timestamp
    problem: UncertainProblem
    plan: UncertainPlan
    worth: Worth
    others: Outcome | None
    curve: pd.DataFrame


def plan_standby(
    network: Network,
    plan: Plan,
    *,
    week: pd.Timestamp | None = None,
    paths: int = PATHS,
    risk: Risk | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> StandbyPlan:
    """Plan one week of a stored plan in two stages.

    Parameters
    ----------
    network
        The base network that the plan was made of; the plan's own changes are put on it again.
    week
        A day of it; the plan's first week where left out.
    paths
        How many weighted paths the plan is made for.

    Raises
    ------
    NoStandbyError
        When the plan has no sample paths or no staff, or no demand in that week.
    LabelError
        When plan and network do not fit each other.
    """
    progress, limits = progress or Progress(), limits or Limits()
    if plan.forecast is None or plan.requirement is None:
        raise NoStandbyError("requirement.no_paths")
    if not network.has("employees") or not network.has("posts"):
        raise NoStandbyError("staff.no_own_people")
    premises = premises_of(network, plan)
    day = plan.first_day if week is None else week
    monday = day - pd.Timedelta(days=day.day_of_week)
    asked = week_of_demand(confidence_problem(premises, plan.forecast), network.grid, monday)
    if asked.demand.empty:
        raise NoStandbyError("staff.week_without_demand", week=monday.date().isoformat())
    many = _of_week(sample_paths(plan.forecast.paths, premises.closed), asked.demand)
    few = reduce_paths(asked, many, paths)
    problem = _problem(premises, needs_along(asked, few), few, monday, risk or Risk())
    progress.report("standby", 0.1)
    found = solve(problem, limits=limits)
    progress.report("standby", 0.6)
    rest = np.setdiff1d(np.arange(len(many.weights)), few.numbers)[:OTHERS]
    others = None
    if len(rest):
        tried = SamplePaths.alike(many.series, many.starts, many.rates[rest])
        weights = pd.DataFrame({"path": tried.numbers, "weight": tried.weights})
        unseen = replace(problem, need=needs_along(asked, tried), paths=weights)
        others = along(unseen, found.first, found.short_price)
    progress.report("standby", 0.7)
    valued = worth(problem, found, limits=limits)
    progress.report("standby", 0.9)
    return StandbyPlan(monday, problem, found, valued, others, _curve(problem, found, limits))


def _problem(
    premises: Premises, need: pd.DataFrame, paths: SamplePaths, monday: pd.Timestamp, risk: Risk
) -> UncertainProblem:
    network = premises.network
    return standby_problem(
        premises,
        people(network, monday, 7),
        need,
        pd.DataFrame({"path": paths.numbers, "weight": paths.weights}),
        on_call=usual_windows(need, network.grid),
        flexible=_flexible(network),
        terms=Terms(float(network.settings.price_shortage)),
        risk=risk,
    )


def _flexible(network: Network) -> pd.DataFrame:
    """What partners offer, as one pool: people of all offers, mean price, a day's retainer as for standby."""
    offers = network.table("partner_offers")
    columns = ["component", "least", "most", "price", "retainer"]
    if offers.empty:
        return pd.DataFrame([(ALL, 0.0, 0.0, 0.0, 0.0)], columns=columns)
    price = float(offers["price"].astype(float).mean())
    share = float(offers["standby_factor"].astype(float).mean())
    return pd.DataFrame([(ALL, 0.0, float(offers["people"].sum()), price, price * share * USUAL)], columns=columns)


def _of_week(paths: SamplePaths, demand: pd.DataFrame) -> SamplePaths:
    kept = paths.starts.isin(pd.DatetimeIndex(demand["start"].unique()))
    return SamplePaths.alike(paths.series, paths.starts[kept], paths.rates[:, :, kept])


def _curve(problem: UncertainProblem, found: UncertainPlan, limits: Limits) -> pd.DataFrame:
    """Cost with fewer people on call, everything planned anew."""
    staff = problem.staff
    highest = int(staff["standby"].max()) if len(staff) else 0
    rows = []
    for most in (cap for cap in CAPS if cap < highest):
        fewer = replace(problem, staff=staff.assign(standby=staff["standby"].clip(upper=most)))
        rows.append((most, solve(fewer, limits=limits)))
    rows.append((highest, found))
    points = [
        (most, int(made.first.standby["people"].sum()), made.outcome.money, made.outcome.kept)
        for most, made in rows
    ]
    return pd.DataFrame(points, columns=list(CURVE))
