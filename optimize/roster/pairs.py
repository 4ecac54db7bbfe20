"""Who is tied to whom, and which duties of the one go with which of the other: in minutes, at the post."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.known import remembered
from optimize.roster.split import stretches
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
    """Stretches at a post, two of a split duty: kind (row of `Facts.kinds`; -1: locked), outlet, times, day."""

    kind: Ints
    outlet: np.ndarray[tuple[int], np.dtype[np.object_]]
    begins: Ints
    ends: Ints
    day: Ints


def tied(facts: Facts, kind: str) -> list[Pair]:
    """The unit's pairs of one kind, both of whom are in it."""
    return remembered(facts, ("tied", kind), lambda: _tied(facts, kind))


def _tied(facts: Facts, kind: str) -> list[Pair]:
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
    parted = kinds[kinds["split"]]
    parts = (kinds.assign(ends=kinds["rests"]), parted.assign(begins=parted["resumes"]))
    there = pd.concat(parts) if len(parted) else parts[0]
    return Places(
        there.index.to_numpy(np.int64),
        there["outlet"].to_numpy(object),
        there["begins"].to_numpy(np.int64),
        there["ends"].to_numpy(np.int64),
        there["day_number"].to_numpy(np.int64),
    )


def locked_places(facts: Facts, person: int) -> Places:
    """Locked work of one person."""
    locked, calendar = facts.unit.locked, facts.calendar
    own = stretches(locked[locked["employee"] == facts.people["employee"].iloc[person]])
    own = own[own["works"]]
    return Places(
        np.full(len(own), -1, dtype=np.int64),
        own["outlet"].to_numpy(object),
        calendar.minutes(own["start"]),
        calendar.minutes(own["end"]),
        calendar.day(own["day"]),
    )


def times_of(facts: Facts, kinds: Ints) -> Ints:
    """(n, 4) when each kind of duty begins, rests, resumes and ends."""
    return facts.kinds.iloc[kinds][["begins", "rests", "resumes", "ends"]].to_numpy(np.int64)


def shared_minutes(one: Places, other: Places) -> Ints:
    """(n, m) minutes that two stretches share at one outlet."""
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
    np.logical_and.at(free, places.kind, (shared == 0) | ~pair.days[places.day])
    return free


def as_other(facts: Facts, pair: Pair, other: Flags) -> Flags:
    """(G,) kinds that have the times of what the other one takes that day."""
    work = np.flatnonzero((facts.kinds["activity"] == "work").to_numpy(bool))
    times, same = times_of(facts, work), np.ones(len(facts.kinds), dtype=bool)
    alike = (times[:, None, :] == times[None, :, :]).all(axis=2)
    shut = ~open_days(facts, pair)[facts.kinds["day_number"].to_numpy(np.int64)[work]]
    same[work] = alike[:, other[work]].any(axis=1) | shut
    return same


def beside(facts: Facts, pair: Pair, mentor: Flags) -> Flags:
    """(G,) kinds all of whose minutes the mentor is at the same outlet."""
    places, kept = new_places(facts), np.ones(len(facts.kinds), dtype=bool)
    shared = shared_minutes(places, places)[:, mentor[places.kind]].sum(axis=1)
    shared = shared + shared_minutes(places, locked_places(facts, pair.second)).sum(axis=1)
    np.logical_and.at(kept, places.kind, (shared >= places.ends - places.begins) | ~pair.days[places.day])
    return kept
