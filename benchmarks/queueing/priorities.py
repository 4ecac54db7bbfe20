"""Customers a second of the kernel with priorities, checked against an event heap on some lanes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.frame import Line, Options
from benchmarks.queueing.kernel import busy_day
from benchmarks.queueing.priority_heap import heap_by_priority
from benchmarks.queueing.timing import answer, timed
from optimize.queueing.priorities import NOT_TAKEN, serve

SHAPES = ((1_000, 150, 6, 3), (2_800, 150, 6, 3), (10_000, 100, 6, 3), (100, 4_200, 9, 2))


def priorities(options: Options) -> Iterator[Line]:
    """Lanes x customers x people x kinds; two patterns that change by window, a break a person, patience."""
    for lanes, customers, people, kinds in SHAPES:
        name = f"{lanes}x{customers}x{people}x{kinds}"
        if not options.wants(name):
            continue
        lane, *columns = busy_day(lanes, customers, people, options.seed)
        draw = np.random.default_rng(options.seed)
        kind = draw.integers(0, kinds, len(lane))
        pattern = draw.integers(0, 2, columns[-1].shape)
        ranks = np.stack([np.arange(kinds), np.arange(kinds)[::-1]])
        ranks[1, 0] = NOT_TAKEN
        found, seconds = timed(serve, lane, kind, *columns, pattern, ranks)
        sample = np.arange(min(lanes, max(1, 20_000 // customers)))
        expected, heap_seconds = timed(heap_by_priority, lane, kind, *columns, pattern, ranks, sample)
        played = np.isin(lane, sample)
        checked = bool(np.array_equal(found.begin[played], expected, equal_nan=True))
        peers = {"heapq": {"seconds": heap_seconds, "customers": int(played.sum())}}
        speed, heap_speed = len(lane) / seconds, int(played.sum()) / heap_seconds
        metrics = {"customers": len(lane), "customers_a_second": speed, "heapq_customers_a_second": heap_speed}
        yield Line("priorities", name, answer(seconds, options, checked), peers=peers, metrics=metrics)
