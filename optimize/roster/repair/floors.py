"""What changes of a repair come to at least, counted without a model."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.hard import asks_for_more
from optimize.roster.repair.program import RingAnswer
from quarterhour.arrays import Ints


def fewest(disturbed: Disturbed, found: RingAnswer, notice: Ints, lost: Flags) -> float:
    """What filling every place takes at least: somebody's day on its own day, free only for those whose day the
    event changed already."""
    calendar, own = disturbed.after.calendar, disturbed.after.own.set_index("duty")
    numbers = calendar.day(own["day"].reindex(disturbed.lost["duty"]))
    places = np.bincount(numbers, disturbed.lost["people"], minlength=calendar.days)
    free = (lost & ~found.ring.facts.absent).sum(axis=0)
    return float(notice @ (places - free).clip(min=0))


def least_by_day(disturbed: Disturbed, notice: Ints) -> Ints:
    """(D,) what a repair that touches a day beside those of the event changes there at least."""
    calendar, own = disturbed.after.calendar, disturbed.after.own.set_index("duty")
    people = np.full(calendar.days, 2, dtype=np.int64)
    if asks_for_more(disturbed.after):
        people[calendar.day(own["day"].reindex(disturbed.known["duty"]).dropna())] = 1
    return notice * people
