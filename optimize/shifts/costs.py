"""What a staff plan costs, recomputed from its duties, its cover and the problem alone.

h is the paid time of a duty in hours: its length, less an unpaid break; on standby its length. g is the grain in
hours, S, I, T the prices of shortage, idle time and travel, r, e, s the `weekly` rate, overtime factor and standby
factor of a pool and week, price and standby factor of a link that of lender, receiver and day.

    regular    own duties            h people                       at r
    lent       lent duties           h people                       at the link's price
    partner    partners' duties      h people                       at the link's price
    travel     lent and partners'    2 travel_minutes / 60 people   at the link's price + T
    overtime   own people            max(0, own h + lent-out h and travel - weekly hours) at r (e - 1): the premium
                                     only, as these hours are priced above too; on the lending outlet
    standby    own                   h people                       at s r
               lent, partner         h people                       at the link's standby factor x price
    shortage   cover, floors         g (short + cushion_short + floors' short)   at S
    idle       cover                 g surplus                      at I
    reserve    reserve               g short                        at s S: what is missing is to a person missing
                                     as its pay is to pay; s of the pool in that week, else the mean of all pools,
                                     else 1

Outlets are the receiving ones but for overtime. Hours of overtime are hours that stand under regular, lent or
travel too. The items add up to the plan's objective.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shifts.clock import Numbers, week_of
from optimize.shifts.hours import paid_hours, way_hours
from optimize.shifts.values import StaffProblem
from quarterhour.labels import attach

POOL, POOL_WEEK = ["outlet", "pool"], ["outlet", "pool", "week"]
ITEMS = ("regular", "overtime", "lent", "partner", "travel", "standby", "shortage", "reserve", "idle")
ROWS = ["outlet", "week", "item", "hours", "money"]


def reserve_prices(problem: StaffProblem) -> pd.Series:
    """Money for an hour in which one person of each row of `problem.reserve` is missing."""
    weekly = problem.weekly
    usual = float(weekly["standby_factor"].mean()) if len(weekly) else 1.0
    days = pd.Series(problem.grid.business_day(pd.DatetimeIndex(problem.reserve["start"])))
    wanted = problem.reserve[POOL].assign(week=week_of(days).to_numpy())
    known = wanted.merge(weekly[[*POOL_WEEK, "standby_factor"]], on=POOL_WEEK, how="left")
    factor = known["standby_factor"].fillna(usual).to_numpy()
    return pd.Series(problem.prices.shortage * factor, index=problem.reserve.index)


def duty_costs(problem: StaffProblem, duties: pd.DataFrame) -> pd.DataFrame:
    """Every duty and its travel as `ROWS`, the overtime premium of each pool and week behind."""
    done = _paid(problem, duties)
    standby = (done["activity"] == "standby").to_numpy()
    own = (done["source"] == "own").to_numpy()
    item = np.where(standby, "standby", np.where(own, "regular", done["source"]))
    worked = done.assign(item=item, money=done["hours"] * done["price"] * np.where(standby, done["factor"], 1.0))
    moved = done[~own & ~standby].assign(item="travel", hours=lambda row: row["way"])
    moved["money"] = moved["hours"] * (moved["price"] + problem.prices.travel)
    rows = [worked[ROWS], moved[ROWS], _overtime(problem, done[~standby & (done["source"] != "partner")])]
    return pd.concat(rows, ignore_index=True)


def cover_costs(
    problem: StaffProblem, cover: pd.DataFrame, floors: pd.DataFrame, reserve: pd.DataFrame
) -> pd.DataFrame:
    """Shortage, idle time and reserve missing as `ROWS`; the tables carry the `week` they are counted in."""
    grain, prices = problem.grid.grain / 60, problem.prices
    priced = problem.reserve[[*POOL, "start"]].assign(price=reserve_prices(problem))
    reserve = attach(reserve, priced, [*POOL, "start"], "reserve")
    parts: list[tuple[pd.DataFrame, str, pd.Series, Numbers | float]] = [
        (cover, "shortage", cover["short"] + cover["cushion_short"], prices.shortage),
        (floors, "shortage", floors["short"], prices.shortage),
        (cover, "idle", cover["surplus"], prices.idle),
        (reserve, "reserve", reserve["short"], reserve["price"].to_numpy(float)),
    ]
    rows = []
    for table, item, people, price in parts:
        hours = people.to_numpy(float) * grain
        rows.append(table[["outlet", "week"]].assign(item=item, hours=hours, money=hours * price))
    return pd.concat(rows, ignore_index=True)


def cost_table(rows: pd.DataFrame) -> pd.DataFrame:
    """`StaffPlan.costs`: one row an outlet and item that costs anything or takes any time."""
    costs = rows.groupby(["outlet", "item"], as_index=False)[["hours", "money"]].sum()
    costs = costs[(costs["hours"] != 0) | (costs["money"] != 0)]
    order = costs["item"].map({item: place for place, item in enumerate(ITEMS)})
    return costs.assign(order=order).sort_values(["outlet", "order"], ignore_index=True).drop(columns="order")


def _paid(problem: StaffProblem, duties: pd.DataFrame) -> pd.DataFrame:
    """Duties with paid `hours` and hours under `way` of all their people, price, factor and the people's home."""
    people = duties["people"].to_numpy(float)
    done = duties.assign(
        week=week_of(duties["day"]), hours=paid_hours(duties) * people, way=way_hours(duties) * people
    )
    links = problem.links[["link", "day", "lender_pool", "price", "standby_factor"]]
    done = done.merge(links.rename(columns={"standby_factor": "factor"}), on=["link", "day"], how="left")
    own = done["source"] == "own"
    paid = done[POOL_WEEK].merge(problem.weekly, on=POOL_WEEK, how="left")
    done["price"] = done["price"].where(~own, paid["rate"])
    done["factor"] = done["factor"].where(~own, paid["standby_factor"])
    return done.assign(
        home=done["outlet"].where(own, done["lender"]), home_pool=done["pool"].where(own, done["lender_pool"])
    )


def _overtime(problem: StaffProblem, done: pd.DataFrame) -> pd.DataFrame:
    """The premium on hours of own people, lent ones and their travel included, beyond the regular ones."""
    spent = done.assign(spent=done["hours"] + done["way"]).groupby(["home", "home_pool", "week"])["spent"].sum()
    used = spent.reset_index().set_axis([*POOL_WEEK, "spent"], axis=1)
    used = attach(used, problem.weekly, POOL_WEEK, "weekly: pools whose people work")
    hours = (used["spent"] - used["hours"]).clip(lower=0.0)
    money = hours * used["rate"] * (used["overtime_factor"] - 1)
    return used[["outlet", "week"]].assign(item="overtime", hours=hours, money=money)
