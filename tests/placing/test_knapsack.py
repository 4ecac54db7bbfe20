"""Exact knapsacks against all subsets, and the bound that they give."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms import Rooms
from optimize.coverage.placing.rooms.branch import Explored, root
from optimize.coverage.placing.rooms.fitted import fitted
from optimize.coverage.placing.rooms.knapsack import least_by_room, packed
from quarterhour.result import Limits
from quarterhour.seeds import generator


@pytest.mark.parametrize("seed", range(5))
def test_no_other_clients_fit_and_cost_less(seed: int) -> None:
    """In every room the least cost of all subsets that fit; each site's own clients fit and cost that."""
    draw = generator(seed, "placing", "knapsack")
    cost, demand = draw.integers(-20, 8, (3, 7)).astype(float), draw.integers(1, 6, 7)
    room = draw.integers(0, 15, 3)
    least, taken = least_by_room(cost, demand, room)
    subsets = np.array(list(product((0, 1), repeat=7)))
    for units in range(room.max() + 1):
        fits = subsets[subsets @ demand <= units]
        assert least[:, units].tolist() == (fits @ cost.T).min(axis=0).tolist()
    assert (taken @ demand <= room).all()
    assert np.where(taken, cost, 0.0).sum(axis=1).tolist() == least[np.arange(3), room].tolist()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("must", [True, False])
def test_no_answer_is_below_the_bound(seed: int, must: bool) -> None:
    """Every assignment that fits costs at least the bound, and with each of its pairs what that costs more."""
    rooms, answers = _all(seed, must=must)
    bound, _ = packed(rooms, rooms.cost.min(axis=0), 300.0, Clock(Limits()), rounds=80)
    for where, total in answers:
        assert bound.value + bound.extra[list(where), np.arange(6)].max() <= total + 1e-6
        stands = np.isin(np.arange(3), where) | rooms.sites.must
        assert bound.value + np.maximum(bound.rho[stands & ~rooms.sites.must], 0.0).sum() <= total + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_better_answers_stay_in_a_fitted_node(seed: int) -> None:
    """What a node loses is in no answer that costs less than asked for; where it falls, there is none."""
    rooms, answers = _all(seed, must=False)
    clock, prices = Clock(Limits()), rooms.cost.min(axis=0)
    whole = root(rooms, prices, 0.0)
    everything = Explored(whole, np.isfinite(rooms.cost), np.full(3, 0.5))
    least = min(total for _, total in answers)
    for more in (-2.0, 0.0, 3.0, 20.0):
        below = least + more + 0.5
        found = fitted(rooms, everything, below, 30, clock)
        better = [where for where, total in answers if total < below]
        assert found is not None or not better
        if found is None:
            continue
        assert found.node.value <= min(least, below)
        kept = np.zeros(rooms.cost.shape, dtype=bool)
        kept[found.node.places] = found.pairs
        for where in better:
            assert kept[list(where), np.arange(6)].all()
            assert np.isin(found.node.places[found.node.must], where).all()


def _all(seed: int, *, must: bool) -> tuple[Rooms, list[tuple[tuple[int, ...], float]]]:
    """Three sites of tight room, and every assignment that fits with what it costs."""
    draw = generator(seed, "placing", "packed")
    cost, demand = draw.integers(1, 60, (3, 6)).astype(float), draw.integers(2, 9, 6).astype(float)
    opening, capacity = draw.integers(10, 40, 3).astype(float), np.full(3, 16.0)
    rooms = Rooms.of(opening, capacity, demand, cost, single=True, must=np.full(3, must))
    answers = []
    for where in product(range(3), repeat=6):
        if (np.bincount(where, demand, minlength=3) <= 16).all():
            stands = np.isin(np.arange(3), where) | must
            answers.append((where, float(opening[stands].sum() + cost[list(where), np.arange(6)].sum())))
    return rooms, answers
