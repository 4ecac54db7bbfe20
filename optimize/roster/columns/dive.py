"""A whole roster out of the master's mixture: people are given rosters step by step, and prices follow.

Each step gives those rosters that the master wants nearly whole, at least the surest few, then makes new rosters
for the others at the prices that result. The share of people who have theirs keeps pace with the clock; what time
does not suffice for is given by the mixture as it stands.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.roster.columns.clock import Clock
from optimize.roster.columns.counted import Counted
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.master import Point, reduced_costs
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.problem import Flags, Ids, Rosters

NEARLY = 0.95
"""Weight from which a roster is taken as wanted whole."""

ROUNDS = 4
"""Times that new rosters are made after each step."""


def dive(generation: Generation, clock: Clock, steps: int, generator: np.random.Generator) -> Rosters | None:
    """Rosters of all people in at most about `steps` steps; None where there is no mixture.

    A generator shakes the order a little, so that dives from the same mixture differ. The master is left with the
    dive's rosters alone open.
    """
    problem, master = generation.problem, generation.master
    point = generation.point
    if point is None:
        return None
    if not master.keeps.all():
        master.close(np.flatnonzero(~master.keeps & master.open))
        point = _follow(generation, np.arange(len(problem.people)), clock, 5 * ROUNDS) or point
    rosters = np.zeros((len(problem.people), problem.days), dtype=np.int8)
    left = np.ones(len(problem.people), dtype=bool)
    at_least = max(1, -(-len(left) // steps))
    while left.any():
        rows = _surest(generation, point, left, generator)
        weight = point.weight[rows]
        pace = int(clock.used * len(left)) - int((~left).sum())
        sure = max(at_least, pace, int((weight >= NEARLY).sum()))
        given = rows if clock.out else rows[:sure]
        if not len(given):
            return None
        rosters[master.person[given]] = master.rosters[given]
        left[master.person[given]] = False
        if not left.any():
            break
        _drop_others(generation, given)
        point = _follow(generation, np.flatnonzero(left), clock) or point
    return rosters


def _surest(generation: Generation, point: Point, left: Flags, generator: np.random.Generator) -> Ids:
    """The roster of most weight of each person left, surest first; beyond limits none counts."""
    master = generation.master
    known = len(point.weight)
    fits = np.flatnonzero(master.keeps[:known] & master.open[:known] & left[master.person[:known]])
    shaken = point.weight[fits] * generator.uniform(0.8, 1.0, len(fits))
    order = fits[np.argsort(-shaken, kind="stable")]
    _, first = np.unique(master.person[order], return_index=True)
    return order[np.sort(first)]


def _drop_others(generation: Generation, given: Ids) -> None:
    master = generation.master
    others = master.open & np.isin(master.person, master.person[given])
    others[given] = False
    master.close(np.flatnonzero(others))


def _follow(generation: Generation, people: Ids, clock: Clock, rounds: int = ROUNDS) -> Point | None:
    """New rosters for the people left, at prices that follow what was given."""
    problem, master = generation.problem, generation.master
    part = Counted(problem.of(people))
    point = None
    for round_ in range(rounds + 1):
        point = master.solve(None if clock.repeatable else clock.seconds) or point
        clock.spend(problem.wanted.size * int(master.open.sum()) / 1e7)
        if point is None or round_ == rounds or clock.out:
            break
        prices = Prices.of(problem, point.cover, point.limit)
        before = part.work
        offers = part.offers(replace(prices, limit=prices.limit[people]))
        clock.spend((part.work - before) / 3e8)
        person = people[offers.person]
        good = reduced_costs(problem, point, person, offers.rosters, offers.cost) < -1e-6
        good &= part.keeps(offers.person, offers.rosters)
        if not master.add(person[good], offers.rosters[good]):
            break
    return point
