"""Column generation: rosters are made at the master's prices until none would help, and a bound with them.

Prices that are asked with lie between the master's and those of the best bound (Wentges 1997), which keeps them
from swinging; where they find nothing, the master's own are asked with. It ends when the bound, rounded up, is the
master's value rounded up: costs are whole numbers.

At first rosters may go beyond limits of duties of a kind, which the master holds the mixture to; from
`keep_limits` on every roster keeps to them.
"""

from __future__ import annotations

import math

import numpy as np

from optimize.linear import Numbers
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.counted import Counted, Offers, bound_of
from optimize.roster.columns.exact import Exact
from optimize.roster.columns.master import Master, Point, reduced_costs
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.pricing import A_SECOND
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
    settled
        Whether no new roster would help.
    exact
        What prices rosters within the limits of kinds; None before `keep_limits`.
    """

    def __init__(self, problem: Problem, rosters: Rosters, beat: float = math.inf) -> None:
        """Begin from one roster of each person; it ends where nothing can cost less than what is to be beaten."""
        self.problem = problem
        self.master = Master(problem)
        self.pricer: Counted | Exact = Counted(problem)
        self.master.add(np.arange(len(problem.people)), rosters)
        self.bound = -math.inf
        self.prices: Prices | None = None
        self.point: Point | None = None
        self.settled = False
        self.exact: Exact | None = None
        self._beat = beat
        self._centre: tuple[float, Prices] | None = None

    def keep_limits(self, exact: Exact) -> None:
        """From now on every roster, made by this pricing, keeps to the limits of kinds."""
        self.master.drop(np.flatnonzero(~self.master.keeps & self.master.open))
        self.pricer = self.exact = exact
        self._centre, self.settled = None, False

    def begin(self, cover: Numbers, clock: Clock) -> None:
        """Ask first with prices of cover (day x kind) that are known to be good."""
        offers = self._ask(Prices.of(self.problem, cover, np.zeros(self.problem.most_of_kind.shape)), clock)
        self.master.add(offers.person, offers.rosters)

    def run(self, clock: Clock, rounds: int) -> None:
        """Go on for some rounds, or until nothing helps (`settled`), or the clock is out."""
        for _ in range(rounds):
            point = self._solve(clock)
            if point is None or clock.out:
                return
            if self.closed or not self._price(point, clock) or self.hopeless:
                self.settled = True
                return
            self._tidy()

    @property
    def closed(self) -> bool:
        """Whether the bound proves the master's value, rounded up."""
        if self.point is None or not math.isfinite(self.bound):
            return False
        return math.ceil(self.bound - 1e-6) >= math.ceil(self.point.value - 1e-6)

    @property
    def hopeless(self) -> bool:
        """Whether the bound proves that nothing costs less than what is to be beaten."""
        return self.bound > self._beat - 1 + 1e-6

    def _solve(self, clock: Clock) -> Point | None:
        point = self.master.solve(None if clock.repeatable else clock.seconds)
        clock.spend(self.master.work)
        self.point = point or self.point
        return point

    def _price(self, point: Point, clock: Clock) -> int:
        """Ask with smoothed prices, then with the master's own; how many rosters came of it."""
        cover, limit = point.cover, point.limit
        asked = [Prices.of(self.problem, cover, limit)]
        if self._centre is not None:
            asked.insert(0, Prices.of(self.problem, *_between(self._centre[1], cover, limit)))
        for prices in asked:
            new = self.master.add(*self._better(self._ask(prices, clock), point))
            if new or clock.out:
                return new
        return 0

    def _ask(self, prices: Prices, clock: Clock) -> Offers:
        before = self.pricer.work
        offers = self.pricer.offers(prices)
        clock.spend((self.pricer.work - before) / A_SECOND)
        bound = bound_of(self.problem, prices, offers)
        if self._centre is None or bound > self._centre[0]:
            self._centre = bound, prices
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
