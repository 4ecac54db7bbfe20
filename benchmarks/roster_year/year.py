"""The rostering problems of a year, made of one staff plan of four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.roster.units import home_of_duties, home_of_people
from optimize.roster.values import RosterProblem, no_ledger
from quarterhour.seeds import generator
from scenarios.network import Network
from scenarios.plan import Plan
from scenarios.plan.rostering import roster_problem, statutory_holidays
from scenarios.plan.work_rules import LONG_RUN
from scenarios.premises.people import people
from scenarios.sample.leave import absences, requests

PERIODS, WEEKS = 13, 4
DAYS = 7 * WEEKS
LEFT_OUT = 0.04
"""Share of the places that are left out in a period."""
MOMENTS = ("start", "end", "break_start", "break_end")
PAST = ["employee", "start", "end", "activity"]


@dataclass(frozen=True)
class Year:
    """What is rostered in each period; `only` some home outlets, where it is empty all of the organisation's own.

    People of partners are others every time, who have neither past nor ledger: they and what they do are left out.
    """

    network: Network
    plan: Plan
    seed: int
    only: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.plan.days != DAYS or self.plan.staff is None:
            raise ValueError(f"a staff plan of {DAYS} days is asked for.\nMaybe plan the sample network.")

    def first_day(self, number: int) -> pd.Timestamp:
        """First day of a period."""
        return self.plan.first_day + pd.Timedelta(days=DAYS * number)

    def problem(self, number: int) -> RosterProblem:
        """The period's problem, without past and without ledger; after the first everybody is trained."""
        first_day = self.first_day(number)
        network = self._known(number)
        staff = people(network, first_day, DAYS)
        duties = self._duties(number)
        problem = roster_problem(network, staff, duties, first_day, DAYS, network.grid)
        if number:
            problem = replace(problem, employees=problem.employees.assign(trained=True, training_left=0.0))
        problem = replace(problem, past=self.no_past(), fixed=problem.fixed.head(0), ledger=self.no_ledger())
        return self._part(problem)

    def no_past(self) -> pd.DataFrame:
        """Nothing published."""
        return self.network.table("segments")[PAST].head(0)

    @staticmethod
    def no_ledger() -> pd.DataFrame:
        """Nobody had more than a share."""
        return no_ledger()

    def _duties(self, number: int) -> pd.DataFrame:
        """The plan's duties shifted by wall clock, weeks in another order, some places left out."""
        assert self.plan.staff is not None
        draw = generator(self.seed, "roster_year", "duties", str(number))
        duties = self.plan.staff.duties
        week = (duties["day"] - self.plan.first_day).dt.days.to_numpy() // 7
        order = draw.permutation(WEEKS)
        moved = pd.to_timedelta(7 * (order[week] - week) + DAYS * number, unit="D")
        shifted = duties.assign(day=duties["day"] + moved)
        for name in MOMENTS:
            wall = duties[name].dt.tz_localize(None) + moved
            zone = self.network.grid.timezone
            shifted[name] = wall.dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
        people = duties["people"].to_numpy(np.int64)
        shifted["people"] = people - draw.binomial(people, LEFT_OUT)
        return shifted.sort_values(["outlet", "start", "duty"], kind="stable", ignore_index=True)

    def _known(self, number: int) -> Network:
        """The network as a period knows it: all leave of the year, no illness after it."""
        away = self._network.table("absences")
        foreseen = (away["kind"] != "sick") | (away["first_day"] < self.first_day(number + 1))
        return self._network.with_tables(absences=away[foreseen].reset_index(drop=True))

    @cached_property
    def _network(self) -> Network:
        """The network with the year's absences and wishes, certificates renewed, nobody leaving."""
        staff = self.network.table("employees")
        away, wishes = [], []
        for number in range(PERIODS + 1):
            first_day, seed = self.first_day(number), self.seed * 1000 + number
            drawn = absences(staff, first_day, DAYS, seed)
            free = statutory_holidays(self.network, first_day, DAYS)["day"]
            away.append(on_working_days(drawn, first_day, frozenset(free)))
            wishes.append(requests(staff, away[-1], first_day, DAYS, seed))
        certificates = self.network.table("certificates")
        never = pd.Series(pd.NaT, index=certificates.index, dtype="datetime64[us]")
        return self.network.with_tables(
            absences=pd.concat(away, ignore_index=True),
            requests=pd.concat(wishes, ignore_index=True),
            certificates=certificates.assign(expires=never),
        )

    def _part(self, problem: RosterProblem) -> RosterProblem:
        homes = self.only or self.network.table("outlets")["outlet"].tolist()
        staff = problem.employees[home_of_people(problem).isin(homes)].reset_index(drop=True)
        duties = problem.duties[home_of_duties(problem).isin(homes)].reset_index(drop=True)

        def theirs(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["employee"].isin(staff["employee"])].reset_index(drop=True)

        return replace(
            problem,
            duties=duties,
            employees=staff,
            able=theirs(problem.able),
            absences=theirs(problem.absences),
            requests=theirs(problem.requests),
            later_absences=theirs(problem.later_absences),
        )


def on_working_days(away: pd.DataFrame, first_day: pd.Timestamp, free: frozenset[pd.Timestamp]) -> pd.DataFrame:
    """Days of training on a weekend or a statutory holiday move to the next working day: nobody is trained there.

    Those of the first week move by a week: they alone would break rules that the roster before could not know.
    """
    day = _working_day(away["first_day"], free)
    soon = day < first_day + pd.Timedelta(days=7)
    day = _working_day(day + pd.to_timedelta(np.where(soon, 7, 0), unit="D"), free)
    moved = (day - away["first_day"]).where(away["kind"] == "training", pd.Timedelta(0))
    return away.assign(first_day=away["first_day"] + moved, last_day=away["last_day"] + moved)


def _working_day(days: pd.Series, free: frozenset[pd.Timestamp]) -> pd.Series:
    """Each day, or the first one after it that is neither on a weekend nor free."""
    holidays = np.array(sorted(free), dtype="datetime64[D]")
    next_ones = np.busday_offset(days.to_numpy("datetime64[D]"), 0, roll="forward", holidays=holidays)
    return pd.Series(next_ones, index=days.index).astype(days.dtype)


def history(past: pd.DataFrame, segments: pd.DataFrame, first_day: pd.Timestamp) -> pd.DataFrame:
    """Published segments that can still matter to a period that begins on a day."""
    every = pd.concat([past, segments[PAST]], ignore_index=True)
    recent = every["end"].dt.tz_localize(None) >= first_day - pd.Timedelta(days=LONG_RUN)
    kept: pd.DataFrame = every[recent].reset_index(drop=True)
    return kept


def together(problems: Sequence[RosterProblem]) -> RosterProblem:
    """The last of all periods, with the duties and posts of all: who is comparable over the year."""
    duties = pd.concat([problem.duties for problem in problems], ignore_index=True)
    able = pd.concat([problem.able for problem in problems], ignore_index=True).drop_duplicates(ignore_index=True)
    return replace(problems[-1], duties=duties, able=able)
