"""Random small cases of every feature of the kernels and of the rehearsal, against tellings in plain Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.frame import Line, Options
from benchmarks.queueing.timing import answer
from optimize.queueing import serve
from tests.queueing.events import by_events
from tests.queueing.lanes import (
    FEATURES,
    ONE_KIND,
    Features,
    customer_arrays,
    plain,
    random_lane,
    random_ranks,
    random_reserve,
    served,
    told,
    window_arrays,
)
from tests.rehearsal.offices import random_office
from tests.rehearsal.test_deferred import test_equal_to_eating_interval_after_interval as idle_time
from tests.rehearsal.test_disturbances import test_pieces_are_those_of_minute_after_minute as desks

CASES = 1000

Case = Callable[[np.random.Generator], bool]
"""Draws a case; whether both tell the same."""


def exact(options: Options) -> Iterator[Line]:
    """One line a feature: cases, and how many of them are told otherwise by the reference."""
    for name, case in _features().items():
        if not options.wants(name):
            continue
        began = time.perf_counter()
        same = sum(case(np.random.default_rng([options.seed, number])) for number in range(CASES))
        metrics = {"cases": CASES, "differ": CASES - same}
        yield Line("exact", name, answer(time.perf_counter() - began, options, same == CASES), metrics=metrics)


def _features() -> dict[str, Case]:
    """By kernel and feature; equal to the last bit, but work in idle time, which is a fluid, to 1e-6 minutes."""
    found: dict[str, Case] = {}
    for name, features in ONE_KIND.items():
        found[f"first come: {name}"] = _first_come(features)
    for name, features in FEATURES.items():
        found[f"priorities: {name}"] = _priorities(features)
    found["office work first, across closings"] = lambda draw: _equal(*random_office(draw))
    found["deferred work in idle time"] = _holds(idle_time, _jobs)
    found["desks, some of which fail"] = _holds(desks, _desks)
    return found


def _first_come(features: Features) -> Case:
    def case(draw: np.random.Generator) -> bool:
        one = random_lane(draw, features)
        lane, _, arrival, handling, patience = customer_arrays([one])
        starts, ends, _ = window_arrays([one])
        got = serve(lane, arrival, handling, patience, starts, ends)
        return _equal(got, np.array(by_events(*plain(one)), dtype=float))

    return case


def _priorities(features: Features) -> Case:
    def case(draw: np.random.Generator) -> bool:
        patterns, reserve, one = (
            random_ranks(draw, features),
            random_reserve(draw, features),
            random_lane(draw, features),
        )
        got, (begin, pattern) = served([one], patterns, features.kinds, reserve), told([one], patterns, reserve)
        return _equal(got.begin, begin) and _equal(got.pattern, pattern)

    return case


def _equal(got: np.ndarray, expected: np.ndarray) -> bool:
    return np.array_equal(got, expected, equal_nan=True)


def _holds(property_: Any, draw_case: Callable[[np.random.Generator], tuple[Any, ...]]) -> Case:
    """A property of the tests, for cases drawn here."""

    def case(draw: np.random.Generator) -> bool:
        try:
            property_.hypothesis.inner_test(*draw_case(draw))
        except AssertionError:
            return False
        return True

    return case


def _jobs(draw: np.random.Generator) -> tuple[Any, ...]:
    """Up to ten jobs with their work, and idle minutes of six intervals."""
    size = int(draw.integers(0, 11))
    jobs = zip(draw.integers(0, 151, size).tolist(), draw.integers(1, 41, size).tolist(), strict=True)
    return list(jobs), draw.choice([0.0, 7.5, 15.0, 30.0, 60.0], 6).tolist()


def _desks(draw: np.random.Generator) -> tuple[Any, ...]:
    """Up to five windows and three breakdowns, begin and length; desks, and spare ones."""

    def stretches(least: int, most: int) -> list[tuple[int, int]]:
        size = int(draw.integers(least, most + 1))
        return list(zip(draw.integers(0, 21, size).tolist(), draw.integers(1, 10, size).tolist(), strict=True))

    return stretches(1, 5), stretches(0, 3), int(draw.integers(1, 4)), int(draw.integers(0, 2))
