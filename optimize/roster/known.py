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
    past = facts.unit.problem.past
    own = past.loc[past["employee"] == facts.people["employee"].iloc[person], "start"]
    return min(int(facts.calendar.day_of(own).min()), 0) if len(own) else 0


def counted_days(facts: Facts, person: int, first: int, last: int) -> tuple[int, int]:
    """Known and unknown days of [first, last] on which the person could work; the horizon's end cuts."""
    days = np.arange(first, min(last, facts.calendar.days - 1) + 1, dtype=np.int64)
    counts = _could_work(facts, person, days)
    known = days >= known_from(facts, person)
    return int((counts & known).sum()), int((counts & ~known).sum())


def _could_work(facts: Facts, person: int, days: Ints) -> Flags:
    terms = facts.people.iloc[person]
    dates = facts.calendar.date(days)
    counts = np.ones(len(days), dtype=bool)
    if terms["first_day"] == terms["first_day"]:
        counts &= dates >= terms["first_day"]
    if terms["last_day"] == terms["last_day"]:
        counts &= dates <= terms["last_day"]
    inside = days >= 0
    idle = ~facts.present[person] | (facts.credited[person] > 0)
    counts[inside] &= ~idle[days[inside]]
    past = facts.unit.problem.past
    leave = past[(past["employee"] == terms["employee"]) & (past["activity"] == "leave")]
    leave = leave[minutes_between(leave["start"], leave["end"]) > 0]
    counts &= ~np.isin(days, facts.calendar.day_of(leave["start"])) | inside
    return counts
