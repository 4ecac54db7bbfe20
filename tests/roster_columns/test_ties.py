"""Ties broken by chance: costs stay as they are but for a little a day, and what costs the same is found too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.roster.columns.check import broken
from optimize.roster.columns.clock import Clock
from optimize.roster.columns.parts import Part, part
from optimize.roster.columns.problem import BANNED, Rosters, cost
from optimize.roster.columns.scale import SHARE
from optimize.roster.columns.solved import by_columns, generated
from optimize.roster.columns.ties import FINER, MOST, with_ties_broken
from quarterhour.result import Limits
from tests.roster_columns.cases import all_rosters, random_problem


def _whole(seed: int) -> tuple[Part, list[np.ndarray]]:
    problem = replace(random_problem(seed, people=2, days=6, kinds=1), offset=0)
    each = [all_rosters(problem.of(np.array([person]))) for person in range(2)]
    return part(problem, np.stack([mine[0] for mine in each]), np.arange(2)), each


def _broken_ties(piece: Part, seed: int) -> Part:
    """The first one that chance does not leave as it is."""
    generator = np.random.default_rng(seed)
    return next(found for found in (with_ties_broken(piece, generator) for _ in range(99)) if found.unit > 1)


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_chance_adds_little_a_day(seed: int) -> None:
    """Every pair of rosters costs what it did, in finer units, and little more a day; nobody else is barred."""
    piece, each = _whole(seed)
    finer = _broken_ties(piece, seed)
    beyond = set()
    for mine in each[0]:
        for other in each[1]:
            rosters = np.stack([mine, other])
            chance = cost(finer.problem, rosters) - FINER * cost(piece.problem, rosters)
            assert 0 <= chance <= MOST * rosters.size
            beyond.add(chance)
    assert len(beyond) > 1
    assert ((finer.problem.price == BANNED) == (piece.problem.price == BANNED)).all()


def test_prices_too_large_for_finer_units_stay() -> None:
    """Where finer prices would read as banned, or not add up, nothing is changed."""
    piece, _ = _whole(0)
    price, under = piece.problem.price.copy(), piece.problem.under.copy()
    price[0, 0, 1] = BANNED // FINER
    under[0, 0] = SHARE // FINER
    for prices in ({"price": price}, {"under": under}):
        dear = replace(piece, problem=replace(piece.problem, **prices))
        generator = np.random.default_rng(0)
        assert all(with_ties_broken(dear, generator) is dear for _ in range(50))


def test_columns_find_what_costs_the_same() -> None:
    """Of rosters that all cost the same none is found cheaper; with chance another is found, within the rules."""
    problem = random_problem(3, people=8, days=14)
    flat = replace(
        problem,
        price=np.where(problem.price < BANNED, 0, BANNED),
        under=np.zeros_like(problem.under),
        over=np.zeros_like(problem.over),
        least_minutes=np.zeros_like(problem.least_minutes),
    )
    flat.price[:, :, 0] = 0
    piece = part(flat, np.zeros((8, 14), dtype=np.int8), np.arange(8))
    assert _by_columns(piece) is None
    found = _by_columns(_broken_ties(piece, 0))
    assert found is not None
    assert found.any()
    assert cost(flat, found) == cost(flat, piece.rosters)
    assert not broken(flat, found)


def _by_columns(piece: Part) -> Rosters | None:
    clock, nothing = Clock(Limits(work=5.0)), np.zeros(piece.problem.most_of_kind.shape, dtype=bool)
    return by_columns(piece, generated(piece, None, nothing, None, clock), clock)[0]
