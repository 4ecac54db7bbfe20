"""What is known of a person before and within the horizon, day by day, for limits of long periods.

Duties before the first day count as far as they were published. For least amounts and averages, days do not count
on which nobody could work: outside the employment, on unpaid absence, on paid leave. Days before the person's
first published segment are *unknown*.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from optimize.roster.calendar import Flags, minutes_between
from optimize.roster.facts import Facts
from quarterhour.arrays import Ints

ALWAYS = 2**40
"""A day number that is never reached."""


@dataclass(frozen=True)
class Bound:
    """One person's commitments, one entry each: day, worked and training (minutes), begins, ends, flags."""

    day: Ints
    worked: Ints
    training: Ints
    begins: Ints
    ends: Ints
    early: Flags
    night: Flags
    standby: Flags
    split: Flags
    post: np.ndarray

    def within(self, first: int, last: int) -> Flags:
        """Commitments that begin on days `first` to `last`."""
        inside: Flags = (self.day >= first) & (self.day <= last)
        return inside

    def of_kind(self, what: str) -> Flags:
        """Commitments of a kind: "" (any), early, late, night, standby, split, or a post."""
        return _of_kind(what, self.early, self.post, night=self.night, standby=self.standby, split=self.split)


Made = TypeVar("Made")


def remembered(facts: Facts, key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for these facts and `key`."""
    if key not in facts.memory:
        facts.memory[key] = make()
    found: Made = facts.memory[key]
    return found


def bound_of(facts: Facts, person: int) -> Bound:
    """What one person is bound to."""
    return remembered(facts, ("bound", person), lambda: _bound(facts, person))


def _bound(facts: Facts, person: int) -> Bound:
    own = facts.bound[facts.bound["person"].to_numpy() == person]
    return Bound(
        own["day"].to_numpy(np.int64),
        own["worked"].to_numpy(np.int64),
        own["training"].to_numpy(np.int64),
        own["begins"].to_numpy(np.int64),
        own["ends"].to_numpy(np.int64),
        own["early"].to_numpy(bool),
        own["night"].to_numpy(bool),
        own["standby"].to_numpy(bool),
        own["split"].to_numpy(bool),
        own["post"].to_numpy(str),
    )


def kinds_of_what(facts: Facts, what: str) -> Flags:
    """(G,): kinds of duty that are early, late, night, standby, split, or of a post; all where `what` is ""."""
    return remembered(facts, ("kinds", what), lambda: _kinds_of_what(facts, what))


def _kinds_of_what(facts: Facts, what: str) -> Flags:
    kinds = facts.kinds
    return _of_kind(
        what,
        kinds["early"].to_numpy(bool),
        kinds["post"],
        night=kinds["night"].to_numpy(bool),
        standby=(kinds["activity"] == "standby").to_numpy(),
        split=kinds["split"].to_numpy(bool),
    )


def _of_kind(what: str, early: Flags, post: object, **named: Flags) -> Flags:
    named |= {"": np.ones(len(early), dtype=bool), "early": early, "late": ~early}
    flags: Flags = named[what] if what in named else np.asarray(post) == what
    return flags


def known_from(facts: Facts, person: int) -> int:
    """The first day of which something was published; 0 where nothing was."""
    return int(first_known(facts)[person])


def first_known(facts: Facts) -> Ints:
    """(P,) the same of everybody."""
    return remembered(facts, ("first known",), lambda: _first_known(facts))


def _first_known(facts: Facts) -> Ints:
    first = facts.unit.problem.past.groupby("employee")["start"].min()
    days = dict(zip(first.index, facts.calendar.day_of(first).tolist(), strict=True)) if len(first) else {}
    return np.asarray([min(days.get(name, 0), 0) for name in facts.people["employee"]], dtype=np.int64)


def counted_days(facts: Facts, person: int, first: int, last: int) -> tuple[int, int]:
    """Known and unknown days of [first, last] on which the person could work; the horizon's end cuts."""
    days = np.arange(first, min(last, facts.calendar.days - 1) + 1, dtype=np.int64)
    counts = _could_work(facts, person, days)
    known = days >= known_from(facts, person)
    return int((counts & known).sum()), int((counts & ~known).sum())


def _could_work(facts: Facts, person: int, days: Ints) -> Flags:
    terms = remembered(facts, ("employed",), lambda: _employed(facts))[person]
    counts: Flags = (days >= terms[0]) & (days <= terms[1])
    inside = days >= 0
    idle = ~facts.present[person] | (facts.credited[person] > 0)
    counts[inside] &= ~idle[days[inside]]
    leave = remembered(facts, ("leave",), lambda: _leave(facts)).get(person, np.empty(0, dtype=np.int64))
    return counts & (~np.isin(days, leave) | inside)


def _employed(facts: Facts) -> Ints:
    """(P, 2) the first and the last day of everybody's employment, far away where it is open."""
    ends = []
    for name, without in (("first_day", -ALWAYS), ("last_day", ALWAYS)):
        told = facts.people[name]
        days = np.full(len(told), without, dtype=np.int64)
        days[told.notna()] = facts.calendar.day(told[told.notna()])
        ends.append(days)
    return np.stack(ends, axis=1)


def _leave(facts: Facts) -> dict[int, Ints]:
    """Published days of leave, by person."""
    past = facts.unit.problem.past
    leave = past[past["activity"] == "leave"]
    leave = leave[minutes_between(leave["start"], leave["end"]) > 0]
    rows = {name: row for row, name in enumerate(facts.people["employee"])}
    days = facts.calendar.day_of(leave["start"]) if len(leave) else np.empty(0, dtype=np.int64)
    return {rows[name]: days[leave["employee"] == name] for name in leave["employee"].unique()}
