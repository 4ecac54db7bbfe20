"""Each person's best answer to what all others do: exact for one person, and how a first roster is made.

With the others held, a person's duty in a cell that is short saves `under`, in any other it costs `over`. One
person is priced exactly at these prices. Where several are placed at once, what is short is worth less to each.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.columns.clock import Clock
from optimize.roster.columns.counted import Counted
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.pricing import A_SECOND
from optimize.roster.columns.problem import Ids, Problem, Rosters, counts, cover_cost


def first_rosters(problem: Problem, clock: Clock, generator: np.random.Generator) -> tuple[Rosters, Ids]:
    """One roster each, made in turn; and the people who have none because none was found in time.

    When half the clock is gone, all who are left are placed at once.
    """
    people = len(problem.people)
    rosters = np.zeros((people, problem.days), dtype=np.int8)
    placed = np.zeros(people, dtype=bool)
    there = np.zeros_like(problem.wanted)
    left, half = generator.permutation(people), clock.share(0.5)
    each, everybody = -(-people // _blocks(problem)), Counted(problem, tries=30, corridor=_long(problem))
    while len(left) and not clock.out:
        block, left = (left, left[:0]) if half.out else (left[:each], left[each:])
        part = everybody.of(block)
        short = problem.wanted - there
        share = np.clip(short / len(block), 0.0, 1.0) ** 0.5
        worth = np.where(short > 0, problem.under * share, -problem.over)
        for place, days in _answers(part, worth, clock).items():
            rosters[block[place]] = days
            placed[block[place]] = True
            there += counts(problem, days[None])
    return rosters, np.flatnonzero(~placed)


def improved(
    problem: Problem, rosters: Rosters, clock: Clock, generator: np.random.Generator, sweeps: int = 3
) -> Rosters:
    """Everybody in turn answers the others, as long as that saves something."""
    rosters, everybody = rosters.copy(), Counted(problem, tries=12, corridor=_long(problem))
    there = counts(problem, rosters)
    for _ in range(sweeps):
        saved = 0
        for person in generator.permutation(len(problem.people)).tolist():
            if clock.out:
                return rosters
            saved += _answer(everybody, rosters, there, person, clock)
        if not saved:
            break
    return rosters


def _answer(everybody: Counted, rosters: Rosters, there: Ids, person: int, clock: Clock) -> int:
    """Give one person the best roster beside the others', in place; what that saves."""
    problem, alone = everybody.problem, everybody.of(np.array([person]))
    own = alone.problem
    without = there - counts(problem, rosters[person : person + 1])
    worth = np.where(without < problem.wanted, problem.under, -problem.over)
    found = _answers(alone, worth.astype(float), clock)
    if not found:
        return 0
    days = np.arange(problem.days)
    now, new = rosters[person].astype(np.int64), found[0].astype(np.int64)
    after = without + counts(problem, found[0][None])
    saved = int((own.price[0, days, now] - own.price[0, days, new]).sum())
    saved += cover_cost(problem, there) - cover_cost(problem, after)
    if saved > 0:
        rosters[person] = found[0]
        there[:] = after
    return max(0, saved)


def _answers(part: Counted, worth: np.ndarray, clock: Clock) -> dict[int, Rosters]:
    """The cheapest roster within limits of each person of a part that has one."""
    problem = part.problem
    prices = Prices.of(problem, worth, np.zeros(problem.most_of_kind.shape))
    offers = part.offers(prices)
    clock.spend(part.work / A_SECOND)
    padded = np.concatenate([np.zeros((problem.days, 1)), prices.cover / prices.scale], axis=1)
    value = offers.cost - padded[np.arange(problem.days), offers.rosters.astype(np.int64)].sum(axis=1)
    best: dict[int, Rosters] = {}
    fits = part.keeps(offers.person, offers.rosters)
    for row in np.lexsort((value, offers.person)).tolist():
        if fits[row]:
            best.setdefault(int(offers.person[row]), offers.rosters[row])
    return best


def _long(problem: Problem) -> bool:
    """Whether calendars are so long that first rosters keep to a corridor of working time."""
    return problem.days > 200


def _blocks(problem: Problem) -> int:
    """How many people are placed at once: one by one as long as that is cheap."""
    steps = problem.days * len(problem.people)
    return max(1, min(len(problem.people), int(len(problem.people) * 6000 / max(6000, steps))))
