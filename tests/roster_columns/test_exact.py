"""Limits of kinds counted in pricing, and dives that keep to them, on tiny people whose every roster is listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns import dive as dives
from optimize.roster.columns import exact as exacts
from optimize.roster.columns.check import broken, cost_of
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.dive import dive
from optimize.roster.columns.exact import Exact
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.prices import Prices
from optimize.roster.columns.pricing import Pricing
from quarterhour.result import Limits
from tests.roster_columns.cases import all_rosters, random_problem

PLENTY = 1e9


def _tight(seed, people, days=7):
    """Nobody must work, so that everybody has a roster; hardly more than one duty of a kind is allowed."""
    problem = random_problem(seed, people=people, days=days)
    price = problem.price.copy()
    price[:, :, 0] = np.where(price[:, :, 0] > 1000, 0, price[:, :, 0])
    none = np.zeros(people, dtype=np.int64)
    most = np.minimum(problem.most_of_kind, 2)
    return replace(problem, price=price, least_minutes=none, most_of_kind=most)


def _prices(problem, seed):
    cover = np.random.default_rng(seed).uniform(0, 1, problem.wanted.shape) * problem.under
    return Prices.of(problem, cover, np.zeros(problem.most_of_kind.shape))


def _least(problem, prices, person):
    """What the cheapest of all rosters of a person costs at some prices."""
    own = problem.of(np.array([person]))
    every = all_rosters(own).astype(np.int64)
    days = np.arange(problem.days)
    worth = np.concatenate([np.zeros((problem.days, 1), dtype=np.int64), prices.cover], axis=1)
    charged = own.price[0] * prices.scale - worth
    return charged[days, every].sum(axis=1).min()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_counted_is_exact(seed):
    """Everybody is offered a roster within all limits, and it is known what the cheapest of them costs."""
    problem, prices = _tight(seed, 2), _prices(_tight(seed, 2), seed)
    exact = Exact(problem, PLENTY)
    offers = exact.offers(prices)
    assert sorted(offers.person.tolist()) == [0, 1]
    assert not broken(problem.of(offers.person), offers.rosters)
    assert offers.least.tolist() == [_least(problem, prices, person) for person in range(2)]


@pytest.mark.parametrize(("room", "table"), [(0.0, exacts.MOST_STATES), (PLENTY, 0)])
def test_who_takes_too_much_work_or_too_large_a_table_is_priced_without_counting(monkeypatch, room, table):
    """With no room for counting, offers are still within limits, and the bound is no higher than the exact one."""
    problem, prices = _tight(1, 3), _prices(_tight(1, 3), 1)
    counted, loose = Exact(problem, PLENTY), Exact(problem, room)
    best = counted.offers(prices)
    monkeypatch.setattr(exacts, "MOST_STATES", table)
    offers = loose.offers(prices)
    assert counted.kinds.any()
    assert not counted.loose.any()
    assert loose.loose.any()
    assert not loose.kinds.any()
    assert not broken(problem.of(offers.person), offers.rosters)
    assert (offers.least <= best.least).all()


def test_kinds_counted_elsewhere_are_left_out_where_they_make_a_table_too_large(monkeypatch):
    """What the search came to count on few days is not laid out on many; offers are within limits all the same."""
    problem, prices = _tight(1, 3), _prices(_tight(1, 3), 1)
    every = np.ones(problem.most_of_kind.shape, dtype=bool)
    assert Exact(problem, PLENTY, every).kinds.any(axis=1).all()
    tables = Exact(problem, PLENTY)._priced.pricing.alone
    assert all(tables[who] >= Pricing(problem.of(np.array([who]))).alone[0] for who in range(3))
    monkeypatch.setattr(exacts, "MOST_STATES", tables.max())
    exact = Exact(problem, PLENTY, every)
    assert not exact.kinds.any()
    offers = exact.offers(prices)
    assert set(offers.person.tolist()) == {0, 1, 2}
    assert not broken(problem.of(offers.person), offers.rosters)


def _generation(problem, beat=np.inf):
    generation = Generation(problem, np.zeros((len(problem.people), problem.days), dtype=np.int8), beat)
    generation.keep_limits(Exact(problem, PLENTY))
    generation.run(Clock(Limits()), 50)
    return generation


@pytest.mark.parametrize("seed", range(4))
def test_a_dive_keeps_to_every_rule(seed):
    """A dive gives everybody a roster that breaks no rule, at no less than the mixture that it comes from."""
    problem = _tight(seed, 4)
    generation = _generation(problem)
    value = generation.point.value
    rosters = dive(generation, Clock(Limits()), 20, np.random.default_rng(seed), np.inf)
    assert not broken(problem, rosters)
    assert cost_of(problem, rosters) >= value - 1e-6


@pytest.mark.parametrize("late", [False, True])
def test_a_dive_makes_rosters_as_long_as_the_clock_allows(monkeypatch, late):
    """In time a step goes on until no roster helps; a late one takes two rounds."""
    rounds, ask, follow = [], Exact.offers, dives._follow

    def counted(self, prices):
        rounds[-1] += 1
        return ask(self, prices)

    def followed(*given):
        rounds.append(0)
        return follow(*given)

    generations = [_generation(_tight(seed, 12, 14)) for seed in range(8)]
    monkeypatch.setattr(dives, "_follow", followed)
    monkeypatch.setattr(Exact, "offers", counted)
    monkeypatch.setattr(Clock, "used", property(lambda _: 0.999 * late))
    for generation in generations:
        dive(generation, Clock(Limits()), 20, np.random.default_rng(0), np.inf)
    assert (max(rounds) > dives.ROUNDS) == (not late)


def test_a_dive_ends_where_nothing_better_can_come_of_it():
    """From a mixture that costs what is to be beaten there is no dive, and generation knows of no hope."""
    problem = _tight(2, 3)
    bound = _generation(problem).bound
    generation = _generation(problem, beat=bound)
    assert generation.hopeless
    assert dive(generation, Clock(Limits()), 20, np.random.default_rng(0), bound) is None
