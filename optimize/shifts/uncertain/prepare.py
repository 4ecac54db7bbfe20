"""The two-stage problem with its labels paired once and numbered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.shifts.candidates import candidate_duties, open_spans
from optimize.shifts.clock import Clock, Numbers
from optimize.shifts.splits import is_split
from optimize.shifts.uncertain.values import UncertainProblem
from quarterhour.arrays import Ints
from quarterhour.labels import attach

POOL = ["outlet", "pool"]


@dataclass(frozen=True)
class Prepared:
    """Tables numbered by pool p, interval q, component g and path w; minutes count from the clock's origin.

    Attributes
    ----------
    pools
        p, outlet, pool, g, desks, rate, overtime_factor, standby_factor.
    slots
        p, q, outlet, pool, day, start, minute, desks: the open intervals, by p and q.
    need
        Whole people, shape (paths, slots), at most the desks.
    weights
        Of the paths.
    duties
        `candidate_duties` but for split ones, numbered c, with `work`.
    windows
        p, day, contract, first, stop (intervals on call), start, end (minutes), hours, most (people that day).
    staff
        p, day, people, standby.
    weekly
        p and the weekly limits and prices.
    reserves
        g, day, component, least, most, price, retainer.
    """

    pools: pd.DataFrame
    slots: pd.DataFrame
    need: Ints
    weights: Numbers
    paths: Ints
    duties: pd.DataFrame
    windows: pd.DataFrame
    staff: pd.DataFrame
    weekly: pd.DataFrame
    reserves: pd.DataFrame
    clock: Clock


def prepare(problem: UncertainProblem) -> Prepared:
    """Pair and number the problem's tables, rows in the order of their labels."""
    grid = problem.grid
    cells = problem.need[[*POOL, "start"]].drop_duplicates().sort_values([*POOL, "start"], ignore_index=True)
    cells["day"] = grid.business_day(pd.DatetimeIndex(cells["start"])).as_unit("us")
    clock = Clock(grid, grid.day_start(cells["day"].min()))
    pools = _pools(problem)
    slots = attach(cells, pools[[*POOL, "p", "desks"]], POOL, "pools")
    slots["minute"] = clock.minutes(slots["start"])
    slots["q"] = slots["minute"] // grid.grain
    spans = open_spans(slots, clock, int(problem.shift_types["minutes"].max() if len(problem.shift_types) else 0))
    duties = candidate_duties(problem.shift_types, spans, clock)
    duties = duties[~is_split(duties)].reset_index(drop=True)
    duties["c"] = np.arange(len(duties))
    duties["work"] = duties.groupby(["paid", "length"]).ngroup()
    days = slots[["p", "day"]].drop_duplicates(ignore_index=True)
    staff = attach(problem.staff, pools[[*POOL, "p"]], POOL, "pools")[["p", "day", "people", "standby"]]
    staff = days.merge(staff, on=["p", "day"], how="left").fillna(0)
    paths = problem.paths.sort_values("path")
    return Prepared(
        pools=pools,
        slots=slots,
        need=_need(problem, slots, paths["path"].to_numpy(np.int64)),
        weights=paths["weight"].to_numpy(float),
        paths=paths["path"].to_numpy(np.int64),
        duties=duties,
        windows=_windows(problem, pools, staff, slots, clock),
        staff=staff,
        weekly=attach(problem.weekly, pools[[*POOL, "p"]], POOL, "pools").drop(columns=["outlet", "pool"]),
        reserves=_reserves(problem, pools, days),
        clock=clock,
    )


def _pools(problem: UncertainProblem) -> pd.DataFrame:
    pools = problem.need[POOL].drop_duplicates().sort_values(POOL, ignore_index=True)
    pools["p"] = np.arange(len(pools))
    pools = attach(pools, problem.pools, POOL, "pools")
    pools = attach(pools, problem.desks, ["outlet"], "desks")
    pools["g"] = pd.factorize(pools["component"], sort=True)[0]
    paid = problem.weekly[[*POOL, "rate", "overtime_factor", "standby_factor"]]
    return pools.merge(paid, on=POOL, how="left").fillna({"rate": 0.0, "overtime_factor": 1, "standby_factor": 1})


def _need(problem: UncertainProblem, slots: pd.DataFrame, paths: Ints) -> Ints:
    """By path and slot; what desks can not seat is cut off, as no plan can change it."""
    row = pd.Index(paths).get_indexer(pd.Index(problem.need["path"]))
    at = pd.MultiIndex.from_frame(slots[[*POOL, "start"]])
    column = at.get_indexer(pd.MultiIndex.from_frame(problem.need[[*POOL, "start"]]))
    need = np.zeros((len(paths), len(slots)), dtype=np.int64)
    need[row, column] = problem.need["people"].to_numpy()
    capped: Ints = np.minimum(need, slots["desks"].to_numpy(np.int64))
    return capped


def _windows(
    problem: UncertainProblem, pools: pd.DataFrame, staff: pd.DataFrame, slots: pd.DataFrame, clock: Clock
) -> pd.DataFrame:
    """Windows on call that hold a whole call while open; `most` people may be on call that day."""
    grain = clock.grid.grain
    days = staff[["p", "day", "standby"]].rename(columns={"standby": "most"})
    wanted = days.merge(pools[["p", "outlet"]], on="p").merge(problem.on_call, on="outlet")
    instant = clock.wall(wanted["day"], wanted["start"])
    wanted = wanted[instant.notna()].assign(start=clock.minutes(instant[instant.notna()]))
    wanted["end"] = wanted["start"] + wanted["minutes"].astype(np.int64)
    open_ = slots.groupby(["p", "day"], as_index=False)["q"].agg(opens="min", closes="max")
    wanted = wanted.merge(open_, on=["p", "day"])
    wanted["first"] = np.maximum(-(-wanted["start"] // grain), wanted["opens"])
    wanted["stop"] = np.minimum(wanted["end"] // grain, wanted["closes"] + 1)
    wanted["hours"] = wanted["minutes"] / 60
    least = -(-problem.terms.call_minutes // grain)
    kept = wanted[wanted["stop"] - wanted["first"] >= least]
    columns = ["p", "day", "contract", "start", "end", "first", "stop", "hours", "most"]
    return kept[columns].sort_values(["p", "start", "contract"], ignore_index=True)


def _reserves(problem: UncertainProblem, pools: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """The flexible pool of each component and day in which it is open."""
    open_ = days.merge(pools[["p", "g", "component"]], on="p")[["g", "component", "day"]].drop_duplicates()
    found = open_.merge(problem.flexible, on="component").sort_values(["g", "day"], ignore_index=True)
    return found[["g", "day", "component", "least", "most", "price", "retainer"]]
