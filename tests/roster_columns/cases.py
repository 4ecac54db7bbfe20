"""Tiny problems whose every roster can be listed."""

from __future__ import annotations

from itertools import product

import numpy as np

from optimize.roster.columns.check import broken
from optimize.roster.columns.problem import BANNED, Problem


def random_problem(seed: int, people: int = 1, days: int = 9, kinds: int = 2) -> Problem:
    """A problem that begins on a Thursday, so that a weekend lies inside and another may be cut by the end."""
    draw = np.random.default_rng(seed)
    minutes = draw.choice([360, 480, 600], kinds)
    least = draw.integers(0, 3, people) * 360
    day = np.arange(days) + 3
    price = draw.integers(-20, 30, (people, days, kinds + 1))
    price[:, :, 1:][draw.random((people, days, kinds)) < 0.1] = BANNED
    price[:, :, 0] = np.where(draw.random((people, days)) < 0.05, BANNED, price[:, :, 0])
    return Problem(
        people=tuple(f"p{person}" for person in range(people)),
        kinds=tuple("ABC"[:kinds]),
        minutes=minutes,
        banned=draw.random((kinds, kinds)) < 0.25,
        weekend=np.where(day % 7 >= 5, day // 7, -1),
        most_minutes=least + draw.integers(2, 6, people) * 480,
        least_minutes=least,
        longest_on=draw.integers(2, 5, people),
        shortest_on=draw.integers(1, 3, people),
        shortest_off=draw.integers(1, 4, people),
        most_weekends=draw.integers(0, 3, people),
        most_of_kind=draw.choice([1, 2, 3, days], (people, kinds)),
        price=price,
        wanted=draw.integers(0, 3, (days, kinds)),
        under=draw.integers(10, 60, (days, kinds)),
        over=draw.integers(1, 9, (days, kinds)),
        offset=int(draw.integers(0, 50)),
    )


def all_rosters(problem: Problem) -> np.ndarray:
    """Every roster of the first person that breaks no rule, found by trying all."""
    one = problem.of(np.array([0]))
    every = product(range(len(problem.kinds) + 1), repeat=problem.days)
    fits = [days for days in every if not broken(one, np.array([days], dtype=np.int8))]
    return np.array(fits, dtype=np.int8).reshape(-1, problem.days)
