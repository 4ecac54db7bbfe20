"""Stretches of a calendar: lengths and working time of stints, weekends that they touch, prices of days off."""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.problem import Ids, Problem
from optimize.roster.columns.stints import NEVER, Kinds, Table


def weekends_begun(problem: Problem) -> Ids:
    """Weekends from the first day on, up to each day."""
    begins = (problem.weekend >= 0) & np.diff(problem.weekend, prepend=-1).astype(bool)
    return np.concatenate([[0], begins.cumsum()])


def stint_options(kinds: Kinds, longest: int) -> list[tuple[int, int]]:
    """Lengths of stints and the units that they can take, shortest first."""
    reached = {0}
    options: list[tuple[int, int]] = []
    for length in range(1, longest + 1):
        reached = {before + units for before in reached for units in set(kinds.units.tolist())}
        options += [(length, units) for units in sorted(reached)]
    return options


def weekends_touched(weekend: Ids, longest: int) -> Ids:
    """Length x first day: weekends that a stint touches."""
    days = len(weekend)
    touched = np.zeros((longest + 1, days), dtype=np.int64)
    for length in range(1, longest + 1):
        for first in range(days):
            inside = weekend[first : first + length]
            touched[length, first] = len(set(inside[inside >= 0].tolist()))
    return touched


def rest_prices(off: Table, rest: int) -> Table:
    """First day x person: the price of that many days off, as far as the days go; `NEVER` at most."""
    summed = np.concatenate([np.zeros((1, off.shape[1]), dtype=np.int64), off.astype(np.int64).cumsum(axis=0)])
    last = np.minimum(np.arange(len(off)) + rest, len(off))
    return np.asarray(np.minimum(summed[last] - summed[:-1], NEVER), dtype=np.int32)
