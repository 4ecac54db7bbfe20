"""Windows of a long calendar: everybody, or a group of people, on four weeks, each window overlapping the last."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimize.roster.columns.problem import Ids, Problem

DAYS = 28
"""Of a window: as long as column generation is quick."""

STRIDE = 21
"""Days from one window to the next; the week that is left is free in both."""

MOST = 9000
"""Days x people x kinds of a window, about: more people than that are taken in groups."""


def windows(problem: Problem, generator: np.random.Generator) -> list[tuple[range, Ids]]:
    """Days and people of each window, once through the calendar."""
    return [
        (days, people) for days in _stretches(problem.days) for people in _groups(problem, len(days), generator)
    ]


def _stretches(days: int) -> Iterator[range]:
    begin = 0
    while begin + DAYS < days:
        yield range(begin, begin + DAYS)
        begin += STRIDE
    yield range(max(0, days - DAYS), days)


def _groups(problem: Problem, days: int, generator: np.random.Generator) -> list[Ids]:
    """Groups of like size, drawn anew for each stretch."""
    people = len(problem.people)
    groups = max(1, min(people, round(people * days * len(problem.kinds) / MOST)))
    return [np.sort(group) for group in np.array_split(generator.permutation(people), groups)]
