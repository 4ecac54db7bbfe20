"""Which kind of part comes next."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from optimize.roster.columns.moves import FIRST, drawn, usual


def _tried(saved, since):
    """Moves of equal work, of which the first saved something so many tries ago."""
    moves = usual(mixture=True)
    for _ in range(FIRST):
        for move in moves:
            move.learn(0, 1.0, ended=False)
    moves[0].learn(saved, 1.0, ended=False)
    for _ in range(since):
        moves[0].learn(0, 1.0, ended=False)
    return moves


def _share(moves):
    draw = np.random.default_rng(0)
    count = Counter(drawn(moves, draw).name for _ in range(600))
    return count[moves[0].name] / 600


def test_what_saves_is_drawn_more_often():
    """A move that alone saved something lately has most of the work."""
    assert _share(_tried(saved=5, since=3)) > 0.7


@pytest.mark.parametrize(("saved", "since"), [(1, 25), (100, 70)])
def test_a_saving_of_long_ago_is_forgotten(saved, since):
    """Once a saving has faded all moves have equal shares again, though none has saved more."""
    moves = _tried(saved, since)
    assert abs(_share(moves) - 1 / len(moves)) < 0.05
