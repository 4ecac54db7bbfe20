"""Rosters within the limits of duties of a kind, by prices of limits that each person learns.

Pricing does not count duties of a kind. Where somebody's cheapest roster has too many of one, the kind is tried on
those days alone where it is worth most (Strandmark, Qu and Curtois 2020 penalise the others). Where that finds
nothing, the kind costs this person more, until the roster keeps to the limits. Each price tried gives a bound on
what any roster of this person costs; the best of them counts.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from optimize.roster.columns.master import own_prices
from optimize.roster.columns.prices import Priced, Prices
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters
from optimize.roster.columns.scale import dearest

TRIES = 8
"""Prices of limits that somebody is asked with at most, in one pricing: more than one serves the bound alone."""


@dataclass(frozen=True)
class Offers:
    """Rosters within all limits.

    Attributes
    ----------
    person, cost, rosters
        Whose, what their days cost, and the days; people may have several or none.
    least
        Per person: what any roster within the limits costs at least, in parts (see `scale`); the largest
        number where there is none.
    """

    person: Ids
    cost: Ids
    rosters: Rosters
    least: Ids


def bound_of(problem: Problem, prices: Prices, offers: Offers) -> float:
    """What every roster of all people costs at least; infinite where somebody can have none."""
    if (offers.least == np.iinfo(np.int64).max).any():
        return float("inf")
    total = int(offers.least.sum()) + int((prices.cover * problem.wanted).sum())
    return problem.offset + total / prices.scale


class Counted:
    """Prices people again until their rosters keep to the limits of kinds."""

    def __init__(self, problem: Problem, tries: int = TRIES, corridor: bool = False) -> None:
        self.problem = problem
        self._priced = Priced(problem, corridor)
        self._tries = tries
        self._limits = np.zeros((len(problem.people), len(problem.kinds)), dtype=np.int64)
        self._part: dict[bytes, Priced] = {}
        self.work = 0.0
        """Numbers gone through so far."""

    def of(self, people: Ids) -> Self:
        """The same for some of the people, in that order."""
        some = copy(self)
        some._priced = self._priced.of(people)
        some.problem = some._priced.problem
        some._limits, some._part, some.work = self._limits[people], {}, 0.0
        return some

    def offers(self, prices: Prices) -> Offers:
        """The cheapest rosters at these prices, and where they go beyond limits, cheap ones within."""
        people = np.arange(len(self.problem.people))
        least = np.full(len(people), np.iinfo(np.int64).min)
        kept: list[tuple[Ids, Rosters]] = []
        step = np.full(self._limits.shape, 4 * prices.scale, dtype=np.int64)
        most = dearest(self.problem.days, prices.scale)
        for turn in range(self._tries):
            part = self._of(people)
            self.work += part.pricing.size
            limits = prices.limit if turn == 0 else self._limits[people]
            found = part.best(replace(prices, limit=limits))
            whose = people[found.person]
            paid = (limits * part.most).sum(axis=1)
            value = found.value - paid[found.person]
            mine = np.full(len(people), np.iinfo(np.int64).max)
            np.minimum.at(mine, found.person, value)
            least[people] = np.maximum(least[people], mine)
            excess = part.excess(found.person, found.rosters)
            keeps = np.asarray((excess <= 0).all(axis=1))
            wanted = keeps | (turn == 0)
            kept.append((whose[wanted], found.rosters[wanted]))
            first = np.flatnonzero(np.diff(found.person, prepend=-1) != 0)
            over = first[~keeps[first]]
            if turn == 0 and len(over):
                trimmed = self._trimmed(prices, whose[over], found.rosters[over], excess[over])
                kept.append(trimmed)
                over = over[~np.isin(whose[over], trimmed[0])]
                self._limits[:] = prices.limit
            if not len(over):
                break
            people = whose[over]
            dearer = self._limits[people] + np.where(excess[over] > 0, step[people] * excess[over], 0)
            self._limits[people] = np.minimum(dearer, most)
            step[people] = np.minimum(step[people] * 2, most)
        person, rosters = (np.concatenate([part[i] for part in kept]) for i in range(2))
        return Offers(person, own_prices(self.problem, person, rosters), rosters, least)

    def _trimmed(self, prices: Prices, people: Ids, rosters: Rosters, excess: Ids) -> tuple[Ids, Rosters]:
        """Rosters within limits that keep the dearest duties of the kinds that were too many.

        Such a kind is only allowed on as many of its days as the limit has, those that are worth most.
        """
        kinds = len(self.problem.kinds)
        whose, within = np.empty(0, dtype=np.int64), np.empty((0, self.problem.days), dtype=np.int8)
        barred = np.zeros((len(people), self.problem.days, kinds + 1), dtype=bool)
        for _ in range(kinds):
            part = self._of(people)
            charged = part.charged(replace(prices, limit=prices.limit[people]))
            for row, kind in np.argwhere(excess > 0).tolist():
                days = np.flatnonzero(rosters[row] == kind + 1)
                most = len(days) - int(excess[row, kind])
                best = days[np.argsort(charged[row, days, kind + 1], kind="stable")][:most]
                barred[row, :, kind + 1] = True
                barred[row, best, kind + 1] = False
            self.work += part.pricing.size
            found = part.best(replace(prices, limit=prices.limit[people]), barred)
            excess = part.excess(found.person, found.rosters)
            fits = (excess <= 0).all(axis=1)
            whose = np.concatenate([whose, people[found.person[fits]]])
            within = np.concatenate([within, found.rosters[fits]])
            left = found.person[~fits]
            if not len(left):
                break
            people, barred, rosters, excess = people[left], barred[left], found.rosters[~fits], excess[~fits]
        return whose, within

    def keeps(self, person: Ids, rosters: Rosters) -> Flags:
        """Whether rosters keep to the limits of kinds."""
        return np.asarray((self._priced.excess(person, rosters) <= 0).all(axis=1), dtype=bool)

    def _of(self, people: Ids) -> Priced:
        if np.array_equal(people, np.arange(len(self.problem.people))):
            return self._priced
        key = people.tobytes()
        if key not in self._part:
            if len(self._part) > 200:
                self._part.clear()
            self._part[key] = self._priced.of(people)
        return self._part[key]
