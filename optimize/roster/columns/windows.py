"""Windows of a long calendar: everybody, or a group of people, on four weeks, each window overlapping the last.

Everybody at once is better where that fits (measured: 50 people on a year 35,004 of 40,379 in two groups).

They are gone through one by one, or some at once that lie apart.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimize.roster.columns.parts import held
from optimize.roster.columns.problem import Ids, Problem

DAYS = 28
"""Of a window: as long as column generation is quick."""

STRIDE = 21
"""Days from one window to the next; the week that is left is free in both."""

MOST = 9000
"""Days x people x kinds of a window, about: more people than that are taken in groups, unless everybody fits."""


Window = tuple[range, Ids]
"""Days and people."""


def windows(
    problem: Problem, generator: np.random.Generator, at_once: int = 1, *, everybody: bool = False
) -> list[list[Window]]:
    """Once through the calendar, up to `at_once` windows at a time that share neither days nor people.

    Those of everybody share people: there no day that is held around one is held around another.
    """
    groups = [np.arange(len(problem.people))] if everybody else _groups(problem, generator)
    left = [(days, people) for days in stretches(problem.days) for people in groups]
    plan: list[list[Window]] = []
    while left:
        taken: list[int] = []
        for place, window in enumerate(left):
            if len(taken) < at_once and all(_clear(problem, window, left[other]) for other in taken):
                taken.append(place)
        plan.append([left[place] for place in taken])
        left = [window for place, window in enumerate(left) if place not in taken]
    return plan


def _clear(problem: Problem, one: Window, other: Window) -> bool:
    """Whether both can be solved at once; those of everybody have all people in common and have to lie apart."""
    if len(np.intersect1d(one[1], other[1])):
        return len(one[1]) == len(problem.people) and apart(problem, one[0], other[0])
    return not (one[0].start < other[0].stop and other[0].start < one[0].stop)


def apart(problem: Problem, one: range, other: range) -> bool:
    """Whether no day that is held around the one is held around the other."""
    everybody = np.arange(len(problem.people))
    first, second = held(problem, everybody, one), held(problem, everybody, other)
    return first.stop <= second.start or second.stop <= first.start


def stretches(days: int) -> Iterator[range]:
    """Days of the windows, in the order of the calendar."""
    begin = 0
    while begin + DAYS < days:
        yield range(begin, begin + DAYS)
        begin += STRIDE
    yield range(max(0, days - DAYS), days)


def _groups(problem: Problem, generator: np.random.Generator) -> list[Ids]:
    """Groups of like size."""
    people, days = len(problem.people), min(DAYS, problem.days)
    groups = max(1, min(people, round(people * days * len(problem.kinds) / MOST)))
    return [np.sort(group) for group in np.array_split(generator.permutation(people), groups)]
