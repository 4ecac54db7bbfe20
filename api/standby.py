"""The two-stage plan of a week as tables, the same on the terminal, in files and on the page."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimize.shifts.uncertain.values import ITEMS
from scenarios.plan.standing_by import StandbyPlan

LOW, HIGH = 0.1, 0.9
"""The range of paths that is shown."""


def by_outlet(found: StandbyPlan) -> pd.DataFrame:
    """outlet, needed, base, contracts, called, overtime, flexible, short.

    Hours of the week as expected, base ones as paid; contracts are people on call.
    """
    grain = found.problem.grid.grain / 60
    cells = found.plan.outcome.cells
    names = ["needed", "called", "overtime", "flexible", "short"]
    hours = cells.groupby("outlet", as_index=False)[names].sum()
    hours[names] = hours[names] * grain
    duties, standby = found.plan.first.duties, found.plan.first.standby
    paid = (duties["hours"] * duties["people"]).groupby(duties["outlet"]).sum()
    hours["base"] = hours["outlet"].map(paid).fillna(0.0)
    hours["contracts"] = hours["outlet"].map(standby.groupby("outlet")["people"].sum()).fillna(0).astype(np.int64)
    return hours[["outlet", "needed", "base", "contracts", "called", "overtime", "flexible", "short"]]


def by_day(found: StandbyPlan) -> pd.DataFrame:
    """day, low, needed, high (person-hours over the paths), on_duty, covered (with all recourse, expected)."""
    grid, problem = found.problem.grid, found.problem
    need = problem.need.assign(day=grid.business_day(pd.DatetimeIndex(problem.need["start"])))
    hours = need.groupby(["day", "path"])["people"].sum().rename("hours").reset_index()
    hours = hours.merge(problem.paths, on="path")
    hours["hours"] = hours["hours"] * grid.grain / 60
    rows = []
    for day, mine in hours.groupby("day"):
        ordered = mine.sort_values("hours")
        reached = ordered["weight"].cumsum().to_numpy()
        at = [min(int(np.searchsorted(reached, share - 1e-9)), len(ordered) - 1) for share in (LOW, HIGH)]
        low, high = ordered["hours"].to_numpy(float)[at]
        rows.append((day, low, float(mine["hours"].to_numpy(float) @ mine["weight"].to_numpy(float)), high))
    frame = pd.DataFrame(rows, columns=["day", "low", "needed", "high"])
    cells = found.plan.outcome.cells
    cells = cells.assign(day=grid.business_day(pd.DatetimeIndex(cells["start"])))
    cells["covered"] = cells[["on_duty", "called", "overtime", "flexible"]].sum(axis=1)
    there = cells.groupby("day", as_index=False)[["on_duty", "covered"]].sum()
    there[["on_duty", "covered"]] = there[["on_duty", "covered"]] * grid.grain / 60
    return frame.merge(there, on="day")


def money_by_item(found: StandbyPlan) -> pd.DataFrame:
    """item, money: expected over the paths."""
    outcome = found.plan.outcome
    costs = outcome.costs.merge(outcome.paths[["path", "weight"]], on="path")
    costs["money"] = costs["money"] * costs["weight"]
    order = {item: place for place, item in enumerate(ITEMS)}
    summed = costs.groupby("item", as_index=False)[["money"]].sum()
    return summed.sort_values("item", key=lambda items: items.map(order), ignore_index=True)


def evidence(found: StandbyPlan) -> pd.DataFrame:
    """figure, value: objective, bound, gap, cost on other paths, value of the stochastic solution and the like.

    What is not known, such as a bound that the time limit did not leave time for, is NaN and never 0.
    """
    proof, worth = found.plan.proof, found.worth
    values = {
        "objective": proof.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "money_expected": worth.stochastic.money,
        "money_mean_plan": worth.mean_value.money,
        "value_of_stochastic_solution": worth.saved,
        "value_of_information_at_most": worth.information,
        "kept": found.plan.outcome.kept,
    }
    if found.others is not None:
        values |= {
            "money_on_other_paths": found.others.money,
            "money_on_other_paths_error": other_error(found),
            "kept_on_other_paths": found.others.kept,
        }
    known = [np.nan if value is None or not np.isfinite(value) else float(value) for value in values.values()]
    return pd.DataFrame({"figure": list(values), "value": known})


def other_error(found: StandbyPlan) -> float:
    """Standard error of the mean cost on other paths; NaN where fewer than two can not tell it."""
    if found.others is None or len(found.others.paths) < 2:
        return np.nan
    money = found.others.paths["money"].to_numpy(float)
    return float(money.std(ddof=1) / np.sqrt(len(money)))


def tables(found: StandbyPlan) -> Mapping[str, pd.DataFrame]:
    """What is written: the first stage, what it comes to, and the evidence."""
    first, outcome = found.plan.first, found.plan.outcome
    return {
        "duties": first.duties,
        "breaks": first.breaks,
        "contracts": first.standby,
        "flexible": first.flexible,
        "cover": outcome.cells,
        "outlets": by_outlet(found),
        "days": by_day(found),
        "costs": money_by_item(found),
        "paths": outcome.paths,
        "curve": found.curve,
        "evidence": evidence(found),
    }
