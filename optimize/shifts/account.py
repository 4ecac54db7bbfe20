"""Everything that follows from duties: cover, reserve, costs and holes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from optimize.shifts.clock import Clock
from optimize.shifts.costs import cost_table, cover_costs, duty_costs
from optimize.shifts.holes import find_holes
from optimize.shifts.partitions import Outline, Part
from optimize.shifts.prepare import Prepared
from optimize.shifts.presence import cover_table, floor_shortage, presence, reserve_table
from optimize.shifts.values import StaffPlan, StaffProblem
from quarterhour.labels import attach
from quarterhour.result import Proof


@dataclass(frozen=True)
class Account:
    """What duties come to.

    Attributes
    ----------
    unplanned
        Partitions that were never begun, by name.
    floors
        Where people able to hold a post are missing.
    rows
        outlet, week, item, hours, money: every cost with the week in whose partition it counts.
    """

    problem: StaffProblem
    prepared: Prepared
    duties: pd.DataFrame
    unplanned: Mapping[str, Part]
    cover: pd.DataFrame
    floors: pd.DataFrame
    reserve: pd.DataFrame
    rows: pd.DataFrame

    @classmethod
    def of(
        cls, problem: StaffProblem, prepared: Prepared, duties: pd.DataFrame, unplanned: Mapping[str, Part]
    ) -> Account:
        """The account of some duties."""
        clock = prepared.clock
        there = pd.concat([presence(duties, clock), _given(problem, clock)], ignore_index=True)
        cover = cover_table(problem.need, there, clock, problem.prices.unplanned_absence)
        reserve = reserve_table(problem.reserve, there, clock)
        floors = floor_shortage(problem.floors, there, clock)
        weekly = (_weeks(table, prepared) for table in (cover, floors, reserve))
        rows = pd.concat([duty_costs(problem, duties), cover_costs(problem, *weekly)], ignore_index=True)
        return cls(problem, prepared, duties, unplanned, cover, floors, reserve, rows)

    def cost(self, part: Outline) -> float:
        """What a partition costs, in money."""
        here = self.rows["outlet"].isin(part.pools["outlet"]) & (self.rows["week"] == part.week)
        return float(self.rows.loc[here, "money"].sum())

    def plan(self, proofs: tuple[Proof, ...]) -> StaffPlan:
        """The staff plan with these proofs."""
        tables = self.duties, self.cover, self.floors, self.reserve
        holes = find_holes(self.prepared, *tables, self.unplanned)
        links, costs = _used_links(self.problem, self.duties), cost_table(self.rows)
        return StaffPlan(self.duties, self.cover, self.reserve, holes, links, costs, proofs)


def _given(problem: StaffProblem, clock: Clock) -> pd.DataFrame:
    """Who is there anyway, as own people on duty."""
    q = clock.minutes(problem.given["start"]) // clock.grid.grain
    given = problem.given.assign(q=q, activity="work", source="own")
    return given[["outlet", "pool", "post", "activity", "source", "q", "people"]]


def _used_links(problem: StaffProblem, duties: pd.DataFrame) -> pd.DataFrame:
    """The links and days that lend somebody."""
    used = duties[["link", "day"]].drop_duplicates()
    return problem.links.merge(used, on=["link", "day"]).sort_values(["day", "link"], ignore_index=True)


def _weeks(table: pd.DataFrame, prepared: Prepared) -> pd.DataFrame:
    """The table with the week in whose partition each interval is counted."""
    keys = ["outlet", "pool", "start"]
    return attach(table, prepared.slots[[*keys, "week"]], keys, "cover: intervals of need")
