"""A roster's segments read back into duties, days and hours, for the checker alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.values import RosterProblem

COUNTED = ["work", "travel", "training"]
SAME_DUTY = pd.Timedelta(hours=4)
PARTING = pd.Timedelta(hours=3)
"""An unpaid break of this length parts a duty into two."""
KINDS_BY_STRENGTH = {"sick": 0, "unpaid": 1, "leave": 2, "training": 3}


@dataclass(frozen=True)
class View:
    """What the segments say.

    Attributes
    ----------
    duties
        One row a person (or slot) and duty: employee, day, duty, start, end (travel included), begins,
        finishes (at the post), worked, trained_hours, waited (hours of standby), between (hours of breaks that
        part it), outlet, post, held (the post, whatever its ways say), standby, training, split, night, early,
        holiday, locked, named.
    past
        The same of what was published before the first day.
    at_post
        When people on duty, neither standby nor training, are at their post: employee, day, duty, outlet, held,
        begins, finishes: one row a part of a duty.
    serving
        Stretches of work: employee, outlet, pool, day, start, end, trained.
    absences
        employee, day, kind: one a day.
    unpaid
        Those without pay, where no locked duty or leave stands.
    reached
        employee, week, hours: working time and paid leave inside the horizon.
    missing
        Duties with people missing: outlet, post, day, people, activity, length (hours without break), worked
        (hours with travel), night, holiday, home (roster unit).
    there
        employee, day: employed, neither on unpaid absence nor on paid leave.
    terms
        The employees' terms by employee.
    filled
        People by duty.
    """

    problem: RosterProblem
    segments: pd.DataFrame
    duties: pd.DataFrame
    past: pd.DataFrame
    at_post: pd.DataFrame
    serving: pd.DataFrame
    absences: pd.DataFrame
    unpaid: pd.DataFrame
    reached: pd.DataFrame
    missing: pd.DataFrame
    there: pd.DataFrame
    terms: pd.DataFrame
    filled: pd.Series

    @property
    def first_day(self) -> pd.Timestamp:
        """First business day."""
        return self.problem.first_day.normalize()

    @property
    def days(self) -> list[pd.Timestamp]:
        """All business days."""
        return list(pd.date_range(self.first_day, periods=self.problem.days, freq="D"))

    def opens(self, days: pd.Series[Any]) -> pd.Series[Any]:
        """Instants at which business days begin."""
        zone = self.problem.grid.timezone
        starts = [self.problem.grid.day_start(day) for day in days]
        return pd.Series(starts, index=days.index, dtype=f"datetime64[us, {zone}]")

    def with_terms(self, *columns: str) -> pd.DataFrame:
        """Duties of named people beside some of their terms."""
        named = self.duties[self.duties["named"]]
        return named.join(self.terms[list(columns)], on="employee")

    def term(self, rows: pd.DataFrame, name: str) -> pd.Series[float]:
        """One term of the employee in each row, as a number."""
        return pd.Series(self.terms[name].reindex(rows["employee"]).to_numpy(float), index=rows.index)

    def both(self) -> pd.DataFrame:
        """Duties of named people, those before the first day included."""
        parts = [part for part in (self.past, self.duties[self.duties["named"]]) if len(part)]
        return (pd.concat(parts) if parts else self.duties).reset_index(drop=True)

    @staticmethod
    def week(days: pd.Series) -> pd.Series:
        """The Monday of each day."""
        mondays: pd.Series[Any] = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
        return mondays

    def by_week(self) -> pd.DataFrame:
        """employee, day (Monday), worked: weeks that touch the horizon, their part before it included."""
        every = self.both()
        every["day"] = self.week(every["day"])
        weekly = every.groupby(["employee", "day"], as_index=False)["worked"].sum()
        monday = self.first_day - pd.Timedelta(days=self.first_day.weekday())
        touching: pd.DataFrame = weekly[weekly["day"] >= monday]
        return touching

    def regular(self) -> pd.Series:
        """Regular hours by employee and week: the contract's, by share of the days present, to the minute."""
        present = _employed(self.problem).merge(self.unpaid, on=["employee", "day"], how="left")
        present = present[present["kind"].isna()]
        share = present.groupby(["employee", self.week(present["day"]).rename("week")]).size() / 7
        hours = self.terms["hours_week"].reindex(share.index.get_level_values("employee")).to_numpy(float)
        return pd.Series(np.floor(share.to_numpy() * hours * 60 + 1e-6) / 60, index=share.index)


def look(problem: RosterProblem, segments: pd.DataFrame) -> View:
    """Read a roster's segments."""
    terms = problem.employees.rename(columns={"standby": "standby_consent"}).set_index("employee")
    active = segments[segments["activity"] != "leave"]
    duties = _duties(problem, active, ["employee", "day", "duty", "training"])
    past = _duties(problem, _past_days(problem), ["employee", "day", "chain"])
    absences = _absences(problem)
    leave = segments[segments["activity"] == "leave"]
    counted = segments[segments["activity"].isin([*COUNTED, "leave"]) & segments["employee"].isin(terms.index)]
    reached = pd.DataFrame(
        {
            "employee": counted["employee"],
            "week": View.week(counted["day"]),
            "hours": hours_between(counted["start"], counted["end"]),
        }
    )
    filled = active[active["duty"] != ""].groupby("duty")["employee"].nunique()
    unpaid = _unpaid(absences, segments)
    away = pd.concat([unpaid[["employee", "day"]], leave[["employee", "day"]]])
    there = _employed(problem).merge(away.drop_duplicates(), on=["employee", "day"], how="left", indicator=True)
    there = there[there["_merge"] == "left_only"]
    return View(
        problem,
        segments,
        duties,
        past,
        _at_post(active, duties),
        _serving(problem, active, terms),
        absences,
        unpaid,
        reached,
        _missing(problem, filled),
        there,
        terms,
        filled,
    )


def rows(rule: str, broken: pd.DataFrame, unit: str, weight: Any = None) -> pd.DataFrame:
    """Breaks in the form of `Roster.rules`; a rule without weight is hard."""
    if broken.empty:
        return _no_breaks().copy()
    texts = {name: broken[name].fillna("") if name in broken else "" for name in ("outlet", "post")}
    table = pd.DataFrame(
        {
            "rule": rule,
            "hard": weight is None,
            "employee": broken["employee"],
            "day": broken["day"],
            "amount": broken["amount"],
            "unit": unit,
            "weight": 0.0 if weight is None else weight,
            **texts,
            "limit": "",
        }
    )
    return table.astype(BREAKS)


BREAKS = {
    "rule": "str",
    "hard": "bool",
    "employee": "str",
    "day": "datetime64[us]",
    "amount": "float64",
    "unit": "str",
    "weight": "float64",
    "outlet": "str",
    "post": "str",
    "limit": "str",
}


@cache
def _no_breaks() -> pd.DataFrame:
    """A table of breaks without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in BREAKS.items()})


def hours_between(starts: pd.Series[Any], ends: pd.Series[Any]) -> pd.Series[float]:
    """Elapsed hours."""
    hours: pd.Series[float] = (ends - starts).dt.total_seconds() / 3600
    return hours


def uncovered(start: pd.Timestamp, end: pd.Timestamp, others: pd.DataFrame) -> float:
    """Hours of [start, end) in which none of `others` serves."""
    alone, reached = 0.0, start
    beside = others[(others["end"] > start) & (others["start"] < end)].sort_values("start")
    for begins, finishes in zip(beside["start"], beside["end"], strict=True):
        alone += max(0.0, (begins - reached).total_seconds())
        reached = max(reached, finishes)
    return (alone + max(0.0, (end - reached).total_seconds())) / 3600


def _duties(problem: RosterProblem, segments: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row a duty, whatever the segments are grouped by."""
    segments = segments.assign(
        training=segments["activity"] == "training",
        standby=segments["activity"] == "standby",
        lasts=hours_between(segments["start"], segments["end"]).where(segments["activity"].isin(COUNTED), 0.0),
        begins=segments["start"].where(segments["activity"] != "travel"),
        finishes=segments["end"].where(segments["activity"] != "travel"),
    )
    segments["learning"] = segments["lasts"].where(segments["training"], 0.0)
    length = hours_between(segments["start"], segments["end"])
    segments["waits"] = length.where(segments["standby"], 0.0)
    segments["between"] = length.where(_parting(segments), 0.0)
    segments["held"] = segments["post"].where(segments["activity"] != "travel")
    grouped = segments.groupby(keys, as_index=False)
    plain = {"duty", "training"} - set(keys)
    duties = grouped.agg(
        start=("start", "min"),
        end=("end", "max"),
        begins=("begins", "min"),
        finishes=("finishes", "max"),
        worked=("lasts", "sum"),
        trained_hours=("learning", "sum"),
        waited=("waits", "sum"),
        between=("between", "sum"),
        held=("held", "first"),
        outlet=("outlet", "first"),
        post=("post", "first"),
        standby=("standby", "any"),
        locked=("locked", "any"),
        **{name: (name, "first") for name in sorted(plain)},
    )
    zone = problem.grid.timezone
    first = duties["begins"].dt.tz_convert(zone).dt.tz_localize(None)
    last = (duties["finishes"] - pd.Timedelta(minutes=1)).dt.tz_convert(zone).dt.tz_localize(None)
    duties["night"] = (
        ~first.dt.hour.between(6, 21) | ~last.dt.hour.between(6, 21) | (first.dt.date != last.dt.date)
    )
    duties["split"] = duties["between"] > 0
    cut = pd.Timedelta(minutes=problem.grid.day_cut)
    duties["early"] = (first - cut).dt.hour < 12
    free = list(problem.holidays["day"])
    duties["holiday"] = first.dt.normalize().isin(free) | last.dt.normalize().isin(free)
    duties["named"] = duties["employee"].isin(problem.employees["employee"])
    return duties


def _parting(segments: pd.DataFrame) -> pd.Series[bool]:
    """Breaks that part a duty; of published ones it is not known whether they were paid."""
    unpaid = ~segments["paid"].astype(bool) if "paid" in segments else True
    long: pd.Series[bool] = segments["end"] - segments["start"] >= PARTING
    return (segments["activity"] == "break") & long & unpaid


def _at_post(active: pd.DataFrame, duties: pd.DataFrame) -> pd.DataFrame:
    """`View.at_post`."""
    keys = ["employee", "day", "duty", "training"]
    serves = duties[duties["named"] & ~duties["standby"] & ~duties["training"]][[*keys, "outlet", "held"]]
    there = active[active["activity"] != "travel"].sort_values(["employee", "start"], kind="stable")
    there = there.assign(training=there["activity"] == "training", parting=_parting(there))
    there["part"] = there.groupby(keys)["parting"].cumsum()
    parts = there[~there["parting"]].groupby([*keys, "part"], as_index=False)
    spans = parts.agg(begins=("start", "min"), finishes=("end", "max"))
    return spans.merge(serves, on=keys).drop(columns=["training", "part"])


def _past_days(problem: RosterProblem) -> pd.DataFrame:
    """Published segments before the first day with the duty and business day they belong to."""
    past = (
        problem.past[problem.past["activity"] != "leave"].sort_values(["employee", "start"]).reset_index(drop=True)
    )
    chains: list[int] = []
    who, until = "", pd.Timestamp(0, tz="UTC")
    for employee, start, end in zip(past["employee"], past["start"], past["end"], strict=True):
        fresh = employee != who or start - until >= SAME_DUTY
        chains.append((chains[-1] if chains else 0) + int(fresh))
        who, until = employee, end if fresh else max(until, end)
    past = past.assign(chain=pd.Series(chains, dtype="int64"), duty="", outlet="", locked=False)
    past = past if "post" in past else past.assign(post="")
    at_post = past[past["activity"] != "travel"].groupby("chain")["start"].min().rename("first")
    first = past.join(at_post, on="chain")["first"].fillna(past["start"])
    wall = first.dt.tz_convert(problem.grid.timezone).dt.tz_localize(None)
    past["day"] = (wall - pd.Timedelta(minutes=problem.grid.day_cut)).dt.normalize()
    return past


def _absences(problem: RosterProblem) -> pd.DataFrame:
    last = problem.first_day.normalize() + pd.Timedelta(days=problem.days - 1)
    away = problem.absences[problem.absences["day"].between(problem.first_day.normalize(), last)]
    order = away.assign(strength=away["kind"].map(KINDS_BY_STRENGTH)).sort_values("strength", kind="stable")
    return order.drop_duplicates(["employee", "day"])[["employee", "day", "kind"]].reset_index(drop=True)


def _unpaid(absences: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Unpaid absences of days on which nothing is locked."""
    held = segments.loc[segments["locked"].astype(bool), ["employee", "day"]].drop_duplicates()
    unpaid = absences[absences["kind"] == "unpaid"]
    both = unpaid.merge(held, on=["employee", "day"], how="left", indicator=True)
    return both[both["_merge"] == "left_only"].drop(columns="_merge")


def _employed(problem: RosterProblem) -> pd.DataFrame:
    days = pd.DataFrame({"day": pd.date_range(problem.first_day.normalize(), periods=problem.days, unit="us")})
    every = problem.employees[["employee", "first_day", "last_day"]].merge(days, how="cross")
    inside = ~(every["day"] < every["first_day"]) & ~(every["day"] > every["last_day"])
    return every.loc[inside, ["employee", "day"]]


def _serving(problem: RosterProblem, active: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    work = active[active["activity"] == "work"]
    pools = problem.duties[["outlet", "post", "pool"]].drop_duplicates(["outlet", "post"])
    work = work.merge(pools, on=["outlet", "post"], how="left")
    learning = terms.index[~terms["trained"].astype(bool)]
    return work.assign(trained=~work["employee"].isin(learning))


def _missing(problem: RosterProblem, filled: pd.Series) -> pd.DataFrame:
    duties = problem.duties
    people = duties["people"] - filled.reindex(duties["duty"]).fillna(0).to_numpy(int)
    zone = problem.grid.timezone
    first = duties["start"].dt.tz_convert(zone)
    last = (duties["end"] - pd.Timedelta(minutes=1)).dt.tz_convert(zone)
    night = ~first.dt.hour.between(6, 21) | ~last.dt.hour.between(6, 21) | (first.dt.date != last.dt.date)
    works = duties["activity"] == "work"

    def is_free(moments: pd.Series[Any]) -> pd.Series[bool]:
        free: pd.Series[bool] = moments.dt.tz_localize(None).dt.normalize().isin(list(problem.holidays["day"]))
        return free

    pause = hours_between(duties["break_start"], duties["break_end"]).fillna(0.0).where(works, 0.0)
    length = hours_between(duties["start"], duties["end"]) - pause
    missing = duties.assign(
        people=people,
        length=length,
        worked=(length + duties["travel_minutes"].round() / 30).where(works, 0.0),
        night=night,
        holiday=is_free(first) | is_free(last),
        home=duties["outlet"].where(duties["source"] == "own", duties["lender"]),
    )
    return missing[missing["people"] > 0]
