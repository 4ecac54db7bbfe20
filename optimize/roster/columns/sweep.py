"""A long calendar gone through window by window, each solved quickly by a dive.

Each window of the first time is solved beside others that are far from good yet; so they are solved once more, in
any order, as long as that saves something (measured: 100 people on a year 20,411 of 22,996).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimize.roster.columns.clock import Clock, Left
from optimize.roster.columns.parts import Part, part
from optimize.roster.columns.problem import Rosters
from optimize.roster.columns.root import work_of
from optimize.roster.columns.search import Search
from optimize.roster.columns.solved import QUICK_ROUNDS, ROUNDS, by_dive, generated
from optimize.roster.columns.windows import Window, stretches, windows
from quarterhour.processes import answers, begun, delayed
from quarterhour.progress import Progress

SWEEP_SHARE = 0.6
"""Of the time left, at most, for the windows."""

AGAIN_SHARE = 0.8
"""Of the time left then, at most, for windows once more."""

STILL = 4
"""Rounds that saved next to nothing after which they end."""

NEXT_TO_NOTHING = 0.0005
"""Of the cost."""


def sweep(search: Search, clock: Clock, processes: int) -> None:
    """Windows in the order of the calendar, as many at once as processes, with like shares of a clock."""
    everybody = _fits(search, clock, processes)
    plan = windows(search.problem, search.generator, processes, everybody=everybody)
    for place, at_once in enumerate(plan):
        if search.ends:
            return
        share = clock.share(1 / (len(plan) - place))
        solve_at_once(search, parts_of(search, at_once), share, QUICK_ROUNDS, processes)


def sweep_again(search: Search, clock: Clock, processes: int) -> None:
    """Windows of everybody, where all of them fit, as many at once as processes."""
    problem, generator = search.problem, search.generator
    if not _fits(search, clock, processes):
        return
    plan, still = windows(problem, generator, processes, everybody=True), 0
    for place, number in enumerate(generator.permutation(len(plan)).tolist()):
        if search.ends or still == STILL:
            return
        before, share = search.value, clock.share(1 / (len(plan) - place))
        solve_at_once(search, parts_of(search, plan[number]), share, ROUNDS, processes)
        still = 0 if before - search.value > NEXT_TO_NOTHING * abs(before) else still + 1


def _fits(search: Search, clock: Clock, processes: int) -> bool:
    """Whether all windows can be of everybody in the time, about."""
    people, days = np.arange(len(search.problem.people)), list(stretches(search.problem.days))
    each = work_of(part(search.problem, search.rosters, people, days[0]).problem)
    return len(days) * each <= clock.left * processes


def parts_of(search: Search, at_once: Sequence[Window]) -> list[Part]:
    """Windows that are solved at once; those of everybody share what is left of people's limits."""
    problem, rosters = search.problem, search.rosters
    everybody = all(len(people) == len(problem.people) for _, people in at_once)
    shares = len(at_once) if everybody else 1
    return [part(problem, rosters, people, days, at_once=shares) for days, people in at_once]


def solve_at_once(search: Search, pieces: Sequence[Part], clock: Clock, rounds: int, processes: int) -> None:
    """Parts without common days, the first in this process and each other in one beside it."""
    seeds = search.generator.integers(1 << 30, size=len(pieces)).tolist()
    left = clock.for_others()
    tasks = [delayed(beside)(*given, rounds, left) for given in zip(pieces[1:], seeds[1:], strict=True)]
    others = begun(tasks, processes)
    found = [swept(pieces[0], seeds[0], rounds, clock), *answers(others)]
    for piece, new in zip(pieces, found, strict=False):
        search.put(piece, new)


def beside(piece: Part, seed: int, rounds: int, left: Left) -> Rosters | None:
    """The same in another process."""
    return swept(piece, seed, rounds, Clock.of(left, Progress()))


def swept(piece: Part, seed: int, rounds: int, clock: Clock) -> Rosters | None:
    """The part's rosters by a quick dive; None where it finds none, or none can be better."""
    nothing = np.zeros((int(piece.people.max()) + 1, len(piece.problem.kinds)), dtype=bool)
    generation = generated(piece, None, nothing, None, clock.share(0.5), rounds, count=False)
    return by_dive(piece, generation, clock, np.random.default_rng(seed), quick=True)[0]
