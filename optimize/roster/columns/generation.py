"""Column generation: rosters are made at the master's prices until none would help, and a bound with them.

Prices that are asked with lie between the master's and those of the best bound (Wentges 1997), which keeps them
from swinging; where they find nothing, the master's own are asked with. It ends when the bound, rounded up, is the
master's value rounded up: costs are whole numbers.
"""

from __future__ import annotations

import math

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.counted import Counted, Offers
from optimize.roster.columns.master import Master, Point, reduced_costs
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.problem import Ids, Problem, Rosters

SMOOTH = 0.5
"""Weight of the best bound's prices."""


class Generation:
    """A master and the pricing that feeds it.

    Attributes
    ----------
    bound
        No roster of the problem costs less; minus infinity before the first.
    prices
        Those of the bound.
    point
        The master's last solution.
    """

    def __init__(self, problem: Problem, rosters: Rosters) -> None:
        """Begin from one roster of each person."""
        self.problem = problem
        self.master = Master(problem)
        self.counted = Counted(problem)
        self.master.add(np.arange(len(problem.people)), rosters)
        self.bound = -math.inf
        self.prices: Prices | None = None
        self.point: Point | None = None
        self.settled = False

    def run(self, clock: Clock, rounds: int) -> None:
        """Go on for some rounds, or until nothing helps (`settled`), or the clock is out."""
        for _ in range(rounds):
            point = self._solve(clock)
            if point is None or clock.out:
                return
            if self.closed or not self._price(point, clock):
                self.settled = True
                return
            self._tidy()

    @property
    def closed(self) -> bool:
        """Whether the bound proves the master's value, rounded up."""
        if self.point is None or not math.isfinite(self.bound):
            return False
        return math.ceil(self.bound - 1e-6) >= math.ceil(self.point.value - 1e-6)

    def _solve(self, clock: Clock) -> Point | None:
        point = self.master.solve(None if clock.repeatable else clock.seconds)
        clock.spend(self.problem.wanted.size * int(self.master.open.sum()) / 1e7)
        self.point = point or self.point
        return point

    def _price(self, point: Point, clock: Clock) -> int:
        """Ask with smoothed prices, then with the master's own; how many rosters came of it."""
        cover, limit = point.cover, point.limit
        asked = [Prices.of(self.problem, cover, limit)]
        if self.prices is not None:
            asked.insert(0, Prices.of(self.problem, *_between(self.prices, cover, limit)))
        for prices in asked:
            new = self.master.add(*self._better(self._ask(prices, clock), point))
            if new or clock.out:
                return new
        return 0

    def _ask(self, prices: Prices, clock: Clock) -> Offers:
        before = self.counted.work
        offers = self.counted.offers(prices)
        clock.spend((self.counted.work - before) / 3e8)
        bound = self.counted.bound(prices, offers)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return offers

    def _better(self, offers: Offers, point: Point) -> tuple[Ids, Rosters]:
        reduced = reduced_costs(self.problem, point, offers.person, offers.rosters, offers.cost)
        good = reduced < -1e-6
        return offers.person[good], offers.rosters[good]

    def _tidy(self) -> None:
        """Drop the half of the rosters that are farthest from use, when there are many."""
        if self.point is None or self.master.open.sum() < 4 * (
            len(self.problem.people) + self.problem.wanted.size
        ):
            return
        reduced = self.master.reduced_costs(self.point)[: len(self.point.weight)]
        there = np.flatnonzero(self.master.open[: len(reduced)] & (self.point.weight <= 0))
        middle = max(float(np.median(reduced[there])), 1e-6)
        self.master.drop(there[reduced[there] > middle])


def _between(best: Prices, cover: Numbers, limit: Numbers) -> tuple[Numbers, Numbers]:
    """Prices of cover and limits between those of the best bound and others."""
    pairs = ((best.cover, cover), (best.limit, limit))
    mixed = [np.asarray(SMOOTH * old / best.scale + (1 - SMOOTH) * new) for old, new in pairs]
    return mixed[0], mixed[1]
