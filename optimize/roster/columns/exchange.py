"""Work and weekends moved between far stretches of a long calendar: everybody is freed on two of them at once.

What somebody may work in all is one account for the year, and windows settle it one by one: a weekend that saves
little in one is missing in another. Stretches are drawn by what their cover costs: one more often where that is
much, the other where it is little.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.parts import part
from optimize.roster.columns.problem import counts, cover_costs
from optimize.roster.columns.search import Search
from optimize.roster.columns.solved import ROUNDS
from optimize.roster.columns.sweep import solve_at_once
from optimize.roster.columns.windows import DAYS, apart

EXCHANGE_SHARE = 0.8
"""Of the time left, at most, for exchanges."""

EACH_SHARE = 0.12
"""Of that, at most, for one."""

STILL = 6
"""Rounds without gain after which it ends."""

WEEK = 7

MOST = 30_000
"""Days x people x kinds of two stretches, about: of more people than that, some are drawn."""

Pair = tuple[range, range]


def exchange(search: Search, clock: Clock, processes: int) -> None:
    """As many pairs at once as processes and as lie apart, until the clock is out or some rounds saved nothing."""
    problem, generator = search.problem, search.generator
    people = len(problem.people)
    size = min(people, max(1, MOST // (2 * DAYS * len(problem.kinds))))
    most, still = EACH_SHARE * clock.left, 0
    while not (search.ends or clock.out) and still < STILL:
        before, pairs = search.value, list(_drawn(search, processes))
        if not pairs:
            return
        freed = [np.sort(generator.permutation(people)[:size]) for _ in pairs]
        pieces = [
            part(problem, search.rosters, some, *pair, at_once=len(pairs))
            for some, pair in zip(freed, pairs, strict=True)
        ]
        share = clock.share(min(1.0, most / max(1e-9, clock.left)))
        solve_at_once(search, pieces, share, ROUNDS, processes)
        still = 0 if search.value < before else still + 1


def _drawn(search: Search, most: int) -> Iterator[Pair]:
    """Up to so many pairs; no stretch is near another."""
    problem, generator = search.problem, search.generator
    stretches = [range(begin, begin + DAYS) for begin in range(0, problem.days - DAYS + 1, WEEK)]
    day = cover_costs(problem, counts(problem, search.rosters))
    cost = np.array([1.0 + day[stretch.start : stretch.stop].sum() for stretch in stretches])
    free = np.ones(len(stretches), dtype=bool)

    def drawn(weight: Numbers) -> range:
        odds = weight * free
        chosen = stretches[int(generator.choice(len(stretches), p=odds / odds.sum()))]
        free[:] &= [apart(problem, chosen, stretch) for stretch in stretches]
        return chosen

    for _ in range(most):
        pair = []
        for weight in (cost, 1 / (cost + cost.mean())):
            if not free.any():
                return
            pair.append(drawn(weight))
        yield pair[0], pair[1]
