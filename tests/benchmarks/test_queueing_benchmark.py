"""The queueing benchmark: books of paths, named people's windows, and the two ways to play a day."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.queueing.beside_peers import STAFF, windows
from benchmarks.queueing.books import balanced
from benchmarks.queueing.event_heap import by_heap
from benchmarks.queueing.kernel import busy_day
from optimize.queueing import serve


def path(patience: float, people: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Arrivals, handling, patience and beginnings of a lane."""
    draw = np.random.default_rng(1)
    arrival = draw.exponential(1 / 2.8, 3000).cumsum()
    handling = draw.exponential(1.0, 3000)
    stays = np.full(3000, np.inf) if np.isinf(patience) else draw.exponential(patience, 3000)
    on = np.zeros((1, people, 1))
    lane = np.zeros(3000, dtype=np.int64)
    return arrival, handling, stays, serve(lane, arrival, handling, stays, on, np.full_like(on, np.inf))


@pytest.mark.parametrize("patience", [np.inf, 0.5])
def test_books_of_a_path_balance(patience: float) -> None:
    """The kernel's paths are possible ones."""
    assert balanced(*path(patience), 3)


def test_books_of_an_impossible_path_do_not() -> None:
    """One served later than he could be, one before he came, and more people than there are."""
    arrival, handling, patience, begin = path(np.inf)
    late, early = begin.copy(), begin.copy()
    late[np.flatnonzero(begin == arrival)[10]] += 1e-3
    early[5] = arrival[5] - 1e-3
    assert not balanced(arrival, handling, patience, late, 3)
    assert not balanced(arrival, handling, patience, early, 3)
    assert not balanced(arrival, handling, patience, begin, 2)


def test_named_people_are_on_in_whole_blocks() -> None:
    """Of three and five in turn, three are on all day and two twice; the last block has no end."""
    starts, ends = windows(STAFF["on_windows"])
    assert starts[0].tolist() == [0, 0, 0, 120, 120]
    assert ends[0].tolist() == [np.inf, np.inf, np.inf, 240, 240]
    assert starts[1].tolist() == [np.inf] * 3 + [360, 360]
    assert ends[1].tolist() == [np.inf] * 3 + [480, 480]
    assert windows(STAFF["constant"])[0].tolist() == [[0.0] * 5]


def test_kernel_and_heap_play_the_samebusy_day() -> None:
    """To the last bit."""
    case = busy_day(8, 60, 3, 4)
    assert np.array_equal(serve(*case), by_heap(*case, np.arange(8)), equal_nan=True)
