"""Customers a second of the single-skill kernel, checked against an event heap on some lanes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.frame import Line, Options
from benchmarks.queueing.event_heap import by_heap
from benchmarks.queueing.timing import answer, timed
from optimize.queueing import serve


def kernel(options: Options) -> Iterator[Line]:
    """Customers a second with one break a person, checked against an event heap on some lanes."""
    for lanes, customers, people in ((840, 150, 5), (10_000, 200, 5), (5_000, 400, 12), (30, 28_000, 30)):
        name = f"{lanes}x{customers}x{people}"
        if not options.wants(name):
            continue
        case = busy_day(lanes, customers, people, options.seed)
        lane = case[0]
        begin, seconds = timed(serve, *case)
        sample = np.arange(min(lanes, max(1, 20_000 // customers)))
        expected, heap_seconds = timed(by_heap, *case, sample)
        played = np.isin(lane, sample)
        checked = bool(np.array_equal(begin[played], expected, equal_nan=True))
        speed, heap_speed = len(lane) / seconds, int(played.sum()) / heap_seconds
        peers = {"heapq": {"seconds": heap_seconds, "customers": int(played.sum())}}
        metrics = {"customers": len(lane), "customers_a_second": speed, "heapq_customers_a_second": heap_speed}
        yield Line("kernel", name, answer(seconds, options, checked), peers=peers, metrics=metrics)


def busy_day(lanes: int, customers: int, people: int, seed: int) -> tuple[Any, ...]:
    """Ten hours at 80% load, a break of half an hour a person, patience of an hour."""
    draw = np.random.default_rng(seed)
    counts = draw.poisson(customers, lanes)
    lane = np.repeat(np.arange(lanes), counts)
    arrival = draw.uniform(0, 600, len(lane))
    arrival = arrival[np.lexsort((arrival, lane))]
    handling = draw.exponential(600 * people * 0.8 / customers, len(lane))
    patience = draw.exponential(60.0, len(lane))
    pause = draw.uniform(200, 400, (people, lanes))
    starts = np.stack([np.zeros_like(pause), pause + 30])
    return lane, arrival, handling, patience, starts, np.stack([pause, np.full_like(pause, np.inf)])
