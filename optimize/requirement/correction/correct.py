"""The people that keep promises on changing days: a transient line, corrected by playing the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.requirement.correction.crowd import Crowd, draw_crowd
from optimize.requirement.correction.days import Days
from optimize.requirement.correction.fit import fit
from optimize.requirement.correction.forward import Course, staff
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces
from optimize.requirement.correction.play import play
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator


@dataclass(frozen=True)
class Effort:
    """How much is simulated.

    Attributes
    ----------
    customers_a_cell
        Customers by which each interval of alike days is judged in play.
    passes
        Times that the days are played and staffed anew.
    """

    customers_a_cell: int = 600
    passes: int = 2


def correct(
    lanes: Sequence[tuple[OneLane, Pieces]], guesses: Sequence[Ints], grain: int, effort: Effort, seed: int
) -> list[Ints]:
    """Least people by position of each lane, so that the promises hold in each interval of the days as they go.

    The line's transient equations (`forward.staff`) know queues that build up and people who are still busy,
    but take handling times as exponential and the people of an interval as lasting. So the days are played
    with the people found, `fit` tells by how much the promises' measures differ from what the equations say,
    and the days are staffed anew with that difference: iterative staffing in the spirit of Feldman, Mandelbaum,
    Massey and Whitt (2008), with the equations where they iterate on simulated numbers in system. The same
    customers come in each pass, and alike days share what is learnt.

    Parameters
    ----------
    guesses
        People by position to begin from.
    """
    days = Days.of(lanes)
    counts = [pieces.count for _, pieces in lanes]
    steps = len(days.rate)
    begin = np.concatenate(
        [_by_step(guess, pieces, steps) for guess, (_, pieces) in zip(guesses, lanes, strict=True)], 1
    )
    shift = np.zeros(begin.shape)
    course = staff(days, begin, shift, grain)
    crowds = [_crowd(lane, pieces, grain, effort, seed) for lane, pieces in lanes] if effort.passes else []
    for _ in range(effort.passes):
        shifts = []
        for (lane, pieces), crowd, part in zip(lanes, crowds, _parts(course, counts), strict=True):
            shifts.append(_look(lane, pieces, crowd, part, grain, steps))
        shift = np.concatenate(shifts, axis=1)
        course = staff(days, course.people, shift, grain)
    answer = []
    for (lane, pieces), part in zip(lanes, _parts(course, counts), strict=True):
        people = np.full(len(lane.rate), lane.minimum, dtype=np.int64)
        answer.append(_by_position(part.people, pieces, people))
    return answer


def _crowd(lane: OneLane, pieces: Pieces, grain: int, effort: Effort, seed: int) -> Crowd:
    return draw_crowd(lane, pieces, effort.customers_a_cell, grain, generator(seed, "requirement", *lane.name))


def _look(lane: OneLane, pieces: Pieces, crowd: Crowd, course: Course, grain: int, steps: int) -> Floats:
    """Log odds to add by step and piece after one play of one lane."""
    size = len(lane.rate)
    people = _by_position(course.people, pieces, np.full(size, lane.minimum, dtype=np.int64))
    number, sums = play(lane, pieces, crowd, people, grain)
    cell, cells = pieces.cell(size)
    beyond = _by_position(course.beyond, pieces, np.full(size, -np.inf))
    which = _by_position(course.which, pieces, np.zeros(size, dtype=np.int64))
    found = fit(lane, cell, cells, beyond, which, number, sums)
    by_position = np.where(cell >= 0, found[np.maximum(cell, 0)], 0.0)
    return _by_step(by_position, pieces, steps)


def _by_step(values: np.ndarray, pieces: Pieces, steps: int) -> np.ndarray:
    """Values by position as (step, piece), warm-up included; 0 after a piece's end."""
    step = np.arange(steps)[:, None]
    at = np.minimum(pieces.first - pieces.warm + step, len(values) - 1)
    return np.where(step < pieces.warm + pieces.length, values[at], 0).astype(values.dtype)


def _by_position(table: np.ndarray, pieces: Pieces, values: np.ndarray) -> np.ndarray:
    """Values by position, those of pieces (without their warm-up) put in from (step, piece)."""
    answer = values.copy()
    for number, (first, length, warm) in enumerate(zip(pieces.first, pieces.length, pieces.warm, strict=True)):
        answer[first : first + length] = table[warm : warm + length, number]
    return answer


def _parts(course: Course, counts: Sequence[int]) -> list[Course]:
    """The course of each lane."""
    edges = np.cumsum(counts)[:-1]
    tables = (np.split(table, edges, axis=1) for table in (course.people, course.beyond, course.which))
    return [Course(*part) for part in zip(*tables, strict=True)]
