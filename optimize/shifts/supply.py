"""Own people: who does the duties at home, and what a day and a week allow.

Sets       seats k, days d, work w = (paid hours h[w], length); pools p
Data       people by seat and day, by pool and day; per pool and week: duties, H regular hours, M hours with
           overtime, rate r, overtime factor e
Variables  own[k,d,w] whole: own people who do duties of work w; overtime[p] in 0 .. M - H
Rows       sum of x over the duties of work w = own[k,d,w] + lent and partner people there
           sum of own over w <= people[k,d]
           own + out + standby of the pool on a day <= people[p,d], and over the week <= duties[p]
           hours of own duties and of duties lent out with travel both ways - overtime[p] <= H[p]
Cost       r h own; r (e - 1) overtime: the premium, as the hours themselves are priced where they are worked

Who does which duty does not matter for cost or cover, only how long it is: so people are counted by work, not
by duty, and `extract` hands the duties out afterwards.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids

WORK = ["k", "day", "work"]
USAGE = ["p", "day", "column", "duties", "hours"]


def add_work_rows(program: Builder, work: pd.DataFrame) -> pd.DataFrame:
    """Rows that split the people of each seat, day and work by where they come from: k, p, day, work, row."""
    kinds = work.drop_duplicates(WORK)[[*WORK, "p", "paid", "length"]].reset_index(drop=True)
    kinds["row"] = program.rows(len(kinds), lower=0.0, upper=0.0)
    program.put(work[WORK].merge(kinds, on=WORK, how="left")["row"], work["column"])
    return kinds


def add_own(program: Builder, own: pd.DataFrame, kinds: pd.DataFrame, weekly: pd.DataFrame) -> pd.DataFrame:
    """Own people on duties at home, with the post they hold."""
    staff = own.merge(weekly[["p", "rate"]], on="p")[["k", "day", "post", "people", "rate"]]
    mine = kinds.merge(staff, on=["k", "day"])
    mine["hours"] = mine["paid"] / 60
    mine["column"] = program.columns(
        len(mine),
        cost=(mine["rate"] * mine["hours"]).to_numpy(float),
        upper=mine["people"].to_numpy(float),
        integer=True,
    )
    program.put(mine["row"], mine["column"], -1.0)
    groups = mine.groupby(["k", "day"])
    rows = program.rows(groups.ngroups, upper=groups["people"].first().to_numpy(float))
    program.put(rows[groups.ngroup().to_numpy()], mine["column"])
    return mine


def add_day_limits(program: Builder, usage: pd.DataFrame, totals: pd.DataFrame) -> None:
    """Nobody has two duties a day; `usage` names the pool, the day and the column of its people."""
    day = totals.merge(usage[["p", "day"]].drop_duplicates(), on=["p", "day"], how="right").fillna({"people": 0})
    day["row"] = program.rows(len(day), upper=day["people"].to_numpy(float))
    program.put(usage[["p", "day"]].merge(day, on=["p", "day"], how="left")["row"], usage["column"])


def add_week_limits(program: Builder, usage: pd.DataFrame, weekly: pd.DataFrame) -> Ids:
    """Duties and hours of a week, with each pool's overtime; gives the rows, which tie days together.

    `usage` has the `duties` and working `hours` of one unit of each column.
    """
    week = weekly.merge(usage[["p"]].drop_duplicates(), on="p", how="right").fillna(0)
    at = usage[["p"]].merge(week[["p"]].assign(place=np.arange(len(week))), on="p", how="left")["place"].to_numpy()
    duties = program.rows(len(week), upper=week["duties"].to_numpy(float))
    program.put(duties[at], usage["column"], usage["duties"])
    hours = program.rows(len(week), upper=week["hours"].to_numpy(float))
    program.put(hours[at], usage["column"], usage["hours"])
    premium = (week["rate"] * (week["overtime_factor"] - 1)).to_numpy(float)
    extra = np.maximum((week["hours_most"] - week["hours"]).to_numpy(float), 0.0)
    program.put(hours, program.columns(len(week), cost=premium, upper=extra), -1.0)
    return np.concatenate([duties, hours])
