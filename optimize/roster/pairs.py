"""Who is tied to whom, and which duties of the one go with which of the other: in minutes, at the post."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Pair:
    """Two people (rows of `Facts.people`), days (D) on which it holds, points an hour or day (None: it must)."""

    first: int
    second: int
    days: Flags
    weight: int | None


@dataclass(frozen=True)
class Places:
    """Duties at a post: kind (row of `Facts.kinds`, -1 for a locked one), outlet, begins, ends, day."""

    kind: Ints
    outlet: np.ndarray[tuple[int], np.dtype[np.object_]]
    begins: Ints
    ends: Ints
    day: Ints


def tied(facts: Facts, kind: str) -> list[Pair]:
    """The unit's pairs of one kind, both of whom are in it."""
    rows = {name: row for row, name in enumerate(facts.people["employee"])}
    table = facts.unit.problem.pairs
    table = table[(table["kind"] == kind) & table["other"].isin(list(rows))]
    dates = facts.calendar.dates
    found = []
    for one, other, weight, first, last in zip(
        *(table[name] for name in ("employee", "other", "weight", "first_day", "last_day")), strict=True
    ):
        days = ~(dates < first) & ~(dates > last)
        price = None if np.isnan(weight) else round(weight)
        found.append(Pair(rows[one], rows[other], np.asarray(days, dtype=bool), price))
    return found


def new_places(facts: Facts) -> Places:
    """All kinds of work."""
    kinds = facts.kinds[facts.kinds["activity"] == "work"]
    return Places(
        kinds.index.to_numpy(np.int64),
        kinds["outlet"].to_numpy(object),
        kinds["begins"].to_numpy(np.int64),
        kinds["ends"].to_numpy(np.int64),
        kinds["day_number"].to_numpy(np.int64),
    )


def locked_places(facts: Facts, person: int) -> Places:
    """Locked work of one person, from first to last minute at the post."""
    locked = facts.unit.locked
    own = locked[(locked["employee"] == facts.people["employee"].iloc[person]) & (locked["activity"] != "travel")]
    works = own.groupby("chain")["activity"].agg(lambda kinds: bool((kinds == "work").any()))
    own = own[own["chain"].isin(works.index[works.to_numpy(bool)])]
    spans = own.groupby("chain").agg(
        outlet=("outlet", "first"), start=("start", "min"), end=("end", "max"), day=("day", "first")
    )
    calendar = facts.calendar
    if not len(spans):
        nothing = np.zeros(0, dtype=np.int64)
        return Places(nothing, nothing.astype(object), nothing, nothing, nothing)
    return Places(
        np.full(len(spans), -1, dtype=np.int64),
        spans["outlet"].to_numpy(object),
        calendar.minutes(spans["start"]),
        calendar.minutes(spans["end"]),
        calendar.day(spans["day"]),
    )


def shared_minutes(one: Places, other: Places) -> Ints:
    """(n, m) minutes that two duties share at one outlet."""
    begins = np.maximum(one.begins[:, None], other.begins[None, :])
    ends = np.minimum(one.ends[:, None], other.ends[None, :])
    same = one.outlet[:, None] == other.outlet[None, :]
    shared: Ints = np.where(same, np.maximum(ends - begins, 0), 0).astype(np.int64)
    return shared


def open_days(facts: Facts, pair: Pair) -> Flags:
    """(D,) days on which both may be given a duty, and none is locked."""
    both = [pair.first, pair.second]
    shut = facts.absent[both] | ~facts.present[both] | facts.duty_days()[both]
    opens: Flags = pair.days & ~shut.any(axis=0)
    return opens


def free_of(facts: Facts, pair: Pair, other: Flags) -> Flags:
    """(G,) kinds that share no minute at one outlet with what the other one takes (G flags) or has locked."""
    places, free = new_places(facts), np.ones(len(facts.kinds), dtype=bool)
    shared = shared_minutes(places, places)[:, other[places.kind]].sum(axis=1)
    for person in (pair.first, pair.second):
        shared = shared + shared_minutes(places, locked_places(facts, person)).sum(axis=1)
    free[places.kind] = (shared == 0) | ~pair.days[places.day]
    return free


def as_other(facts: Facts, pair: Pair, other: Flags) -> Flags:
    """(G,) kinds that have the times of what the other one takes that day."""
    places, same = new_places(facts), np.ones(len(facts.kinds), dtype=bool)
    alike = (places.begins[:, None] == places.begins[None, :]) & (places.ends[:, None] == places.ends[None, :])
    same[places.kind] = alike[:, other[places.kind]].any(axis=1) | ~open_days(facts, pair)[places.day]
    return same


def beside(facts: Facts, pair: Pair, mentor: Flags) -> Flags:
    """(G,) kinds all of whose minutes the mentor is at the same outlet."""
    places, kept = new_places(facts), np.ones(len(facts.kinds), dtype=bool)
    shared = shared_minutes(places, places)[:, mentor[places.kind]].sum(axis=1)
    shared = shared + shared_minutes(places, locked_places(facts, pair.second)).sum(axis=1)
    kept[places.kind] = (shared >= places.ends - places.begins) | ~pair.days[places.day]
    return kept
