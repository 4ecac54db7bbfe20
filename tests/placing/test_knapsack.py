"""Exact knapsacks against all subsets, and the bound that they give."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.rooms import Rooms
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
def test_no_answer_is_below_the_bound(seed: int) -> None:
    """Every assignment that fits costs at least the bound, and with each of its pairs what that costs more."""
    draw = generator(seed, "placing", "packed")
    cost, demand = draw.integers(1, 60, (3, 6)).astype(float), draw.integers(2, 9, 6).astype(float)
    rooms = Rooms.of(np.full(3, 10.0), np.full(3, 16.0), demand, cost, single=True, must=np.ones(3, dtype=bool))
    bound = packed(rooms, cost.min(axis=0), 300.0, Clock(Limits()))
    clients = np.arange(6)
    for where in product(range(3), repeat=6):
        if (np.bincount(where, demand, minlength=3) <= 16).all():
            total = 30.0 + cost[list(where), clients].sum()
            assert bound.value + bound.extra[list(where), clients].max() <= total + 1e-6
