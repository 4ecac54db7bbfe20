"""A plan with a repaired roster in the place of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.roster import Roster, check
from optimize.roster.calendar import Calendar
from optimize.roster.granted import granted
from optimize.roster.hours import account
from optimize.roster.repair import Repair, Standing
from optimize.shifts.values import StaffPlan
from scenarios.plan.values import Plan
from scenarios.roster.published import Published
from scenarios.roster.values import roster_of, tidy

HOLE = ["duty", "outlet", "post", "start", "end", "people", "reason", "mend"]


def everybody(before: Published, repair: Repair) -> pd.DataFrame:
    """Segments of all units after one was repaired; those of others are the same rows."""
    units = (repair.standing, *repair.lenders)
    theirs = pd.concat([unit.problem.employees["employee"] for unit in units])
    others = before.segments[~before.segments["employee"].isin(theirs)]
    parts = [part for part in (others, *(unit.segments for unit in units)) if len(part)]
    return tidy(pd.concat(parts, ignore_index=True))


def with_repair(before: Published, plan: Plan, repair: Repair) -> Plan:
    """The plan with the repaired roster, its duties and all that follows from them; other stages stay.

    Raises
    ------
    ValueError
        When the plan has no roster.
    """
    old, unit = roster_of(plan), repair.standing
    problem = before.problem
    absences = problem.absences[~problem.absences["employee"].isin(unit.problem.employees["employee"])]
    absent = [part for part in (absences, unit.problem.absences) if len(part)]
    able = pd.concat([problem.able, *(lender.problem.able for lender in repair.lenders)], ignore_index=True)
    duties = pd.concat([unit.problem.duties, *(_loans(lender, repair) for lender in repair.lenders)])
    problem = replace(
        problem,
        duties=duties.reset_index(drop=True),
        able=able.drop_duplicates(["employee", "outlet", "post"]).reset_index(drop=True),
        absences=pd.concat(absent, ignore_index=True) if absent else absences,
    )
    segments = everybody(before, repair)
    calendar = Calendar(problem.grid, problem.first_day, problem.days)
    roster = Roster(
        segments=segments,
        holes=_holes(old.holes, repair),
        rules=check(problem, segments),
        hours=account(problem, segments, calendar),
        wishes=granted(problem, segments, calendar),
        proofs=(*(proof for proof in old.proofs if proof.partition != unit.name), *repair.proofs),
    )
    return replace(plan, roster=roster, staff=_staff(plan, problem.duties))


def _loans(lender: Standing, repair: Repair) -> pd.DataFrame:
    """The duties of a lender that are loans of the repair."""
    return lender.own[lender.own["duty"].isin(repair.loans["loan"])]


def _staff(plan: Plan, duties: pd.DataFrame) -> StaffPlan | None:
    if plan.staff is None:
        return None
    had = plan.staff.duties
    common = duties.drop(columns=[name for name in duties.columns if name not in had.columns])
    extra = had.drop(columns=[name for name in had.columns if name in duties.columns and name != "duty"])
    joined = common.merge(extra, on="duty", how="left", validate="one_to_one")[had.columns]
    return replace(plan.staff, duties=joined.astype({name: had[name].dtype for name in had.columns}))


def _holes(old: pd.DataFrame, repair: Repair) -> pd.DataFrame:
    """Holes of other units as they were; the unit's counted anew, with the reasons known."""
    own, cells = repair.standing.own, repair.standing.cells
    filled = cells.groupby("duty").size().reindex(own["duty"]).fillna(0).to_numpy(np.int64)
    missing = own.assign(people=own["people"].to_numpy(np.int64) - filled)
    missing = missing.loc[missing["people"] > 0, HOLE[:6]]
    told = pd.concat([part for part in (repair.holes, old) if len(part)] or [old])[["duty", "reason", "mend"]]
    mine = missing.merge(told.drop_duplicates("duty"), on="duty", how="left", validate="one_to_one")
    mine = mine.fillna({"reason": "roster.reason_together", "mend": "roster.mend_more_search"})
    parts = [part for part in (old[~old["duty"].isin(own["duty"])], mine) if len(part)]
    every = pd.concat(parts, ignore_index=True)[HOLE] if parts else old
    return every.sort_values(["outlet", "start", "duty"], kind="stable").reset_index(drop=True)
