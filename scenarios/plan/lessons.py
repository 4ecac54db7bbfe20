"""What a staff plan could not know: which of its duties find no name, and where the people asked for were too few.

The staff plan adds people up and does not know names: rest, days in a row and weekends of single persons may leave
places on its duties that nobody can take. A pool is then counted on for no more duties in a week than the roster
named, so that others lend, partners come, or the shortage is seen where the plan is made. And where all who were
asked for were there and a promise was missed all the same (a weak point of the rehearsal), one more is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan, StaffProblem
from quarterhour.grid import TimeGrid
from scenarios.rehearsal.weak_points import NO_SHOWS, PEAK, QUEUE_BEFORE

POOL_WEEK = ["outlet", "pool", "week"]
CELL = ["outlet", "pool", "start"]
TOO_FEW = (PEAK, QUEUE_BEFORE, NO_SHOWS)
"""Reasons of weak points that more people mend, where those planned are named."""


@dataclass(frozen=True)
class Lessons:
    """Learnt round by round.

    Attributes
    ----------
    caps
        outlet, pool, week (Monday), most: duties that a pool is counted on for at most.
    raised
        outlet, pool, start, people: how many more than required are asked for.
    """

    caps: pd.DataFrame
    raised: pd.DataFrame

    @classmethod
    def none(cls, timezone: str) -> Lessons:
        """Before any round."""
        caps = {"outlet": "str", "pool": "str", "week": "datetime64[us]", "most": "int64"}
        raised = {"outlet": "str", "pool": "str", "start": f"datetime64[us, {timezone}]", "people": "int64"}
        return cls(_empty(caps), _empty(raised))

    def same(self, other: Lessons) -> bool:
        """Whether one says nothing that the other does not."""
        return self.caps.equals(other.caps) and self.raised.equals(other.raised)

    def within(self, problem: StaffProblem) -> Lessons:
        """Without what is asked for in intervals that the problem does not have: a scenario closed them."""
        return Lessons(self.caps, self.raised.merge(problem.need[CELL], on=CELL, validate="one_to_one"))

    def heeded(self, problem: StaffProblem) -> StaffProblem:
        """The problem with what was learnt."""
        weekly = problem.weekly.merge(self.caps, on=POOL_WEEK, how="left", validate="one_to_one")
        duties = np.fmin(weekly["duties"], weekly["most"]).astype("int64")
        need = problem.need.merge(self.raised, on=CELL, how="left", suffixes=("", "_more"), validate="one_to_one")
        people = need["people"] + need["people_more"].fillna(0).astype("int64")
        return replace(
            problem,
            weekly=weekly.assign(duties=duties).drop(columns="most"),
            need=need.assign(people=people).drop(columns="people_more"),
        )

    def after(self, problem: StaffProblem, staff: StaffPlan, roster: Roster, weak_points: pd.DataFrame) -> Lessons:
        """With what a round taught in which these were in force."""
        caps = pd.concat([self.caps, _named(staff, roster)], ignore_index=True)
        more = _more(problem, staff, roster, weak_points)
        raised = pd.concat([self.raised, more], ignore_index=True)
        return Lessons(
            caps.groupby(POOL_WEEK, as_index=False)[["most"]].min().astype(self.caps.dtypes),
            raised.groupby(CELL, as_index=False)[["people"]].sum().astype(self.raised.dtypes),
        )


def _empty(kinds: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _named(staff: StaffPlan, roster: Roster) -> pd.DataFrame:
    """outlet, pool, week, most: duties that were named, of home pools that left any open in that week."""
    lenders = staff.links.drop_duplicates("link").set_index("link")["lender_pool"]
    duties = staff.duties[staff.duties["source"] != "partner"]
    own = duties["source"] == "own"
    holes = roster.holes.groupby("duty")["people"].sum()
    homes = pd.DataFrame(
        {
            "outlet": duties["outlet"].where(own, duties["lender"]),
            "pool": duties["pool"].where(own, duties["link"].map(lenders)),
            "week": duties["day"] - pd.to_timedelta(duties["day"].dt.day_of_week, unit="D"),
            "people": duties["people"],
            "missing": duties["duty"].map(holes).fillna(0).astype("int64"),
        }
    )
    found = homes.groupby(POOL_WEEK, as_index=False)[["people", "missing"]].sum()
    found["most"] = found["people"] - found["missing"]
    return found.loc[found["missing"] > 0, [*POOL_WEEK, "most"]]


def _more(problem: StaffProblem, staff: StaffPlan, roster: Roster, weak_points: pd.DataFrame) -> pd.DataFrame:
    """outlet, pool, start, people: one more in intervals of weak points that were filled, while desks allow it."""
    asked = problem.need.merge(problem.desks, on="outlet", how="left")
    asked["free"] = asked["desks"] - asked.groupby(["outlet", "start"])["people"].transform("sum")
    short = staff.cover.loc[staff.cover["short"] > 0, CELL]
    open_ = _open_places(staff, roster, problem.grid)
    unfilled = pd.MultiIndex.from_frame(pd.concat([short, open_], ignore_index=True))
    points = weak_points.loc[weak_points["reason"].isin(TOO_FEW), ["outlet", "pool", "start", "end"]]
    inside = asked.reset_index().merge(points, on=["outlet", "pool"], suffixes=("", "_point"))
    inside = inside[(inside["start"] >= inside["start_point"]) & (inside["start"] < inside["end"])]
    weak = (
        asked.index.isin(inside["index"])
        & (asked["free"] > 0)
        & ~pd.MultiIndex.from_frame(asked[CELL]).isin(unfilled)
    )
    return asked.loc[weak].drop_duplicates(["outlet", "start"])[CELL].assign(people=1)


def _open_places(staff: StaffPlan, roster: Roster, grid: TimeGrid) -> pd.DataFrame:
    """outlet, pool, start: intervals that duties with open places reach into."""
    holes = roster.holes.merge(staff.duties[["duty", "pool", "activity"]], on="duty", validate="one_to_one")
    holes = holes[holes["activity"] == "work"]
    minutes = (holes["end"] - holes["start"]).dt.total_seconds().to_numpy() / 60
    steps = np.ceil(minutes / grid.grain).astype(np.int64)
    row = np.repeat(np.arange(len(holes)), steps)
    step = np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    spread = holes.iloc[row].reset_index(drop=True)
    starts = spread["start"] + pd.to_timedelta(step * grid.grain, unit="min")
    return spread.assign(start=starts.astype(staff.cover["start"].dtype))[CELL].drop_duplicates()
