"""Random small lanes with the features asked for, and as the kernels take them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimize.queueing.first_come import NEVER
from optimize.queueing.priorities import NOT_TAKEN, Starts, serve
from tests.queueing.loop import Customer, Window, by_instants


@dataclass(frozen=True)
class Features:
    """What random lanes have; plain is one kind, people always there, and nobody leaves."""

    breaks: bool = False
    patience: bool = False
    kinds: int = 1
    equal_ranks: bool = False
    changing: bool = False
    ties: bool = False
    absent: bool = False
    reserve: bool = False


EVERYTHING = Features(True, True, 3, True, True, True, True, True)
FEATURES = {
    "plain": Features(),
    "breaks": Features(breaks=True),
    "patience": Features(patience=True),
    "priorities": Features(kinds=3),
    "equal_ranks": Features(kinds=3, equal_ranks=True),
    "changing_patterns": Features(breaks=True, kinds=3, changing=True),
    "ties": Features(kinds=2, ties=True),
    "nobody_there": Features(kinds=2, absent=True),
    "kept_free": Features(kinds=3, reserve=True),
    "everything": EVERYTHING,
    "all_but_ties": replace(EVERYTHING, ties=False),
}
"""Several kinds of customers, for the kernel with priorities."""
ONE_KIND = {
    "plain": Features(),
    "breaks": Features(breaks=True),
    "patience": Features(patience=True),
    "ties": Features(ties=True),
    "nobody_there": Features(absent=True),
    "everything": Features(breaks=True, patience=True, ties=True, absent=True),
    "all_but_ties": Features(breaks=True, patience=True, absent=True),
}
"""One kind, for the kernel without."""


@dataclass(frozen=True)
class Lane:
    """One lane: customers by arrival, and the windows of each person."""

    customers: tuple[Customer, ...]
    people: tuple[tuple[Window, ...], ...]


def random_ranks(draw: np.random.Generator, features: Features) -> list[dict[int, int]]:
    """Three patterns: each takes some kinds, in some order."""
    patterns = []
    for _ in range(3):
        kinds = np.flatnonzero(draw.random(features.kinds) < 0.7).tolist() if features.kinds > 1 else [0]
        ranks = draw.integers(0, 2, len(kinds)) if features.equal_ranks else draw.permutation(len(kinds))
        patterns.append(dict(zip(kinds, ranks.tolist(), strict=True)))
    return patterns


def random_reserve(draw: np.random.Generator, features: Features) -> list[int] | None:
    """How much people of each pattern are kept free, where that is not the number of kinds they take."""
    return draw.integers(0, 3, 3).tolist() if features.reserve else None


def random_lane(draw: np.random.Generator, features: Features) -> Lane:
    """Up to twelve customers in an hour and up to four people."""

    def times(size: int) -> list[float]:
        found = draw.integers(0, 30, size) if features.ties else draw.uniform(0, 60, size)
        return sorted(found.astype(float).tolist())

    size = int(draw.integers(0, 13))
    handling = draw.integers(1, 12, size) if features.ties else draw.exponential(8.0, size)
    patience = draw.integers(0, 12, size) if features.ties else draw.exponential(8.0, size)
    stays = np.where(draw.random(size) < 0.6 * features.patience, patience, np.inf).tolist()
    kinds = draw.integers(0, features.kinds, size).tolist()
    customers = tuple(map(Customer, times(size), kinds, handling.astype(float).tolist(), stays))
    people = []
    for _ in range(int(draw.integers(1, 5))):
        edges = times(2 * int(draw.integers(1, 4))) if features.breaks else [0.0, math.inf]
        if features.breaks and draw.random() < 0.5:
            edges[-1] = math.inf
        rows = draw.integers(0, 3, len(edges)) if features.changing else np.repeat(draw.integers(0, 3), len(edges))
        windows = tuple((edges[i], edges[i + 1], int(rows[i])) for i in range(0, len(edges), 2))
        people.append(() if features.absent and draw.random() < 0.4 else windows)
    return Lane(customers, tuple(people))


def window_arrays(lanes: Sequence[Lane]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts, ends and patterns, shape (windows, people, lanes), filled with windows that are empty."""
    people = max((len(lane.people) for lane in lanes), default=1)
    windows = max((len(person) for lane in lanes for person in lane.people), default=1) or 1
    starts = np.full((windows, people, len(lanes)), NEVER)
    ends, pattern = np.full_like(starts, -NEVER), np.zeros(starts.shape, dtype=np.int64)
    for place, lane in enumerate(lanes):
        for person, own in enumerate(lane.people):
            for number, (start, end, row) in enumerate(own):
                at = number, person, place
                starts[at], ends[at], pattern[at] = start, end, row
    return starts, ends, pattern


def customer_arrays(lanes: Sequence[Lane]) -> tuple[np.ndarray, ...]:
    """Lane, kind, arrival, handling and patience of all customers."""
    everybody = [customer for lane in lanes for customer in lane.customers]
    lane = np.repeat(np.arange(len(lanes)), [len(each.customers) for each in lanes])
    kind = np.array([customer.kind for customer in everybody], dtype=np.int64)
    columns = (
        np.array([getattr(customer, name) for customer in everybody], dtype=np.float64)
        for name in ("arrival", "handling", "patience")
    )
    return lane.astype(np.int64), kind, *columns


def rank_table(patterns: Sequence[dict[int, int]], kinds: int) -> np.ndarray:
    """The ranks as the kernel takes them."""
    table = np.full((len(patterns), kinds), NOT_TAKEN)
    for row, ranks in enumerate(patterns):
        for kind, rank in ranks.items():
            table[row, kind] = rank
    return table


def plain(lane: Lane) -> tuple[list[float], list[float], list[float], list[list[tuple[float, float]]]]:
    """Arrivals, handling, patience and people's windows of a lane, without kinds and patterns."""
    arrival, handling, patience = (
        [getattr(one, part) for one in lane.customers] for part in ("arrival", "handling", "patience")
    )
    return arrival, handling, patience, [[(start, end) for start, end, _ in own] for own in lane.people]


def served(
    lanes: Sequence[Lane], patterns: Sequence[dict[int, int]], kinds: int, reserve: Sequence[int] | None = None
) -> Starts:
    """What the kernel says of them."""
    starts, ends, pattern = window_arrays(lanes)
    free = None if reserve is None else np.array(reserve)
    return serve(*customer_arrays(lanes), starts, ends, pattern, rank_table(patterns, kinds), free)


def told(
    lanes: Sequence[Lane], patterns: Sequence[dict[int, int]], reserve: Sequence[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What the plain telling says of them: begins and patterns."""
    answer = [each for lane in lanes for each in by_instants(lane.customers, lane.people, patterns, reserve)]
    begin = np.array([begin for begin, _ in answer], dtype=np.float64)
    return begin, np.array([row for _, row in answer], dtype=np.int64)
