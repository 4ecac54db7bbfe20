"""Capacitated location against all subsets, published optima, and limits."""

from __future__ import annotations

from importlib import import_module
from itertools import chain, combinations, product

import numpy as np
import pytest
from scipy.optimize import linprog

from optimize.coverage.placing import rooms as rooms_engine
from optimize.coverage.placing.rooms import Allocation, Rooms, solve
from quarterhour.result import Limits, Status
from quarterhour.seeds import generator
from tests.data import shared_data


def _town(seed: int, sites: int = 5, clients: int = 7, *, single: bool = False) -> Rooms:
    draw = generator(seed, "placing", "rooms")
    demand = draw.integers(5, 20, clients).astype(float)
    capacity = draw.integers(30, 60, sites).astype(float)
    opening, cost = draw.integers(50, 200, sites), draw.integers(1, 99, (sites, clients))
    return Rooms.of(opening.astype(float), capacity, demand, cost.astype(float), single=single)


def _prepare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no problem be small enough for HiGHS alone."""
    for name in ("SMALL", "SMALL_WHOLE"):
        monkeypatch.setattr(import_module("optimize.coverage.placing.rooms.solve"), name, 0)


def _judge(rooms: Rooms, answer: Allocation) -> float:
    """Money counted again, after every rule was."""
    assert np.allclose(answer.share.sum(axis=0) * rooms.demand + answer.unserved, rooms.demand)
    load = answer.share @ rooms.demand
    assert (load <= rooms.capacity * answer.stands + 1e-6 * rooms.capacity).all()
    assert answer.stands[rooms.sites.must].all()
    assert not answer.stands[rooms.sites.forbidden].any()
    if rooms.single:
        assert np.isin(answer.share, (0.0, 1.0)).all()
    return float(rooms.opening @ answer.stands + (rooms.cost * answer.share).sum())


def _least(rooms: Rooms) -> float:
    """Every set of sites with the transport between, or every assignment."""
    sites, clients = rooms.cost.shape
    if rooms.single:
        totals = []
        for where in product(range(sites), repeat=clients):
            load = np.bincount(where, rooms.demand, minlength=sites)
            if (load <= rooms.capacity).all():
                totals.append(rooms.opening[np.unique(where)].sum() + rooms.cost[where, np.arange(clients)].sum())
        return float(min(totals))
    best = np.inf
    for some in chain.from_iterable(combinations(range(sites), size) for size in range(1, sites + 1)):
        if rooms.capacity[list(some)].sum() < rooms.demand.sum():
            continue
        cost, load = rooms.cost[list(some)], np.zeros((len(some), len(some) * clients))
        each = np.zeros((clients, len(some) * clients))
        for place in range(len(some)):
            load[place, place * clients : (place + 1) * clients] = rooms.demand
            each[np.arange(clients), place * clients + np.arange(clients)] = 1.0
        found = linprog(cost.ravel(), load, rooms.capacity[list(some)], each, np.ones(clients), method="highs")
        best = min(best, found.fun + rooms.opening[list(some)].sum())
    return float(best)


@pytest.mark.parametrize("prepared", [False, True])
@pytest.mark.parametrize(("single", "seed"), [(False, 1), (False, 2), (False, 3), (True, 1), (True, 2)])
def test_nothing_costs_less(single: bool, seed: int, prepared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No set of sites and assignment costs less, whether prices prepare the model or not."""
    if prepared:
        _prepare(monkeypatch)
    rooms = _town(seed, sites=5 if not single else 4, single=single)
    answer = solve(rooms, limits=Limits())
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective == pytest.approx(_least(rooms))
    assert _judge(rooms, answer) == pytest.approx(answer.proof.objective)


@pytest.mark.parametrize("seed", range(4))
def test_branching_to_the_end_finds_the_least(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole clients, every site branched on and knapsacks at every leaf: nothing costs less."""
    _prepare(monkeypatch)
    whole = import_module("optimize.coverage.placing.rooms.whole")
    monkeypatch.setattr(whole, "FEW", 0)
    rooms = _town(seed + 10, sites=4, single=True)
    answer = solve(rooms, limits=Limits())
    assert (answer.proof.status, answer.proof.objective) == (Status.OPTIMAL, _least(rooms))
    assert _judge(rooms, answer) == answer.proof.objective


@pytest.mark.parametrize("prepared", [False, True])
@pytest.mark.parametrize("limits", [Limits(), Limits(seconds=0.0)])
def test_who_asks_for_nothing_costs_nothing(
    limits: Limits, prepared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients without demand are served nowhere and change no bound, also beside sites without room."""
    if prepared:
        _prepare(monkeypatch)
    town = _town(5)
    demand = np.where(np.arange(7) < 2, 0.0, town.demand)
    capacity = np.where(np.arange(5) == 1, 0.0, town.capacity)
    capacity[0] = np.inf
    rooms = Rooms.of(town.opening, capacity, demand, town.cost)
    least = _least(Rooms.of(town.opening, capacity, demand[2:], town.cost[:, 2:]))
    answer = solve(rooms, limits=limits)
    assert not answer.share[:, :2].any()
    assert answer.proof.bound <= least + 1e-6 <= answer.proof.objective + 2e-6
    assert limits.seconds == 0.0 or answer.proof.status is Status.OPTIMAL


def test_nobody_asks() -> None:
    """Without demand only what must stand stands, and that is proven."""
    town = _town(6)
    rooms = Rooms.of(town.opening, town.capacity, np.zeros(7), town.cost, must=np.arange(5) == 3)
    proof = (answer := solve(rooms, limits=Limits())).proof
    assert (proof.status, proof.objective, proof.bound) == (Status.OPTIMAL, town.opening[3], town.opening[3])
    assert answer.stands.tolist() == [False, False, False, True, False]


def test_who_has_no_place_is_told() -> None:
    """With room for fewer than there are, as many as can be are served and the others told."""
    town = _town(4)
    rooms = Rooms.of(town.opening, np.full(5, 12.0), town.demand, town.cost, forbidden=np.arange(5) == 0)
    answer = solve(rooms, limits=Limits())
    _judge(rooms, answer)
    assert answer.unserved.sum() == pytest.approx(rooms.demand.sum() - 4 * 12.0)


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("limits", [Limits(seconds=0.0), Limits(nodes=1, work=0.01)])
def test_stopped_early_is_honest(limits: Limits, single: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """However early a solve stops: rules hold, money is what it says, the bound is below the optimum."""
    _prepare(monkeypatch)
    rooms = _town(6, 10, 30, single=single)
    rooms = Rooms.of(rooms.opening, rooms.capacity + 40, rooms.demand, rooms.cost, single=single)
    best = solve(rooms, limits=Limits()).proof
    answer = solve(rooms, limits=limits)
    told = answer.proof
    assert _judge(rooms, answer) + answer.priced * answer.unserved.sum() == pytest.approx(told.objective)
    assert told.bound <= best.objective + 1e-6 <= told.objective + 2e-6
    assert told.status is not Status.OPTIMAL or told.objective == pytest.approx(best.objective)


@pytest.mark.parametrize(("name", "least"), [("p5", 932615.75), ("p18", 852524.625), ("p24", 928941.75)])
def test_published_optima(name: str, least: float) -> None:
    """OR-Library's warehouses with shares (optima in SOURCE.txt)."""
    path = shared_data("location", "cflp", "Facility-Location", "SSCFLP", "original", "Lib_3", name)
    numbers = np.array(path.read_text().split(), dtype=float)
    sites, clients = int(numbers[0]), int(numbers[1])
    pairs, rest = numbers[2 : 2 + 2 * sites].reshape(-1, 2), numbers[2 + 2 * sites :]
    rooms = Rooms.of(pairs[:, 1], pairs[:, 0], rest[:clients], rest[clients:].reshape(sites, clients))
    answer = rooms_engine.solve(rooms, limits=Limits())
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective == pytest.approx(least)
    assert _judge(rooms, answer) == pytest.approx(answer.proof.objective)
