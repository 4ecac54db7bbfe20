"""Cut-set inequalities of shift design: how many shifts a change of the need asks for, whatever their lengths.

A shift that exists joins its start and its end, both slots of the day. Take a set W of slots of the day, each with
a day's lag so that shifts inside W join slots of the same days. On any day what begins in W and ends outside,
less what begins outside and ends in W, is the change m of the need over W's slots, plus changes of over and under.
If m > 0 and no shift leads out of W, then over must fall or under rise by m there; so

    sum of y over shifts that lead out of W + (over falling + under rising at W's edge) / m >= 1,

and for m < 0 the same with the shifts that lead in. Deviations telescope over slots that follow each other. Sets
tried: ranges of slots, and sets grown from a shift along the heaviest shifts of the relaxation. These are the
cut-set inequalities of network design (for instance Magnanti and Wong 1984) on the time circle; with them the
relaxation of the public instances of 15 minutes rises from a third of the optimum to nine tenths.

They hold for one place without breaks, where presence is one stretch.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from optimize.linear import Flags, Ids, LinearProgram, Numbers
from optimize.shifts.design.model import Model
from optimize.shifts.design.values import DesignProblem
from quarterhour.result import Limits, Status

ROUNDS, ROWS = 20, 600
"""Rounds of cuts, and most rows a round; rounds end when nothing is cut off any more."""
WIDEST, GROWN, SEEDS = 12, 7, 400
"""Slots of the widest range, most slots of a grown set, and shifts that sets are grown from."""
CUT_OFF = 0.02
"""By how much a row must be broken to be added."""


@dataclass(frozen=True)
class _Circle:
    """The time circle: where each shift begins and ends as slots of the day, and days between the two."""

    slots: int
    days: int
    begin: Ids
    end: Ids
    lag: Ids


@dataclass(frozen=True)
class Tightened:
    """The program with cut-set rows, and its relaxation's values and dual values (both empty where not known)."""

    program: LinearProgram
    relaxed: Numbers
    duals: Numbers


def tightened(problem: DesignProblem, model: Model, limits: Limits) -> Tightened:
    """The program with cut-set rows, as many rounds as find some and the clock allows.

    It stays as it is where the rows do not hold, or where nothing prices a shift.
    """
    until = np.inf if limits.seconds is None else time.perf_counter() + limits.seconds
    tight, program = Tightened(model.program, np.empty(0), np.empty(0)), model.program
    rounds = ROUNDS if len(model.places) == 1 and not len(problem.away) and problem.prices.shift else 0
    start, length = (problem.shifts[name].to_numpy(np.int64) for name in ("start", "length"))
    end = start + length
    circle = _Circle(problem.slots, problem.days, start % problem.slots, end % problem.slots, end // problem.slots)
    for number in range(rounds + 1):
        seconds = None if limits.seconds is None else until - time.perf_counter()
        if seconds is not None and seconds <= 0:
            break
        limits = replace(limits, seconds=seconds)
        answer, values, duals = program.solve_relaxed(stage="shifts.design", partition="cuts", limits=limits)
        if answer.proof.status is not Status.OPTIMAL:
            break
        tight = Tightened(program, values, duals)
        rows = _broken(circle, model, values) if number < rounds else None
        if rows is None or not rows.shape[0]:
            break
        program = program.with_rows(rows, least=1.0)
    return tight


def _broken(circle: _Circle, model: Model, values: Numbers) -> csr_array:
    """The rows that the values break most, each to be at least 1."""
    exists = values[model.exists]
    inside, lag = _sets(circle, exists)
    over, under = values[model.over[0]], values[model.under[0]]
    begins, ends = inside[:, circle.begin], inside[:, circle.end]
    astray = begins & ends & (lag[:, circle.end] - lag[:, circle.begin] != circle.lag)
    out, into = (begins & ~ends) | astray, (ends & ~begins) | astray
    change = model.need[0] - np.roll(model.need[0], 1)
    found: list[tuple[float, Flags, Numbers]] = []
    for day in range(circle.days):
        edge, by = _edges(circle, inside, lag, day, change)
        size = np.maximum(np.abs(by), 1.0)[:, None]
        rising = (by > 0)[:, None]
        # people beyond need who leave, and people missing who join, stand in for shifts that lead out
        less_over = np.where(rising, np.maximum(-edge, 0), np.maximum(edge, 0)) / size
        more_under = np.where(rising, np.maximum(edge, 0), np.maximum(-edge, 0)) / size
        leading = np.where(rising, out, into)
        side = leading @ exists + less_over @ over + more_under @ under
        for row in np.flatnonzero((side < 1 - CUT_OFF) & (by != 0)):
            found.append((side[row], leading[row], np.concatenate([less_over[row], more_under[row]])))
    found.sort(key=lambda one: one[0])
    return _rows(model, found[:ROWS], len(values))


def _edges(circle: _Circle, inside: Flags, lag: Ids, day: int, change: Numbers) -> tuple[Numbers, Numbers]:
    """By set: +1 where a stretch of slots ends and -1 before it begins, shape (sets, week); and m."""
    week = circle.slots * circle.days
    which, slot = np.nonzero(inside)
    at = ((day + lag[which, slot]) * circle.slots + slot) % week
    edge = np.zeros((len(inside), week))
    np.add.at(edge, (which, at), 1.0)
    np.add.at(edge, (which, (at - 1) % week), -1.0)
    by = np.bincount(which, weights=change[at], minlength=len(inside)).astype(np.float64)
    return edge, by


def _rows(model: Model, found: list[tuple[float, Flags, Numbers]], width: int) -> csr_array:
    """The rows as a matrix over all columns, none twice."""
    columns = np.concatenate([model.exists, model.over[0], model.under[0]])
    if not found:
        return csr_array((0, width))
    dense = np.unique(np.array([np.concatenate([leading, edge]) for _, leading, edge in found]), axis=0)
    row, place = np.nonzero(dense)
    return csr_array((dense[row, place], (row, columns[place])), shape=(len(dense), width))


def _sets(circle: _Circle, exists: Numbers) -> tuple[Flags, Ids]:
    """Sets of slots of the day to try, and the days' lag of each slot in them, both (sets, slots)."""
    slots = circle.slots
    ranges = [
        {(first + step) % slots: (first + step) // slots for step in range(width)}
        for width in range(1, WIDEST + 1)
        for first in range(slots)
    ]
    heavy = np.argsort(-exists, kind="stable")
    heavy = heavy[exists[heavy] > 1e-6][:SEEDS]
    grown = [chosen for shift in heavy for chosen in _grow(circle, exists, heavy, int(shift))]
    sets = ranges + grown
    inside, lag = np.zeros((len(sets), slots), dtype=np.bool_), np.zeros((len(sets), slots), dtype=np.int64)
    for number, chosen in enumerate(sets):
        places = list(chosen)
        inside[number, places], lag[number, places] = True, list(chosen.values())
    return inside, lag


def _grow(circle: _Circle, exists: Numbers, heavy: NDArray[np.int64], seed: int) -> list[dict[int, int]]:
    """Sets that begin with both ends of a shift and take in the slot that hangs most on them, time after time."""
    begin, end, days = circle.begin, circle.end, circle.lag
    chosen = {int(begin[seed]): 0}
    chosen[int(end[seed])] = int(days[seed])
    sets = [dict(chosen)]
    while len(chosen) < GROWN:
        pull: dict[tuple[int, int], float] = {}
        for shift in heavy.tolist():
            a, b = int(begin[shift]), int(end[shift])
            if a in chosen and b not in chosen:
                beyond = (b, chosen[a] + int(days[shift]))
            elif b in chosen and a not in chosen:
                beyond = (a, chosen[b] - int(days[shift]))
            else:
                continue
            pull[beyond] = pull.get(beyond, 0.0) + float(exists[shift])
        if not pull:
            break
        slot, lag = max(pull, key=lambda beyond: (pull[beyond], beyond))
        chosen[slot] = lag
        sets.append(dict(chosen))
    return sets
