"""What people are bound to before any duty is given out: their past, locked duties, absences and training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.calendar import Calendar, minutes_between
from optimize.roster.values import RosterProblem
from quarterhour.split import parts_duty

APART = pd.Timedelta(hours=4)
"""Segments of one person further apart than this belong to two duties."""
ABSENCE_BEGINS = pd.Timedelta(hours=9)
STRENGTH = ("sick", "unpaid", "leave", "training")
"""Which absence counts where two fall on one day, strongest first."""
WORKING = ("work", "travel", "training")
"""Activities that count towards the limits of working time."""


@dataclass(frozen=True)
class Bound:
    """A problem with what stands already worked into it.

    Attributes
    ----------
    problem
        Its duties need only the people that locked segments leave open; its absences are one a person and
        day, inside the horizon, on days without locked duty, with their start, end and locked (bool).
    locked
        The locked segments other than leave, with duty (id; "" where they match none), day and chain (one
        number a duty).
    """

    problem: RosterProblem
    locked: pd.DataFrame


def bind(problem: RosterProblem, calendar: Calendar) -> Bound:
    """Place absences in the day, and let locked segments fill the duties whose post, start and end they have."""
    fixed = problem.fixed[["employee", "start", "end", "outlet", "post", "activity", "source"]].reset_index(
        drop=True
    )
    away = fixed[fixed["activity"] == "leave"]
    locked = _with_duty(fixed[fixed["activity"] != "leave"].reset_index(drop=True), problem.duties, calendar)
    filled = locked.drop_duplicates("chain").groupby("duty").size()
    left = problem.duties["people"] - filled.reindex(problem.duties["duty"]).fillna(0).to_numpy(np.int64)
    duties = problem.duties.assign(people=left.clip(lower=0).astype("int64"))

    planned = problem.absences[["employee", "day", "kind", "hours"]]
    inside = (planned["day"] >= calendar.dates[0]) & (planned["day"] <= calendar.dates[-1])
    absences = _times(_one_a_day(planned[inside]), calendar).assign(locked=False)
    kept = away[["employee", "start", "end"]].assign(
        day=calendar.date(calendar.day_of(away["start"])),
        kind="leave",
        hours=minutes_between(away["start"], away["end"]) / 60,
        locked=True,
    )
    taken = pd.concat([locked[["employee", "day"]], kept[["employee", "day"]]]).drop_duplicates()
    free = absences.merge(taken, on=["employee", "day"], how="left", indicator=True)
    absences = free[free["_merge"] == "left_only"].drop(columns="_merge")
    if len(kept):
        absences = pd.concat([absences, kept[absences.columns]], ignore_index=True)
    return Bound(replace(problem, duties=duties, absences=absences.reset_index(drop=True)), locked)


def commitments(
    past: pd.DataFrame,
    locked: pd.DataFrame,
    absences: pd.DataFrame,
    calendar: Calendar,
    holidays: pd.Series[Any],
) -> pd.DataFrame:
    """One row a duty that stands already, training included.

    Returns
    -------
    DataFrame
        employee, day (number), begins, ends (minutes, travel included), worked (minutes of work, travel and
        training), training, waited (minutes of training, of standby), early, night, holiday, standby, split
        (bool), post ("" where it is not known).
    """
    training = absences[(absences["kind"] == "training") & (absences["end"] > absences["start"])]
    columns = ["employee", "start", "end", "activity", "post"]
    before = past if "post" in past else past.assign(post="")
    parts = [before.loc[before["activity"] != "leave", columns], locked[columns]]
    parts.append(training.assign(activity="training", post="")[columns])
    filled = [part for part in parts if len(part)]
    bound = (pd.concat(filled) if filled else parts[0]).reset_index(drop=True)
    bound["chain"] = chains(bound)
    lasts = minutes_between(bound["start"], bound["end"])
    bound["worked"] = np.where(bound["activity"].isin(WORKING), lasts, 0)
    bound["training"] = np.where(bound["activity"] == "training", lasts, 0)
    bound["standby"] = bound["activity"] == "standby"
    bound["waited"] = np.where(bound["standby"], lasts, 0)
    bound["split"] = parts_duty(bound)
    whole = bound.groupby("chain").agg(
        employee=("employee", "first"),
        start=("start", "min"),
        end=("end", "max"),
        worked=("worked", "sum"),
        training=("training", "sum"),
        waited=("waited", "sum"),
        standby=("standby", "any"),
        split=("split", "any"),
    )
    at_post = bound[bound["activity"] != "travel"].groupby("chain")
    first = at_post["start"].min().reindex(whole.index).fillna(whole["start"])
    last = at_post["end"].max().reindex(whole.index).fillna(whole["end"])
    post = at_post["post"].first().reindex(whole.index).fillna("")
    return pd.DataFrame(
        {
            "employee": whole["employee"].to_numpy(),
            "day": calendar.day_of(first),
            "begins": calendar.minutes(whole["start"]),
            "ends": calendar.minutes(whole["end"]),
            "worked": whole["worked"].to_numpy(np.int64),
            "early": calendar.is_early(first),
            "night": calendar.touches_night(first, last),
            "training": whole["training"].to_numpy(np.int64),
            "waited": whole["waited"].to_numpy(np.int64),
            "standby": whole["standby"].to_numpy(bool),
            "split": whole["split"].to_numpy(bool),
            "post": post.to_numpy(str),
            "holiday": calendar.touches_dates(first, last, holidays),
        }
    )


def chains(segments: pd.DataFrame) -> pd.Series:
    """The number of the duty that each segment belongs to: segments of one person less than `APART` apart."""
    ordered = segments.sort_values(["employee", "start", "end"], kind="stable")
    reached = ordered.groupby("employee")["end"].cummax().groupby(ordered["employee"]).shift()
    begins = reached.isna() | (ordered["start"] - reached >= APART)
    return begins.cumsum().reindex(segments.index).astype("int64").rename("chain")


def _with_duty(locked: pd.DataFrame, duties: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Locked segments with day, chain and the duty they fill; people beyond a duty's number fill none."""
    if locked.empty:
        none = {"chain": "int64", "day": "datetime64[us]", "duty": "str"}
        return locked.assign(**{name: pd.Series(dtype=kind) for name, kind in none.items()})
    numbers = chains(locked)
    at_post = locked[locked["activity"] != "travel"].groupby(numbers)
    keys = ["outlet", "post", "activity", "start", "end"]
    spans = pd.DataFrame(
        {
            "outlet": at_post["outlet"].first(),
            "post": at_post["post"].first(),
            "standby": at_post["activity"].agg(lambda kinds: bool((kinds == "standby").any())),
            "start": at_post["start"].min(),
            "end": at_post["end"].max(),
        }
    )
    spans["activity"] = np.where(spans["standby"].astype(bool), "standby", "work")
    spans["rank"] = spans.groupby(keys).cumcount()
    places = duties.loc[duties.index.repeat(duties["people"]), [*keys, "duty"]]
    places = places.assign(rank=places.groupby(keys).cumcount())
    matched = spans.reset_index().merge(places, on=[*keys, "rank"], how="left").set_index("chain")
    matched["day"] = calendar.date(calendar.day_of(matched["start"]))
    matched["duty"] = matched["duty"].fillna("").astype("str")
    return locked.assign(chain=numbers).join(matched[["day", "duty"]], on="chain")


def _one_a_day(absences: pd.DataFrame) -> pd.DataFrame:
    strength = absences["kind"].map({kind: rank for rank, kind in enumerate(STRENGTH)})
    ordered = absences.assign(strength=strength).sort_values(["employee", "day", "strength"], kind="stable")
    return ordered.drop_duplicates(["employee", "day"]).drop(columns="strength").reset_index(drop=True)


def _times(absences: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """With start and end: from 09:00 local, earlier where the hours would leave the business day."""
    days = calendar.day(absences["day"])
    opens, closes = calendar.edges[days], calendar.edges[days + 1]
    nine = (absences["day"] + ABSENCE_BEGINS).dt.tz_localize(
        calendar.grid.timezone, ambiguous=np.ones(len(absences), dtype=bool), nonexistent="shift_forward"
    )
    begins = calendar.minutes(nine)
    begins = np.where(begins < opens, begins + 24 * 60, begins)
    length = np.minimum((absences["hours"] * 60).round().to_numpy(np.int64), closes - opens)
    begins = np.minimum(begins, closes - length)
    return absences.assign(start=calendar.instants(begins), end=calendar.instants(begins + length))
