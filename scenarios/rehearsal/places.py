"""The people of one outlet without their names: what they do there tells them apart.

A rehearsal asks what a roster does, not whose names are in it. So that rosters that differ in nothing but names
play alike, a person's day at an outlet becomes a place: outlet, post, when it begins, how long it is, and its
number among the places alike.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from quarterhour.arrays import Ints

MINUTES_A_DAY = 1440
TOLD = ("start", "end", "outlet", "post", "duty")
Shift = list[tuple[Any, ...]]
"""The windows of one person and day: start, end, outlet, post, duty, and whatever else windows have."""


def without_names(windows: pd.DataFrame) -> pd.DataFrame:
    """Windows with person, place and duty in place of the names of employee and duty.

    Parameters
    ----------
    windows
        employee, duty, day, start, end (minutes of the horizon), outlet, post, and further columns without gaps.

    Returns
    -------
    frame
        By person and start. `person` is a number, given anew each day, never to two people on one day or at one
        time. `place` is the text of a place, the same on all days. `duty` is the number of the person's duty of
        that day.
    """
    ordered = windows.sort_values(["employee", "day", "start", "end", "post"], kind="stable", ignore_index=True)
    shift = np.asarray(ordered.groupby(["employee", "day"], sort=False).ngroup(), dtype=np.int64)
    told = ordered.assign(duty=_duties(ordered["duty"], shift))
    rest = [name for name in windows.columns if name not in (*TOLD, "employee", "day")]
    rows = list(zip(*(told[name].tolist() for name in (*TOLD, *rest)), strict=True))
    edges = np.searchsorted(shift, np.arange(shift.max(initial=-1) + 2))
    shifts = [rows[begin:end] for begin, end in itertools.pairwise(edges)]
    days = told["day"].to_numpy()[edges[:-1]].astype(np.int64).tolist()
    person, place = _told_apart(days, shifts)
    found = told.drop(columns="employee").assign(
        person=np.array(person, dtype=np.int64)[shift], place=np.array(place, dtype=str)[shift]
    )
    return found.sort_values(["person", "start", "end"], kind="stable", ignore_index=True)


def _duties(duty: pd.Series, shift: Ints) -> Ints:
    """Number of each window's duty among those of its shift, whose windows stand together."""
    code = pd.factorize(duty)[0]
    begins = np.diff(shift, prepend=-1) != 0
    nth = np.cumsum(begins | (np.diff(code, prepend=-1) != 0))
    found: Ints = nth - np.maximum.accumulate(np.where(begins, nth, 0))
    return found


def _told_apart(days: list[int], shifts: list[Shift]) -> tuple[list[int], list[str]]:
    """The person and the place of each shift: of the numbers that are free that day and then, the least."""
    person, place = [0] * len(shifts), [""] * len(shifts)
    had: list[tuple[int, float]] = []
    alike = Counter[tuple[Any, ...]]()
    for number in sorted(range(len(shifts)), key=lambda number: (days[number], shifts[number])):
        day, windows = days[number], shifts[number]
        begin, end = windows[0][0], max(window[1] for window in windows)
        who = next((who for who, (last, until) in enumerate(had) if last < day and until <= begin), len(had))
        had[who : who + 1] = [(day, end)]
        kind = (*windows[0][2:4], begin % MINUTES_A_DAY, end - begin)
        person[number] = who
        place[number] = "/".join(map(str, (*kind, alike[day, kind])))
        alike[day, kind] += 1
    return person, place
