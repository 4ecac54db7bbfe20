"""Rosters within the limits of duties of a kind, which pricing counts for those who would break them.

Whose cheapest roster has too many of a kind is priced again with duties of that kind as part of the state, then
and from then on (a relaxed state space that is refined where it is broken: Christofides, Mingozzi and Toth 1981;
Righini and Salani 2008). Who would take too much work that way is left to `counted`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.roster.columns.counted import TRIES, Counted, Offers
from optimize.roster.columns.master import own_prices
from optimize.roster.columns.prices import Priced, Prices
from optimize.roster.columns.pricing import MOST_STATES, Pricing
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters

MOST_ALONE = 2e8
"""Numbers that pricing one person may go through."""


class Exact:
    """Prices people with the limits of kinds that they were seen to break counted.

    Attributes
    ----------
    kinds
        Person x kind that are counted; more become so with each pricing.
    loose
        Per person: whether counting would take too much work.
    work
        Numbers gone through so far.
    """

    def __init__(
        self,
        problem: Problem,
        most: float,
        kinds: Flags | None = None,
        loose: Flags | None = None,
        tries: int = TRIES,
    ) -> None:
        """Counting may take so many numbers, at most, for one pricing of everybody; `counted` so many tries."""
        self.problem = problem
        self._most, self._tries = most, tries
        self._alone = np.zeros(len(problem.people))
        self.kinds = np.zeros(problem.most_of_kind.shape, dtype=bool) if kinds is None else kinds.copy()
        self.loose = np.zeros(len(problem.people), dtype=bool) if loose is None else loose.copy()
        self.work = 0.0
        self._priced = Priced(problem)
        self.kinds &= self._priced.limited
        self.kinds &= self._small(np.arange(len(self.kinds)), self.kinds)[:, None]
        self._pricing: dict[bytes, Pricing] = {}
        self._counted: dict[bytes, Counted] = {}

    def offers(self, prices: Prices) -> Offers:
        """The cheapest roster within all limits of each person; of those left to `counted` cheap ones."""
        charged = self._priced.charged(prices)
        paid = (prices.limit * self._priced.most).sum(axis=1)
        least = np.full(len(self.problem.people), np.iinfo(np.int64).max)
        kept: list[tuple[Ids, Rosters]] = []
        people = np.flatnonzero(~self.loose)
        while len(people):
            pricing = self._of(people)
            self.work += pricing.size
            found = pricing.best(charged[people])
            whose = people[found.person]
            least[people] = np.iinfo(np.int64).max
            least[whose] = found.value - paid[whose]
            excess = self._priced.excess(whose, found.rosters)
            fits = (excess <= 0).all(axis=1)
            kept.append((whose[fits], found.rosters[fits]))
            people = self._count(whose[~fits], excess[~fits] > 0)
        self._loosely(prices, least, kept)
        person, rosters = (np.concatenate([part[i] for part in kept]) for i in range(2))
        return Offers(person, own_prices(self.problem, person, rosters), rosters, least)

    def of(self, people: Ids, price: Ids) -> Exact:
        """The same for some of the people, at own prices (person x day x (off, kinds)), without a bound."""
        problem = replace(self.problem.of(people), price=price)
        return Exact(problem, self._most, self.kinds[people], self.loose[people], tries=1)

    def _count(self, people: Ids, kinds: Flags) -> Ids:
        """Count more kinds of people from now on; those of them for whom that is not too much work."""
        for person, more in zip(people.tolist(), kinds, strict=True):
            grown = self.kinds[person] | more
            room = min(MOST_ALONE, self._most - self._alone.sum() + self._alone[person])
            alone = self._about(person, grown) if self._small(np.array([person]), grown[None]).all() else np.inf
            if alone <= room:
                alone = Pricing(self.problem.of(np.array([person])), counted=grown[None]).size
            if alone <= room:
                self.kinds[person], self._alone[person] = grown, alone
            else:
                self.loose[person] = True
        return np.asarray(people[~self.loose[people]])

    def _small(self, people: Ids, kinds: Flags) -> Flags:
        """Whether the table of each alone, with some kinds counted, is no larger than one of many without."""
        most, longest = self._priced.most[people], self.problem.longest_on[people, None]
        places = np.where(kinds, most + 1.0 + np.minimum(most, longest), 1.0).prod(axis=1)
        return np.asarray(places * self._priced.pricing.alone[people] <= MOST_STATES)

    def _about(self, person: int, kinds: Flags) -> float:
        """Numbers that pricing one person with some kinds counted goes through at the least, about."""
        states = np.maximum((self._priced.most[person, kinds] + 1) / 2, 1.0).prod()
        return float(states * self._priced.pricing.size / len(self.problem.people))

    def _loosely(self, prices: Prices, least: Ids, kept: list[tuple[Ids, Rosters]]) -> None:
        """What `counted` offers to those who are left to it."""
        people = np.flatnonzero(self.loose)
        if not len(people):
            return
        key = people.tobytes()
        if key not in self._counted:
            self._counted = {key: Counted(self.problem.of(people), self._tries)}
        counted = self._counted[key]
        before = counted.work
        offers = counted.offers(replace(prices, limit=prices.limit[people]))
        self.work += counted.work - before
        least[people] = offers.least
        keeps = counted.keeps(offers.person, offers.rosters)
        kept.append((people[offers.person[keeps]], offers.rosters[keeps]))

    def _of(self, people: Ids) -> Pricing:
        key = people.tobytes() + self.kinds[people].tobytes()
        if key not in self._pricing:
            if len(self._pricing) > 200:
                self._pricing.clear()
            self._pricing[key] = Pricing(self.problem.of(people), counted=self.kinds[people])
        return self._pricing[key]
