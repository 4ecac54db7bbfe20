"""Duties of named people as rules of working time look at them: early or late, by night, at a post."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.people import WORKING, own_segments, published

HORIZON, PAST = ["employee", "day", "duty", "training"], ["employee", "day", "chain"]


@dataclass(frozen=True)
class Stint:
    """One duty of one person.

    Attributes
    ----------
    day
        The business day on which it begins.
    start, end
        Ways included; `begins` and `finishes` are without them.
    hours
        Working time.
    early, night
        It begins before noon; it has a minute between 22:00 and 06:00.
    held
        Nobody chose it for this plan: it was locked, published before, or is training.
    """

    employee: str
    day: pd.Timestamp
    start: pd.Timestamp
    end: pd.Timestamp
    begins: pd.Timestamp
    finishes: pd.Timestamp
    hours: float
    outlet: str
    post: str
    early: bool
    night: bool
    standby: bool
    training: bool
    held: bool

    @property
    def serves(self) -> bool:
        """Whether it is work at a post, rather than standby or training."""
        return not (self.standby or self.training)

    def of_kind(self, kind: str) -> bool:
        """Whether it is early, late (not early), night, standby, or at the post `kind`; all are of kind ""."""
        kinds = {"": True, "early": self.early, "late": not self.early}
        kinds |= {"night": self.night, "standby": self.standby}
        return kinds.get(kind, self.post == kind)


def stints(facts: Facts) -> list[Stint]:
    """All duties of named people in the horizon and published before it, by their start."""
    named = facts.network.table("employees")["employee"]
    mine = own_segments(facts)
    before = published(facts)
    inside = _stints(facts, mine[mine["activity"] != "leave"], HORIZON)
    past = _stints(facts, before[before["employee"].isin(named)].assign(locked=True), PAST)
    return sorted([*past, *inside], key=lambda stint: (stint.start, stint.employee))


def _stints(facts: Facts, segments: pd.DataFrame, keys: list[str]) -> list[Stint]:
    length = (segments["end"] - segments["start"]).dt.total_seconds() / 3600
    there = segments["activity"] != "travel"
    told = segments.assign(
        hours=length.where(segments["activity"].isin(WORKING), 0.0),
        begins=segments["start"].where(there),
        finishes=segments["end"].where(there),
        outlet=segments["outlet"].where(there),
        post=segments["post"].where(there),
        training=segments["activity"] == "training",
        standby=segments["activity"] == "standby",
    )
    duties = told.groupby(keys, as_index=False).agg(
        start=("start", "min"),
        end=("end", "max"),
        begins=("begins", "min"),
        finishes=("finishes", "max"),
        hours=("hours", "sum"),
        outlet=("outlet", "first"),
        post=("post", "first"),
        standby=("standby", "any"),
        learns=("training", "any"),
        held=("locked", "any"),
    )
    duties = duties.dropna(subset=["begins"])
    zone, cut = facts.plan["timezone"], pd.Timedelta(minutes=int(facts.plan["day_cut"]))
    first = duties["begins"].dt.tz_convert(zone).dt.tz_localize(None)
    last = duties["finishes"].dt.tz_convert(zone).dt.tz_localize(None) - pd.Timedelta(minutes=1)
    by_night = ~first.dt.hour.between(6, 21) | ~last.dt.hour.between(6, 21) | (first.dt.date != last.dt.date)
    duties = duties.assign(early=(first - cut).dt.hour < 12, night=by_night, training=duties["learns"])
    duties["held"] = duties["held"].astype(bool) | duties["training"]
    columns = [field.name for field in fields(Stint)]
    return [Stint(*row) for row in duties[columns].itertuples(index=False, name=None)]
