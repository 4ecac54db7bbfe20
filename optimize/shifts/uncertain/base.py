"""The first stage: duties, own people, contracts on call and the flexible pool, decided for all paths at once.

Sets       pools p, intervals q, candidate duties c, windows on call s, components g, days d
Variables  x[p,c], b[p,..] whole: duties and breaks, as in `duties`; own[p,d,w] whole, as in `supply`
           on[p,q]: people on duty, in 0 .. desks; end[p,q]: people whose duty ends where q begins
           z[p,s] whole: contracts on call; F[g,d] whole, in least .. most: people of the flexible pool
Rows       on[p,q] = sum of x over duties that hold q, less the breaks that touch it
           end[p,q] = sum of x over duties that end there
           sum of z over windows of a day <= people who may be on call
           days and weeks as in `supply`; who is on call has one of the duties of the week, but no working hours
Cost       r h own; r (e - 1) an hour beyond the regular ones of the week; s r h z; retainer F
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids
from optimize.shifts.cover import CoverRows
from optimize.shifts.duties import add_duties
from optimize.shifts.supply import USAGE, add_day_limits, add_own, add_week_limits, add_work_rows
from optimize.shifts.uncertain.prepare import Prepared


@dataclass(frozen=True)
class Base:
    """Frames of the first stage with their `column`, and the rows that define or tie.

    Attributes
    ----------
    on, end
        p, q, column, row: what the row makes of duties.
    weeks
        Rows of weekly limits: duties of every pool, then hours.
    usage
        p, day, column, duties, hours: what a unit takes of the week.
    """

    duties: pd.DataFrame
    breaks: pd.DataFrame
    own: pd.DataFrame
    on: pd.DataFrame
    end: pd.DataFrame
    standby: pd.DataFrame
    flexible: pd.DataFrame
    weeks: Ids
    usage: pd.DataFrame


def add_base(program: Builder, given: Prepared) -> Base:
    """Add all of the first stage."""
    grain = given.clock.grid.grain
    seats = given.pools[["p", "outlet"]].assign(k=given.pools["p"])
    on = _defined(program, given.slots[["p", "q", "day"]], given.slots["desks"].to_numpy(float))
    duties, breaks = add_duties(program, seats, given.duties, _rows(on, len(given.pools)), grain)
    end = _ends(program, given, duties, grain)
    kinds = add_work_rows(program, duties)
    staff = given.staff.assign(k=given.staff["p"], post="")
    own = add_own(program, staff, kinds, given.weekly)
    standby = _standby(program, given)
    flexible = given.reserves.copy()
    flexible["column"] = program.columns(
        len(flexible),
        cost=flexible["retainer"].to_numpy(float),
        lower=flexible["least"].to_numpy(float),
        upper=flexible["most"].to_numpy(float),
        integer=True,
    )
    usage = pd.concat([own, standby.assign(hours=0.0)], ignore_index=True).assign(duties=1.0)[USAGE]
    add_day_limits(program, usage, given.staff)
    weeks = add_week_limits(program, usage, given.weekly)
    return Base(duties, breaks, own, on, end, standby, flexible, weeks, usage)


def _defined(program: Builder, table: pd.DataFrame, upper: np.ndarray | float) -> pd.DataFrame:
    """A column by row of the table, and the row that says what it is."""
    found = table.reset_index(drop=True)
    found["column"] = program.columns(len(found), upper=upper)
    found["row"] = program.rows(len(found), lower=0.0, upper=0.0)
    program.put(found["row"], found["column"], -1.0)
    return found


def _rows(on: pd.DataFrame, pools: int) -> CoverRows:
    first, last = int(on["q"].min()), int(on["q"].max())
    pool = np.full((pools, last - first + 1), -1, dtype=np.int64)
    pool[on["p"], on["q"] - first] = on["row"]
    nowhere = np.full((1, last - first + 1), -1, dtype=np.int64)
    return CoverRows(pool, nowhere, first, pd.DataFrame(), np.empty(0, np.int64))


def _ends(program: Builder, given: Prepared, duties: pd.DataFrame, grain: int) -> pd.DataFrame:
    """Duties by the interval that their end begins, where the outlet is still open."""
    ending = duties[["p", "column"]].assign(q=-(-duties["end"].to_numpy() // grain))
    ending = ending.merge(given.slots[["p", "q", "day"]], on=["p", "q"])
    end = _defined(program, ending[["p", "q", "day"]].drop_duplicates().sort_values(["p", "q"]), np.inf)
    program.put(ending.merge(end[["p", "q", "row"]], on=["p", "q"], how="left")["row"], ending["column"])
    return end


def _standby(program: Builder, given: Prepared) -> pd.DataFrame:
    standby = given.windows.merge(given.pools[["p", "rate", "standby_factor"]], on="p")
    standby = standby.rename(columns={"hours": "length"})
    standby["column"] = program.columns(
        len(standby),
        cost=(standby["rate"] * standby["standby_factor"] * standby["length"]).to_numpy(float),
        upper=standby["most"].to_numpy(float),
        integer=True,
    )
    days = standby[["p", "day"]].drop_duplicates().merge(given.staff, on=["p", "day"], how="left")
    days["row"] = program.rows(len(days), upper=days["standby"].to_numpy(float))
    program.put(standby.merge(days[["p", "day", "row"]], on=["p", "day"], how="left")["row"], standby["column"])
    return standby
