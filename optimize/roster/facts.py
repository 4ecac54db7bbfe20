"""One unit as arrays: people x kinds of duty x days, in minutes and day numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.alike import alike
from optimize.roster.calendar import SATURDAY, Calendar, Flags, minutes_between
from optimize.roster.commitments import commitments
from optimize.roster.limits import Limit, read_limits
from optimize.roster.split import is_split
from optimize.roster.units import Unit
from quarterhour.arrays import Ints

SAME = [
    "outlet",
    "pool",
    "post",
    "day",
    "start",
    "end",
    "activity",
    "source",
    "lender",
    "travel_minutes",
    "rest_minutes",
    "break_paid",
]
BREAK = ["break_start", "break_end"]


@dataclass(frozen=True)
class Facts:
    """What the rules look at; P people, G kinds of duty, D days, C commitments.

    Duties that no rule can tell apart are one *kind*: they share place, day, times and worked minutes (breaks
    too, where somebody untrained has to be served beside, or the duty is a split one).

    Attributes
    ----------
    people
        The unit's employees, P rows, as in `RosterProblem.employees`.
    kinds
        G rows: the common columns, people (places to fill), day_number, begins, ends (minutes, at the post),
        leaves, returns (minutes, travel included), worked (minutes), split, night, early, holiday (bool), rests,
        resumes (minutes: from and to of a split duty's long break; both its end where there is none).
    members
        One row a duty: duty, kind (row of `kinds`), people.
    bound
        One row a commitment: person (row of `people`), day, begins, ends, worked, early, night, split, holiday.
    absent
        (P, D): not to be given a duty: leave, sick, unpaid or training that day.
    credited
        (P, D) minutes of paid leave, sick leave included, which count towards the regular week.
    present
        (P, D): employed, and not on unpaid absence.
    alike
        (P,) the number of each person's group of comparable people.
    """

    unit: Unit
    calendar: Calendar
    people: pd.DataFrame
    kinds: pd.DataFrame
    members: pd.DataFrame
    bound: pd.DataFrame
    absent: Flags
    credited: Ints
    present: Flags
    alike: Ints

    @property
    def days(self) -> Ints:
        """All day numbers of the horizon."""
        return np.arange(self.calendar.days, dtype=np.int64)

    @property
    def weeks(self) -> range:
        """All week numbers that the horizon touches."""
        return range(int(self.calendar.week(self.days)[-1]) + 1)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The limits of the unit's people."""
        return read_limits(self.unit.problem.limits, self.people["employee"], self.calendar)

    @cached_property
    def memory(self) -> dict[Any, Any]:
        """What rules have worked out of these facts and need again."""
        return {}

    def bound_minutes(self, periods_of_bound: Ints, period: int) -> Ints:
        """Working minutes of each person's commitments in one period (a week or month number)."""
        chosen = self.bound[periods_of_bound == period]
        return np.bincount(chosen["person"], chosen["worked"], minlength=len(self.people)).astype(np.int64)

    def duty_days(self) -> Flags:
        """(P, D): a commitment begins on that day."""
        inside = self.bound[(self.bound["day"] >= 0) & (self.bound["day"] < self.calendar.days)]
        flags = np.zeros(self.absent.shape, dtype=bool)
        flags[inside["person"], inside["day"]] = True
        return flags

    def regular_minutes(self) -> Ints:
        """(P, weeks) regular minutes to be reached inside the horizon: the contract's, by share of days there."""
        week = self.calendar.week(self.days)
        contract = self.people["hours_week"].to_numpy(float) * 60
        share = np.stack([self.present[:, week == number].sum(axis=1) / 7 for number in self.weeks], axis=1)
        return np.asarray(np.floor(contract[:, None] * share + 1e-6), dtype=np.int64)

    def is_weekend(self, days: Ints) -> Flags:
        """Saturdays and Sundays."""
        weekend: Flags = self.calendar.weekday(days) >= SATURDAY
        return weekend


def gather(unit: Unit, calendar: Calendar, groups: Ints | None = None) -> Facts:
    """Turn a unit's frames into arrays; `groups` (P) of comparable people where its duties are not all it has."""
    problem = unit.problem
    people = problem.employees
    free = problem.holidays["day"]
    kinds, members = _kinds(problem.duties, calendar, apart=not people["trained"].all())
    kinds["holiday"] = calendar.touches_dates(kinds["start"], kinds["end"], free)
    rows = pd.Series(np.arange(len(people)), index=people["employee"])
    bound = commitments(problem.past, unit.locked, problem.absences, calendar, free)
    bound = bound.assign(person=rows.reindex(bound["employee"]).to_numpy(np.int64))

    absent = np.zeros((len(people), calendar.days), dtype=bool)
    credited = np.zeros(absent.shape, dtype=np.int64)
    unpaid = np.zeros(absent.shape, dtype=bool)
    away = problem.absences
    who, when = rows.reindex(away["employee"]).to_numpy(np.int64), calendar.day(away["day"])
    absent[who, when] = True
    lasts = minutes_between(away["start"], away["end"])
    credited[who, when] = np.where(away["kind"].isin(["leave", "sick"]), lasts, 0)
    unpaid[who, when] = (away["kind"] == "unpaid").to_numpy()
    dates = calendar.dates.to_numpy()[None, :]
    first, last = people["first_day"].to_numpy()[:, None], people["last_day"].to_numpy()[:, None]
    employed = (np.isnat(first) | (dates >= first)) & (np.isnat(last) | (dates <= last))
    groups = alike(problem) if groups is None else groups
    return Facts(unit, calendar, people, kinds, members, bound, absent, credited, employed & ~unpaid, groups)


def _kinds(duties: pd.DataFrame, calendar: Calendar, apart: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kinds of duty and which duty is of which kind; `apart` keeps all different breaks apart."""
    grouped = _told_apart(duties, apart).groupby(SAME + BREAK, dropna=False, sort=True)
    kinds = grouped.agg(people=("people", "sum")).reset_index()
    split = is_split(kinds)
    travel = kinds["travel_minutes"].round().to_numpy(np.int64)
    works = (kinds["activity"] == "work").to_numpy()
    travel = np.where(works, travel, 0)
    begins, ends = calendar.minutes(kinds["start"]), calendar.minutes(kinds["end"])
    kinds = kinds.assign(
        day_number=calendar.day(kinds["day"]),
        begins=begins,
        ends=ends,
        leaves=begins - travel,
        returns=ends + travel,
        worked=np.where(works, ends - begins - kinds["rest_minutes"].to_numpy(np.int64) + 2 * travel, 0),
        split=split,
        rests=calendar.minutes(kinds["break_start"].where(split, kinds["end"])),
        resumes=calendar.minutes(kinds["break_end"].where(split, kinds["end"])),
        night=calendar.touches_night(kinds["start"], kinds["end"]),
        early=calendar.is_early(kinds["start"]),
    )
    members = duties[["duty", "people"]].assign(kind=grouped.ngroup().to_numpy(np.int64))
    return kinds, members[members["people"] > 0].reset_index(drop=True)


def kinds_of(facts: Facts, duties: pd.DataFrame) -> Ints:
    """The kind (row of `Facts.kinds`) of each duty, -1 where there is none (duties may be of another problem)."""
    keys = SAME + BREAK
    kinds = facts.kinds[keys].assign(kind=np.arange(len(facts.kinds)))
    told = _told_apart(duties, apart=not facts.people["trained"].all())
    found = told[keys].merge(kinds, on=keys, how="left", validate="many_to_one")
    return found["kind"].fillna(-1).to_numpy(np.int64)


def _told_apart(duties: pd.DataFrame, apart: bool) -> pd.DataFrame:
    """With minutes of rest; break times stay where `apart`, or where the duty is split."""
    pause = minutes_between(duties["break_start"], duties["break_end"])
    told = duties.assign(rest_minutes=np.where(duties["activity"] == "work", pause, 0))
    if not apart:
        told.loc[~is_split(duties), BREAK] = pd.NaT
    return told
