"""The people that keep promises on changing days: a transient line, corrected by playing the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.requirement.correction.crowd import Crowd, draw_crowd
from optimize.requirement.correction.days import Days
from optimize.requirement.correction.evidence import Evidence, Shift
from optimize.requirement.correction.forward import Course, staff
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces, by_position, by_step
from optimize.requirement.correction.play import Act, play
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator


@dataclass(frozen=True)
class Effort:
    """How much is simulated.

    Attributes
    ----------
    customers_a_cell
        Customers by which each interval of alike days is judged in one play, at most.
    customers
        Customers of one play of everything, at most (about): large networks learn more from each other's
        intervals and less from each by itself.
    passes
        Times that the days are played and staffed anew.
    """

    customers_a_cell: int = 1000
    customers: int = 4_000_000
    passes: int = 3

    def of(self, cells: int) -> int:
        """Customers a cell, where there are so many."""
        return max(min(self.customers_a_cell, self.customers // max(cells, 1)), 1)


def correct(
    lanes: Sequence[tuple[OneLane, Pieces]],
    guesses: Sequence[Ints],
    grain: int,
    customers: int,
    passes: int,
    seed: int,
) -> list[Ints]:
    """Least people by position of each lane, so that the promises hold in each interval of the days as they go.

    The line's transient equations (`forward.staff`) know queues that build up and people who are still busy,
    but take handling times as exponential and the people of an interval as lasting. So the days are played
    with the people found, `Evidence` gathers by how much the promises' measures differ from what the equations
    say, and the days are staffed anew with that difference: iterative staffing in the spirit of Feldman,
    Mandelbaum, Massey and Whitt (2008), with the equations where they iterate on simulated numbers in system.
    Other customers come in each pass, and alike days share what is learnt.

    Parameters
    ----------
    guesses
        People by position to begin from.
    customers
        By which each interval of alike days is judged in one play.
    passes
        Plays.
    """
    days = Days.of(lanes)
    counts = [pieces.count for _, pieces in lanes]
    steps = len(days.rate)
    begin = [by_step(guess, pieces, steps) for guess, (_, pieces) in zip(guesses, lanes, strict=True)]
    course = staff(days, np.concatenate(begin, axis=1), None, grain)
    learnt = [_evidence(*lane, part) for lane, part in zip(lanes, _parts(course, counts), strict=True)]
    for turn in range(passes):
        parts = _parts(course, counts)
        acts = [
            Act(lane, pieces, _crowd(lane, pieces, customers, grain, seed, turn), _people(lane, pieces, part))
            for (lane, pieces), part in zip(lanes, parts, strict=True)
        ]
        shifts = []
        for act, evidence, part, seen in zip(acts, learnt, parts, play(acts, grain), strict=True):
            evidence.add(*_course(act.lane, act.pieces, part), *seen)
            shifts.append(_shift_by_step(evidence.shift(), act.pieces, steps))
        course = staff(days, course.people, _side_by_side(shifts), grain)
    return [
        _people(lane, pieces, part) for (lane, pieces), part in zip(lanes, _parts(course, counts), strict=True)
    ]


def _crowd(lane: OneLane, pieces: Pieces, customers: int, grain: int, seed: int, turn: int) -> Crowd:
    return draw_crowd(lane, pieces, customers, grain, generator(seed, "requirement", *lane.name, turn))


def _evidence(lane: OneLane, pieces: Pieces, course: Course) -> Evidence:
    return Evidence(lane, *pieces.cell(len(lane.rate)), _people(lane, pieces, course))


def _people(lane: OneLane, pieces: Pieces, course: Course) -> Ints:
    return by_position(course.people, pieces, np.full(len(lane.rate), lane.minimum, dtype=np.int64))


def _course(lane: OneLane, pieces: Pieces, course: Course) -> tuple[Ints, Floats, Ints]:
    """People, log odds beyond the limit and the binding promise's rank, by position."""
    size = len(lane.rate)
    beyond = by_position(course.beyond, pieces, np.full(size, -np.inf))
    which = by_position(course.which, pieces, np.zeros(size, dtype=np.int64))
    return _people(lane, pieces, course), beyond, which


def _shift_by_step(shift: Shift, pieces: Pieces, steps: int) -> Shift:
    values = [by_step(level, pieces, steps) for level in shift.values]
    return Shift(by_step(shift.base, pieces, steps), np.array(values))


def _side_by_side(shifts: Sequence[Shift]) -> Shift:
    base = np.concatenate([shift.base for shift in shifts], axis=1)
    return Shift(base, np.concatenate([shift.values for shift in shifts], axis=2))


def _parts(course: Course, counts: Sequence[int]) -> list[Course]:
    """The course of each lane."""
    edges = np.cumsum(counts)[:-1]
    tables = (np.split(table, edges, axis=1) for table in (course.people, course.beyond, course.which))
    return [Course(*part) for part in zip(*tables, strict=True)]
