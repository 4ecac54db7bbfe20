"""What the day asks for: people wanted, people a lender keeps, and what missing ones cost.

wanted   the plan's requirement; where demand surges, the requirement worked out anew for the day with that demand
keep     no less than wanted, and enough at the quantile of the sample paths that the lender wants to be sure of
price    of each further person missing: customers late and lost more than with that person, at their prices, over
         all sample paths; never falling, so that many missing weigh more than a few; at least `LEAST` of the price
         of a missing hour, since deferred work and minimum people have no queue by interval
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from forecast.values import Forecast
from optimize import requirement as requiring
from optimize.requirement.confidence import (
    LossCurve,
    Prices,
    SamplePaths,
    at_quantile,
    loss_curve,
    reduce_paths,
)
from optimize.requirement.confidence.choice import within_desks
from optimize.requirement.values import Requirement, RequirementProblem
from scenarios.lending.duty import day_grid
from scenarios.lending.terms import ShareTerms
from scenarios.plan.confidence import PATHS, confidence_problem, prices_of, sample_paths
from scenarios.plan.demand import rates
from scenarios.plan.needs import requirement_problem
from scenarios.plan.values import Plan
from scenarios.premises import Premises

POOL = ["outlet", "pool", "start"]
SEAT = ["outlet", "pool", "post", "start"]
LEAST = 0.25
"""Share of `price_shortage` below which nobody missing is priced."""


def day_needs(
    premises: Premises, plan: Plan, day: pd.Timestamp, terms: ShareTerms
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Needs and steps by quarter hour: outlet, pool, post, start, wanted, keep; the same, step, people, price."""
    if plan.forecast is None or plan.requirement is None:
        raise ValueError("the plan has no forecast or no requirement.")
    needs = _wanted(premises, plan, plan.requirement, plan.forecast, day, terms.surge)
    curve, prices = _curve(premises, plan, plan.forecast, day, terms.surge)
    needs = needs.merge(_sure(curve, terms), on=POOL, how="left")
    needs["sure"] = needs["sure"].where(needs["post"] == "").fillna(0)
    needs["keep"] = np.maximum(needs["wanted"], needs["sure"]).astype(np.int64)
    steps = _steps(needs, curve, prices, premises.network.settings.price_shortage, plan.grain)
    return _by_quarter(needs[[*SEAT, "wanted", "keep"]], plan.grain), _by_quarter(steps, plan.grain)


def _wanted(
    premises: Premises,
    plan: Plan,
    required: Requirement,
    forecast: Forecast,
    day: pd.Timestamp,
    surge: Mapping[str, float],
) -> pd.DataFrame:
    """outlet, pool, post, start, wanted: what a surge adds is worked out by the method that needs no play."""
    grid = day_grid(plan)
    pools = required.pools[[*POOL, "people"]].assign(post="")
    posts = required.floors.loc[required.floors["people"] > 0, [*SEAT, "people"]]
    every = pd.concat([pools, posts], ignore_index=True)
    every = every[grid.business_day(pd.DatetimeIndex(every["start"])) == day]
    if surge:
        asked = rates(forecast, premises.network.settings.staffing_quantile)
        asked = asked[grid.business_day(pd.DatetimeIndex(asked["start"])) == day]
        asked = asked[asked["outlet"].isin(surge)].reset_index(drop=True)
        before, after = (_required(premises, asked.assign(rate=rate)) for rate in _rates(asked, surge))
        more = (after.set_index(SEAT)["people"] - before.set_index(SEAT)["people"]).rename("more").reset_index()
        every = every.merge(more, on=SEAT, how="left")
        every["people"] = (every["people"] + every["more"].fillna(0)).clip(lower=0)
    return every.rename(columns={"people": "wanted"})[[*SEAT, "wanted"]].astype({"wanted": np.int64})


def _rates(asked: pd.DataFrame, surge: Mapping[str, float]) -> tuple[pd.Series, pd.Series]:
    return asked["rate"], asked["rate"] * asked["outlet"].map(dict(surge)).astype(float)


def _required(premises: Premises, demand: pd.DataFrame) -> pd.DataFrame:
    """outlet, pool, post, start, people by the modified offered load."""
    problem = requirement_problem(premises, demand)
    here = set(demand["outlet"])
    problem = replace(problem, posts=problem.posts[problem.posts["outlet"].isin(here)].reset_index(drop=True))
    found = requiring.require(problem, method="offered_load", seed=premises.network.settings.seed)
    return pd.concat([found.pools[[*POOL, "people"]].assign(post=""), found.floors], ignore_index=True)


def _curve(
    premises: Premises, plan: Plan, forecast: Forecast, day: pd.Timestamp, surge: Mapping[str, float]
) -> tuple[LossCurve, Prices]:
    """Customers late and lost by head-count on that day, surges in all paths, with their prices."""
    grid = day_grid(plan)
    problem = confidence_problem(premises, forecast)
    prices = prices_of(premises, problem)
    today = grid.business_day(pd.DatetimeIndex(problem.demand["start"])) == day
    problem = replace(problem, demand=problem.demand[today].reset_index(drop=True))
    many = sample_paths(forecast.paths, premises.closed)
    inside = np.asarray(grid.business_day(many.starts) == day)
    factor = many.series["outlet"].map(dict(surge)).fillna(1.0).to_numpy(float)
    rates_there = many.rates[:, :, inside] * factor[None, :, None]
    few = reduce_paths(problem, SamplePaths.alike(many.series, many.starts[inside], rates_there), PATHS)
    return loss_curve(_served(problem), few), prices


def _served(problem: RequirementProblem) -> RequirementProblem:
    """Without posts of outlets that are shut that day."""
    open_today = set(problem.demand["outlet"])
    return replace(problem, posts=problem.posts[problem.posts["outlet"].isin(open_today)].reset_index(drop=True))


def _sure(curve: LossCurve, terms: ShareTerms) -> pd.DataFrame:
    """outlet, pool, start, sure: people at each outlet's own quantile, within its desks."""
    wanted = curve.cells["outlet"].map(dict(terms.sure_at)).fillna(terms.sure).to_numpy(float)
    people = np.zeros(len(wanted), dtype=np.int64)
    for quantile in np.unique(wanted):
        mine = wanted == quantile
        people[mine] = within_desks(curve, at_quantile(curve, float(quantile)))[mine]
    return curve.cells[POOL].assign(sure=people)


def _steps(needs: pd.DataFrame, curve: LossCurve, prices: Prices, shortage: float, grain: int) -> pd.DataFrame:
    """outlet, pool, post, start, step, people, price: one person a step, dearer the more are missing."""
    rows = needs[needs["wanted"] > 0].reset_index(drop=True)
    each = rows.loc[rows.index.repeat(rows["wanted"]), [*SEAT, "wanted"]].reset_index(drop=True)
    each["step"] = each.groupby(SEAT).cumcount()
    cost = curve.rows[[*POOL, "people"]].assign(
        money=prices.late * curve.rows["late"] + prices.lost * curve.rows["lost"]
    )
    cost["saved"] = -cost.groupby(POOL)["money"].diff() * 60 / grain
    each["people"] = each["wanted"] - each["step"]
    each = each.merge(cost[[*POOL, "people", "saved"]], on=[*POOL, "people"], how="left")
    price = each["saved"].where(each["post"] == "").fillna(shortage).clip(lower=LEAST * shortage)
    each["price"] = price.groupby([each[key] for key in SEAT]).cummax()
    return each.assign(people=1)[[*SEAT, "step", "people", "price"]]


def _by_quarter(table: pd.DataFrame, grain: int) -> pd.DataFrame:
    """Each row once for every quarter hour of its interval."""
    parts = grain // 15
    row = np.repeat(np.arange(len(table)), parts)
    quarter = np.tile(np.arange(parts), len(table))
    found = table.iloc[row].reset_index(drop=True)
    return found.assign(start=found["start"] + pd.to_timedelta(15 * quarter, unit="min"))
