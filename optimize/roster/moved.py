"""Places that a known roster leaves open go to whoever had a duty most like them that day, then to others.

Every duty keeps the hard rules beside those before it: each is asked of `OPENINGS`, as for a first roster.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.first import keep_joint_rules
from optimize.roster.openings import OPENINGS
from quarterhour.arrays import Ints

PLACE = ["outlet", "post", "activity"]
ELSEWHERE = 1440
"""Minutes by which a duty at another place counts as further away."""
NO_DUTY = 4 * 1440
"""Minutes that it counts for where the person had no duty that day."""
FILLED = 100 * NO_DUTY
"""Minutes that a filled place is worth: more than any way to fill it."""


def with_moved(facts: Facts, allowed: Flags, kept: Flags, person: Ints, had: pd.DataFrame) -> Flags:
    """(P, G) the roster `kept`, and day after day as many of its open places as trained people are free for.

    Each day is an assignment problem: at the least minutes between what each person (row) `had` that day and gets
    now, begin and end together.
    """
    kinds, taken = facts.kinds, kept.copy()
    number = kinds["day_number"].to_numpy(np.int64)
    usable = allowed & facts.people["trained"].to_numpy(bool)[:, None]
    usable &= (_left_open(facts, taken) > 0) & _opens(facts, taken)
    before = _Had(facts, person, had)
    for day in np.unique(number[usable.any(axis=0)]).tolist():
        today = np.flatnonzero((number == day) & usable.any(axis=0))
        free = usable[:, today] & _opens(facts, taken)[:, today]
        copies = np.repeat(np.arange(len(today)), _left_open(facts, taken)[today])
        costs = before.away(day, today) - FILLED
        who, place = linear_sum_assignment(np.where(free, costs, 0)[:, copies])
        given = free[who, copies[place]]
        taken[who[given], today[copies[place[given]]]] = True
        keep_joint_rules(facts, taken, day)
    return taken


class _Had:
    """What people had before, by day."""

    def __init__(self, facts: Facts, person: Ints, had: pd.DataFrame) -> None:
        kinds, calendar = facts.kinds, facts.calendar
        places = pd.concat([kinds[PLACE], had[PLACE]]).groupby(PLACE).ngroup().to_numpy(np.int64)
        times = kinds[["begins", "ends"]].to_numpy(np.int64)
        self.people, self.person, self.day = len(facts.people), person, calendar.day(had["day"])
        self.now = np.column_stack([times, places[: len(kinds)]])
        begins, ends = calendar.minutes(had["start"]), calendar.minutes(had["end"])
        self.then = np.column_stack([begins, ends, places[len(kinds) :]])

    def away(self, day: int, today: Ints) -> Ints:
        """(P, T) minutes between what each person had on a day and each kind of duty of `today`."""
        away = np.full((self.people, len(today)), NO_DUTY, dtype=np.int64)
        there = np.flatnonzero(self.day == day)
        then, now = self.then[there][:, None], self.now[today][None]
        apart = abs(then[..., :2] - now[..., :2]).sum(axis=-1) + ELSEWHERE * (then[..., 2] != now[..., 2])
        np.minimum.at(away, self.person[there], apart)
        return away


def _opens(facts: Facts, taken: Flags) -> Flags:
    """(P, G) whether one more duty keeps all hard rules."""
    opens: Flags = np.logical_and.reduce([opens(facts, taken) for _, opens in OPENINGS])
    return opens


def _left_open(facts: Facts, taken: Flags) -> Ints:
    """(G,) places that nobody has."""
    left: Ints = facts.kinds["people"].to_numpy(np.int64) - taken.sum(axis=0)
    return left
