"""A published roster as something to ask: of a plan, or read back from a file, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from optimize.roster import RosterProblem
from optimize.roster.repair import Standing
from optimize.roster.units import home_of_duties, home_of_people
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.roster.check import posed
from scenarios.roster.differences import differences
from scenarios.roster.read import of_plan
from scenarios.roster.values import HandRoster


@dataclass(frozen=True)
class Published:
    """Everybody's roster.

    Attributes
    ----------
    premises
        The network with the plan's changes, and what they say beside its tables.
    segments
        Each with the duty that it serves.
    edited
        employee, day: what somebody changed by hand since the plan; empty where there is no plan to compare with.
    plan
        The plan that it belongs to, where there is one.
    """

    premises: Premises
    problem: RosterProblem
    segments: pd.DataFrame
    edited: pd.DataFrame
    plan: Plan | None

    @property
    def network(self) -> Network:
        """With the plan's changes."""
        return self.premises.network

    def unit_of(self, employee: str) -> str:
        """The roster unit of somebody; "" for nobody known."""
        homes = home_of_people(self.problem)[self.problem.employees["employee"] == employee]
        return "" if homes.empty else str(homes.iloc[0])

    def unit_of_duty(self, duty: str) -> str:
        """The roster unit that fills a duty; "" for none known, or a partner's."""
        homes = home_of_duties(self.problem)[self.problem.duties["duty"] == duty]
        return "" if homes.empty else str(homes.iloc[0])

    def standing(self, unit: str) -> Standing:
        """One unit of it."""
        return Standing.of(self.problem, self.segments, unit)

    def unknown(self, employees: Iterable[str]) -> list[str]:
        """Those who are not employees of the roster."""
        return sorted({who for who in employees if not self.unit_of(who)})


def published(network: Network, roster: HandRoster, plan: Plan | None = None) -> Published:
    """A roster with the problem that it answers; days that differ from the plan's own count as edited by hand.

    Raises
    ------
    CannotCheckError
        When the roster leaves the plan's horizon, or the network has no people.
    """
    put = posed(network, roster, plan)
    edited = pd.DataFrame({"employee": pd.Series(dtype="str"), "day": pd.Series(dtype="datetime64[us]")})
    if plan is not None and plan.roster is not None:
        edited = differences(of_plan(plan), roster)[["employee", "day"]].drop_duplicates(ignore_index=True)
    return Published(put.premises, put.problem, put.segments, edited, plan)


def leave_taken(network: Network, employee: str, year: int) -> float:
    """Days of leave in a calendar year that the table of absences has, past and to come."""
    table = network.table("absences")
    theirs = table[(table["employee"] == employee) & (table["kind"] == "leave")]
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    first = theirs["first_day"].where(theirs["first_day"] > begin, begin)
    last = theirs["last_day"].where(theirs["last_day"] < end, end)
    return float(((last - first).dt.days + 1).clip(lower=0).sum())


def leave_entitled(network: Network, employee: str) -> float:
    """Days of leave a year, as `employees.leave_days`."""
    table = network.table("employees")
    return float(table.loc[table["employee"] == employee, "leave_days"].iloc[0])
