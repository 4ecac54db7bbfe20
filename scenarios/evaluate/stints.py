"""Duties of named people as rules of working time look at them: early or late, by night, at a post."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.people import WORKING, own_segments, published
from scenarios.evaluate.splits import parting

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
    parts
        From and to of each part at the post: two of a split duty.
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
    parts: tuple[tuple[pd.Timestamp, pd.Timestamp], ...]
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

    def at_post(self, moment: pd.Timestamp) -> bool:
        """Whether the person is there, rather than in the long break of a split duty."""
        return any(first <= moment < last for first, last in self.parts)

    def of_kind(self, kind: str) -> bool:
        """Whether it is early, late (not early), night, standby, split, or at the post `kind`; all are of ""."""
        kinds = {"": True, "early": self.early, "late": not self.early}
        kinds |= {"night": self.night, "standby": self.standby, "split": len(self.parts) > 1}
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
        parting=parting(segments),
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
        breaks=("parting", list),
        firsts=("start", list),
        lasts=("end", list),
    )
    duties = duties.dropna(subset=["begins"])
    columns = ("begins", "finishes", "breaks", "firsts", "lasts")
    parts = [_parts(*row) for row in zip(*(duties[name] for name in columns), strict=True)]
    duties["parts"] = pd.Series(parts, index=duties.index, dtype=object)
    zone, cut = facts.plan["timezone"], pd.Timedelta(minutes=int(facts.plan["day_cut"]))
    first = duties["begins"].dt.tz_convert(zone).dt.tz_localize(None)
    last = duties["finishes"].dt.tz_convert(zone).dt.tz_localize(None) - pd.Timedelta(minutes=1)
    by_night = ~first.dt.hour.between(6, 21) | ~last.dt.hour.between(6, 21) | (first.dt.date != last.dt.date)
    duties = duties.assign(early=(first - cut).dt.hour < 12, night=by_night, training=duties["learns"])
    duties["held"] = duties["held"].astype(bool) | duties["training"]
    names = [field.name for field in fields(Stint)]
    return [Stint(*row) for row in duties[names].itertuples(index=False, name=None)]


def _parts(
    begins: pd.Timestamp,
    finishes: pd.Timestamp,
    parting_: list[bool],
    firsts: list[pd.Timestamp],
    lasts: list[pd.Timestamp],
) -> tuple[tuple[pd.Timestamp, pd.Timestamp], ...]:
    """What the breaks that part a duty leave of it."""
    gaps = sorted((first, last) for first, last, parts in zip(firsts, lasts, parting_, strict=True) if parts)
    opens, closes = [begins, *(last for _, last in gaps)], [*(first for first, _ in gaps), finishes]
    return tuple((first, last) for first, last in zip(opens, closes, strict=True) if first < last)
