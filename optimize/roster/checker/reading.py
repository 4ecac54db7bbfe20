"""What a roster's segments say of duties, days and hours, read by the checker alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from optimize.roster.checker.elapsed import hours_between
from optimize.roster.values import RosterProblem

COUNTED = ["work", "travel", "training"]
SAME_DUTY = pd.Timedelta(hours=4)
PARTING = pd.Timedelta(hours=3)
"""An unpaid break of this length parts a duty into two."""
KINDS_BY_STRENGTH = {"sick": 0, "unpaid": 1, "leave": 2, "training": 3}


def duties_of(problem: RosterProblem, segments: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
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


def at_post_of(active: pd.DataFrame, duties: pd.DataFrame) -> pd.DataFrame:
    """When people on duty are at their post: one row a part of a duty."""
    keys = ["employee", "day", "duty", "training"]
    serves = duties[duties["named"] & ~duties["standby"] & ~duties["training"]][[*keys, "outlet", "held"]]
    there = active[active["activity"] != "travel"].sort_values(["employee", "start"], kind="stable")
    there = there.assign(training=there["activity"] == "training", parting=_parting(there))
    there["part"] = there.groupby(keys)["parting"].cumsum()
    parts = there[~there["parting"]].groupby([*keys, "part"], as_index=False)
    spans = parts.agg(begins=("start", "min"), finishes=("end", "max"))
    return spans.merge(serves, on=keys).drop(columns=["training", "part"])


def _parting(segments: pd.DataFrame) -> pd.Series[bool]:
    """Breaks that part a duty; of published ones it is not known whether they were paid."""
    unpaid = ~segments["paid"].astype(bool) if "paid" in segments else True
    long: pd.Series[bool] = segments["end"] - segments["start"] >= PARTING
    return (segments["activity"] == "break") & long & unpaid


def published_days(problem: RosterProblem) -> pd.DataFrame:
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


def absences_of(problem: RosterProblem) -> pd.DataFrame:
    last = problem.first_day.normalize() + pd.Timedelta(days=problem.days - 1)
    away = problem.absences[problem.absences["day"].between(problem.first_day.normalize(), last)]
    order = away.assign(strength=away["kind"].map(KINDS_BY_STRENGTH)).sort_values("strength", kind="stable")
    return order.drop_duplicates(["employee", "day"])[["employee", "day", "kind"]].reset_index(drop=True)


def unpaid_of(absences: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Unpaid absences of days on which nothing is locked."""
    held = segments.loc[segments["locked"].astype(bool), ["employee", "day"]].drop_duplicates()
    unpaid = absences[absences["kind"] == "unpaid"]
    both = unpaid.merge(held, on=["employee", "day"], how="left", indicator=True)
    return both[both["_merge"] == "left_only"].drop(columns="_merge")


def employed_days(problem: RosterProblem) -> pd.DataFrame:
    days = pd.DataFrame({"day": pd.date_range(problem.first_day.normalize(), periods=problem.days, unit="us")})
    every = problem.employees[["employee", "first_day", "last_day"]].merge(days, how="cross")
    inside = ~(every["day"] < every["first_day"]) & ~(every["day"] > every["last_day"])
    return every.loc[inside, ["employee", "day"]]


def serving_of(problem: RosterProblem, active: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    work = active[active["activity"] == "work"]
    pools = problem.duties[["outlet", "post", "pool"]].drop_duplicates(["outlet", "post"])
    work = work.merge(pools, on=["outlet", "post"], how="left")
    learning = terms.index[~terms["trained"].astype(bool)]
    return work.assign(trained=~work["employee"].isin(learning))


def missing_of(problem: RosterProblem, filled: pd.Series) -> pd.DataFrame:
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
