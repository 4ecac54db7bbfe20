"""The dynamic program against every roster of tiny people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns import batch as batches
from optimize.roster.columns.check import broken
from optimize.roster.columns.counted import Counted, bound_of
from optimize.roster.columns.parts import part
from optimize.roster.columns.prices import Priced, Prices
from optimize.roster.columns.pricing import Pricing
from optimize.roster.columns.problem import BANNED, cost, own_cost
from optimize.roster.columns.scale import scale_of
from tests.roster_columns.cases import all_rosters, random_problem


def _prices(problem, seed):
    draw = np.random.default_rng(seed)
    cover = draw.uniform(-1, 1, problem.wanted.shape) * problem.under
    return Prices.of(problem, cover, np.zeros(problem.most_of_kind.shape))


def _worth(problem, prices, rosters):
    padded = np.concatenate([np.zeros((problem.days, 1), dtype=np.int64), prices.cover], axis=1)
    return padded[np.arange(problem.days), rosters.astype(np.int64)].sum(axis=1)


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_roster_is_found(seed):
    """Without limits of kinds, pricing finds exactly the cheapest of all rosters, or none where there is none."""
    problem = random_problem(seed, days=8)
    problem = replace(problem, most_of_kind=np.full_like(problem.most_of_kind, problem.days))
    prices = _prices(problem, seed)
    every = all_rosters(problem)
    found = Priced(problem).best(prices)
    assert len(found.person) == min(1, len(every))
    if len(every):
        own = own_cost(problem.of(np.zeros(len(every), dtype=np.int64)), every)
        assert found.value[0] == (own * prices.scale - _worth(problem, prices, every)).min()
        assert (every == found.rosters[0]).all(axis=1).any()


@pytest.mark.parametrize("at_once", [1, 200])
@pytest.mark.parametrize("seed", range(5))
def test_stints_summed_a_few_at_a_time_give_the_same(monkeypatch, seed, at_once):
    """How many stints are summed at once changes no roster and no price; limits of kinds are counted for some."""
    problem = random_problem(seed, people=6, days=14)
    counted = np.random.default_rng(seed).random(problem.most_of_kind.shape) < 0.5
    charged = Priced(problem).charged(_prices(problem, seed))
    whole = Pricing(problem, counted=counted).best(charged)
    monkeypatch.setattr(batches, "TOGETHER", at_once)
    found = Pricing(problem, counted=counted).best(charged)
    assert found.person.tolist() == whole.person.tolist()
    assert found.value.tolist() == whole.value.tolist()
    assert (found.rosters == whole.rosters).all()


@pytest.mark.parametrize("seed", range(10))
def test_some_of_the_people_are_priced_as_by_themselves(seed):
    """Part of a pricing laid out for all, in any order, finds what one laid out for these people alone finds."""
    problem = random_problem(seed, people=12, days=14)
    prices = _prices(problem, seed)
    chosen = np.random.default_rng(seed).permutation(12)[: 1 + seed]
    some, alone = Priced(problem).of(chosen), Priced(problem.of(chosen))
    assert some.problem.people == problem.of(chosen).people
    found, asked = some.best(_for(prices, chosen)), alone.best(_for(prices, chosen))
    order, other = np.argsort(found.person), np.argsort(asked.person)
    assert found.person[order].tolist() == asked.person[other].tolist()
    assert found.value[order].tolist() == asked.value[other].tolist()
    for who, days in zip(found.person.tolist(), found.rosters, strict=True):
        mine = problem.of(chosen[[who]])
        assert not broken(replace(mine, most_of_kind=np.full((1, 2), problem.days)), days[None])


@pytest.mark.parametrize("seed", range(5))
def test_the_first_and_last_of_three_change_places(seed):
    """Both go beyond limits and are asked once more: what was laid out for the one is not taken for the other."""
    problem = random_problem(seed, people=3, days=14)
    most = np.where(np.arange(3)[:, None] == 1, problem.days, 1) + np.zeros(
        (1, len(problem.kinds)), dtype=np.int64
    )
    problem = replace(problem, most_of_kind=most, least_minutes=np.zeros(3, dtype=np.int64))
    prices, turned = _prices(problem, seed), np.array([2, 1, 0])
    counted, alone = Counted(problem, tries=30), Counted(problem.of(turned), tries=30)
    counted.offers(prices)
    found, asked = (each.offers(_for(prices, turned)) for each in (counted.of(turned), alone))
    assert found.least.tolist() == asked.least.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_some_of_the_people_are_offered_rosters_within_their_limits(seed):
    """Offers to some, in any order, are theirs, keep to their limits, and bound no higher than what they cost."""
    problem = random_problem(seed, people=12, days=14)
    prices = _prices(problem, seed)
    chosen = np.random.default_rng(seed).permutation(12)[: 1 + seed]
    counted = Counted(problem, tries=30).of(chosen)
    offers = counted.offers(_for(prices, chosen))
    keeps = counted.keeps(offers.person, offers.rosters)
    worth = _worth(problem, prices, offers.rosters)
    for who, days, paid, pays in zip(
        offers.person[keeps].tolist(), offers.rosters[keeps], offers.cost[keeps], worth[keeps], strict=True
    ):
        assert not broken(problem.of(chosen[[who]]), days[None])
        assert paid == own_cost(problem.of(chosen[[who]]), days[None])[0]
        assert offers.least[who] <= paid * prices.scale - pays


def _for(prices, chosen):
    """Prices of some of the people."""
    return replace(prices, limit=prices.limit[chosen])


@pytest.mark.parametrize("seed", range(40))
def test_limits_of_kinds_bound_from_below(seed):
    """With limits of kinds, the bound is never above the cheapest roster within them, and offers keep to them."""
    problem = random_problem(seed, days=8)
    every = all_rosters(problem)
    if not len(every):
        return
    prices = _prices(problem, seed)
    counted = Counted(problem)
    offers = counted.offers(prices)
    own = own_cost(problem.of(np.zeros(len(every), dtype=np.int64)), every)
    assert offers.least[0] <= (own * prices.scale - _worth(problem, prices, every)).min()
    kept = offers.rosters[counted.keeps(offers.person, offers.rosters)]
    assert all((every == days).all(axis=1).any() for days in kept)


@pytest.mark.parametrize("seed", range(12))
def test_a_part_has_the_rosters_of_the_whole(seed):
    """What a part allows on its free days is what the whole allows there with all else held."""
    problem = random_problem(seed, days=10, kinds=1)
    every = all_rosters(problem)
    if not len(every):
        return
    now = every[seed % len(every)][None]
    piece = part(problem, now, np.array([0]), range(4, 7))
    free = slice(4, 7)
    held = np.ones(problem.days, dtype=bool)
    held[free] = False
    wanted = {days.tobytes() for days in every if (days[held] == now[0][held]).all()}
    got = {piece.put(now, days[None])[0].tobytes() for days in all_rosters(piece.problem)}
    assert got == wanted
    base = cost(problem, now) - cost(piece.problem, piece.rosters)
    for days in all_rosters(piece.problem):
        assert cost(piece.problem, days[None]) + base == cost(problem, piece.put(now, days[None]))


def test_limits_that_can_not_be_kept_stay_within_numbers():
    """However often a limit is tried, prices stay within 32 bits: nobody is given what can not be."""
    problem = random_problem(5, days=10)
    problem = replace(
        problem,
        most_of_kind=np.zeros_like(problem.most_of_kind),
        least_minutes=np.array([600]),
        most_minutes=np.array([6000]),
    )
    offers = Counted(problem, tries=60).offers(_prices(problem, 5))
    assert not Counted(problem).keeps(offers.person, offers.rosters).any()
    assert (own_cost(problem.of(offers.person), offers.rosters) < 1_000_000).all()


@pytest.mark.parametrize("seed", range(20))
def test_everybody_gets_rosters_of_their_own(seed):
    """Where everybody goes beyond limits, in several batches, offers still fit the person whom they are for."""
    problem = random_problem(seed, people=5, days=9)
    problem = replace(
        problem, most_of_kind=np.ones_like(problem.most_of_kind), least_minutes=np.zeros(5, dtype=int)
    )
    offers = Counted(problem).offers(_prices(problem, seed))
    for person, days in zip(offers.person.tolist(), offers.rosters, strict=True):
        loose = replace(problem, most_of_kind=np.full_like(problem.most_of_kind, 99))
        assert not broken(loose.of(np.array([person])), days[None])


@pytest.mark.parametrize("seed", range(12))
def test_large_prices_are_exact_too(seed):
    """Prices near the largest that can be are summed up without loss: the cheapest roster is still found."""
    problem = random_problem(seed, days=8)
    large = np.where(problem.price < BANNED, problem.price * 30_000, BANNED)
    problem = replace(
        problem,
        most_of_kind=np.full_like(problem.most_of_kind, problem.days),
        price=large,
        under=problem.under * 9_000,
    )
    every = all_rosters(problem)
    if not len(every):
        return
    prices = _prices(problem, seed)
    own = own_cost(problem.of(np.zeros(len(every), dtype=np.int64)), every)
    assert prices.scale < 1024
    assert Priced(problem).best(prices).value[0] == (own * prices.scale - _worth(problem, prices, every)).min()


def test_prices_too_large_for_a_sum_are_refused():
    """Where not even whole units fit, the sum is told instead of a wrong bound."""
    problem = random_problem(1, days=9)
    with pytest.raises(ValueError, match="larger unit of cost"):
        scale_of(replace(problem, under=np.full_like(problem.under, 50_000_000)))


def test_days_that_must_be_worked_are_no_rest():
    """Several days in a row on which somebody can not be off never pass for days off of little price."""
    problem = random_problem(2, days=9, kinds=1)
    price = np.zeros_like(problem.price)
    price[:, 3:7, 0] = BANNED
    problem = replace(
        problem,
        price=price,
        shortest_off=np.array([4]),
        longest_on=np.array([5]),
        most_minutes=np.array([9000]),
        least_minutes=np.array([0]),
        most_weekends=np.array([9]),
        most_of_kind=np.array([[9]]),
        banned=np.zeros((1, 1), dtype=bool),
    )
    every = all_rosters(problem)
    prices = _prices(problem, 2)
    assert Priced(problem).best(prices).value[0] == (-_worth(problem, prices, every)).min()


def test_who_can_have_no_roster_makes_the_bound_infinite():
    """A bound with somebody who has no roster at all is infinite, not a number that went over."""
    problem = random_problem(4, people=2)
    problem = replace(problem, least_minutes=np.full(2, 90_000), most_minutes=np.full(2, 95_000))
    prices = _prices(problem, 4)
    counted = Counted(problem)
    assert bound_of(problem, prices, counted.offers(prices)) == np.inf


@pytest.mark.parametrize("seed", range(20))
def test_counted_kinds_keep_to_their_limits(seed):
    """With all kinds counted, pricing finds exactly the cheapest of all rosters within the limits of kinds."""
    problem = random_problem(seed, days=8)
    prices = _prices(problem, seed)
    every = all_rosters(problem)
    counted = np.ones(problem.most_of_kind.shape, dtype=bool)
    found = Pricing(problem, counted=counted).best(Priced(problem).charged(prices))
    assert len(found.person) == min(1, len(every))
    if len(every):
        own = own_cost(problem.of(np.zeros(len(every), dtype=np.int64)), every)
        assert found.value[0] == (own * prices.scale - _worth(problem, prices, every)).min()
        assert (every == found.rosters[0]).all(axis=1).any()
