"""Whole rosters out of the master's mixture: what people do on which days is held step by step, and prices follow.

Each step holds the days on which the mixture is nearly of one mind, at least the surest few, and then makes new
rosters at the prices that result, until none would help if the clock allows it (measured: 120 people come to 1448
of a bound of 1347 that way, with two rounds a step to 2257). The share of days held keeps pace with the clock;
what time does not suffice for is given by the mixture as it stands. A dive ends at once where nothing better than
what is known can come of it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.exact import Exact
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.master import Point, reduced_costs
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.pricing import A_SECOND
from optimize.roster.columns.problem import BANNED, Flags, Ids, Rosters

NEARLY = 0.97
"""Weight from which the mixture is taken to be of one mind about somebody's day."""

ROUNDS = 2
"""Times that new rosters are made after each step while more days should be held by now."""

MOST_ROUNDS = 30
"""The same while the dive is ahead of half its clock, or nothing better could come of it."""

AHEAD = 0.5
"""Of the clock, for more rounds than a few: a dive that took all of it would leave the search too little."""


def dive(
    generation: Generation, clock: Clock, steps: int, generator: np.random.Generator, beat: float
) -> Rosters | None:
    """Rosters of all people in at most about `steps` steps.

    None where there is no mixture, or it came to cost no less than what is to be beaten. The generation is one
    that keeps to the limits of kinds. A generator shakes the order a little, so that dives from the same mixture
    differ. The master is left with the dive's rosters alone open.
    """
    problem, master, point, exact = generation.problem, generation.master, generation.point, generation.exact
    if exact is None:
        return None
    barred = problem.price >= BANNED
    days = barred[:, :, 0].size
    while point is not None:
        weight = master.weights(point)
        rows = _middle(generation, point, weight)
        if point.value > beat - 1 + 1e-6 and not clock.out:
            break
        if clock.out or not _divided(weight).any():
            rosters = np.zeros((len(problem.people), problem.days), dtype=np.int8)
            rosters[master.person[rows]] = master.rosters[rows]
            return rosters
        free = (~barred).sum(axis=2) > 1
        pace = int(clock.used * days) - int((~free).sum())
        _hold(barred, weight, master.rosters[rows], max(1, days // steps, pace), generator)
        master.close_barred(barred)
        point = _follow(generation, exact, barred, clock, beat)
    return None


def _divided(weight: Numbers) -> Flags:
    """Person x day: whether the mixture has more than one thing there."""
    return np.asarray(weight.max(axis=2) < 1 - 1e-6)


def _middle(generation: Generation, point: Point, weight: Numbers) -> Ids:
    """The roster of each person, in their order, that agrees with most of the mixture."""
    master = generation.master
    known = len(point.weight)
    used = np.flatnonzero(master.open[:known] & (point.weight > 1e-9))
    days = np.arange(generation.problem.days)
    agrees = weight[master.person[used][:, None], days, master.rosters[used].astype(np.int64)].sum(axis=1)
    order = used[np.lexsort((-agrees, master.person[used]))]
    return order[np.unique(master.person[order], return_index=True)[1]]


def _hold(barred: Flags, weight: Numbers, middle: Rosters, at_least: int, generator: np.random.Generator) -> None:
    """Bar all else where the mixture is of one mind; each person's middle roster stays possible."""
    chosen = middle[:, :, None].astype(np.int64)
    mind = np.take_along_axis(weight, chosen, axis=2)[:, :, 0]
    free = (~barred).sum(axis=2) > 1
    sure = free & (mind >= NEARLY)
    if sure.sum() < at_least:
        shaken = np.where(free, mind * generator.uniform(0.9, 1.0, mind.shape), -1.0)
        sure |= free & (shaken >= np.partition(shaken.ravel(), -at_least)[-at_least])
    other = np.arange(weight.shape[2]) != chosen
    barred |= other & sure[:, :, None]


def _follow(generation: Generation, exact: Exact, barred: Flags, clock: Clock, beat: float) -> Point | None:
    """The mixture with new rosters of those who are not held throughout."""
    problem, master = generation.problem, generation.master
    free = (~barred).sum(axis=2) > 1
    people, held = np.flatnonzero(free.any(axis=1)), 1 - free.mean()
    price = np.where(barred, BANNED, problem.price)
    pricer = exact.of(people, price[people])
    point = None
    for round_ in range(MOST_ROUNDS):
        point = master.solve(None if clock.repeatable else clock.seconds) or point
        clock.spend(master.work)
        late = clock.used > AHEAD * held
        enough = round_ >= ROUNDS and late and point is not None and point.value < beat - 1 + 1e-6
        if point is None or enough or clock.out or not len(people):
            break
        prices = Prices.of(problem, point.cover, point.limit)
        before = pricer.work
        offers = pricer.offers(replace(prices, limit=prices.limit[people]))
        clock.spend((pricer.work - before) / A_SECOND)
        person = people[offers.person]
        good = reduced_costs(problem, point, person, offers.rosters, offers.cost) < -1e-6
        if not master.add(person[good], offers.rosters[good]):
            break
    return point
