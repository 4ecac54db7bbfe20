"""A long calendar in outline: all kinds of one length are one kind, and weekends are kept as the outline has them.

Whose weekends are worked is one account for the whole calendar, which windows settle one by one, and badly. In
outline ten kinds may be one, and column generation of the whole fits. It leaves out rules and costs alone, so that
no roster costs less than its bound (measured, 50 people on a year: 28,794, of a best known 30,241; by minutes and
days alone 972).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimize.roster.columns.best import Best
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.left import unproven
from optimize.roster.columns.problem import BANNED, Flags, Ids, Problem, Rosters
from optimize.roster.columns.response import first_rosters
from optimize.roster.columns.search import Search
from optimize.roster.columns.sweep import sweep

FEWER = 0.5
"""Of the kinds, at most, that an outline has: with more it is hardly less work than the whole."""

FIRST_SHARE = 0.15
"""Of the time, at most, for first rosters on its weekends."""


@dataclass(frozen=True)
class Outline:
    """A problem in outline.

    Attributes
    ----------
    whole, problem
        What is outlined, and the outline: no roster costs less in the whole.
    group
        The outline's kind of each kind.
    """

    whole: Problem
    problem: Problem
    group: Ids

    @classmethod
    def of(cls, whole: Problem) -> Outline | None:
        """None where kinds are too few, or weekends without limits, for an outline to help."""
        lengths, group = np.unique(whole.minutes, return_inverse=True)
        if len(lengths) > FEWER * len(whole.kinds) or not _weekends_bind(whole):
            return None
        members = [group == number for number in range(len(lengths))]

        def each(table: Any, summed: Callable[..., Any]) -> Ids:
            return np.stack([summed(table[..., kinds], axis=-1) for kinds in members], axis=-1)

        off, worked = whole.price[:, :, :1], each(whole.price[:, :, 1:], np.min)
        banned = [[whole.banned[np.ix_(before, after)].all() for after in members] for before in members]
        problem = replace(
            whole,
            kinds=tuple(str(length) for length in lengths.tolist()),
            minutes=lengths,
            banned=np.array(banned, dtype=bool),
            most_of_kind=np.minimum(each(whole.most_of_kind, np.sum), whole.days),
            price=np.concatenate([off, worked], axis=2),
            wanted=each(whole.wanted, np.sum),
            under=each(whole.under, np.min),
            over=each(whole.over, np.min),
        )
        return cls(whole, problem, group)

    def rosters(self, rosters: Rosters) -> Rosters:
        """Rosters of the whole in outline."""
        return np.append(0, self.group + 1)[rosters].astype(np.int8)

    def keeping(self, rosters: Rosters, people: Flags) -> Problem:
        """The whole, with the weekends of some of the `people` as rosters in outline have them."""
        weekend = people[:, None] & (self.whole.weekend >= 0)
        price, works = self.whole.price.copy(), rosters > 0
        price[weekend & works, 0] = BANNED
        price[weekend & ~works, 1:] = BANNED
        return replace(self.whole, price=price)


def follow(
    best: Best, outline: Outline, rosters: Rosters, clock: Clock, generator: np.random.Generator, processes: int
) -> None:
    """Offer the whole's rosters from a sweep on the weekends of rosters in outline."""
    like = _like(best, outline, rosters, clock, generator)
    sweep(like, clock, processes)
    best.offer(like.rosters)


def _like(best: Best, outline: Outline, rosters: Rosters, clock: Clock, generator: np.random.Generator) -> Search:
    """A search on these weekends, but for people who have no roster on them."""
    everybody = np.ones(len(rosters), dtype=bool)
    problem = outline.keeping(rosters, everybody)
    first, without = first_rosters(problem, clock.share(FIRST_SHARE), generator)
    if len(without):
        everybody[without], first[without] = False, best.rosters[without]
        problem = outline.keeping(rosters, everybody)
    return Search(Best(problem, first, clock), unproven(problem), clock, generator, -math.inf)


def _weekends_bind(problem: Problem) -> bool:
    """Whether somebody may work on fewer weekends than there are."""
    there = len(np.unique(problem.weekend[problem.weekend >= 0]))
    return bool((problem.most_weekends < there).any())
