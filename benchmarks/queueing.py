"""Queueing: Erlang's formulas against exact tables, the rehearsal's kernel for speed, requirements at scale.

`python -m benchmarks.queueing erlang_reference | kernel | priorities | requirement | rehearsal [--json]`
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.frame import Line, Options, main
from benchmarks.queueing_cases import rehearsal_problem, requirement_problem
from benchmarks.queueing_heap import heap_by_priority
from optimize.queueing import Line as Queue
from optimize.queueing import erlang_b, erlang_c, measure, served_within
from optimize.queueing.first_come import serve
from optimize.queueing.priorities import NOT_TAKEN
from optimize.queueing.priorities import serve as serve_by_priority
from optimize.requirement import require
from quarterhour.arrays import Floats
from scenarios.rehearsal import rehearse


def _answer(seconds: float, options: Options, checked: bool, objective: float | None = None) -> dict[str, Any]:
    """Our side of a line where nothing is optimised: the time, and whether it was checked."""
    figures = {"objective": objective, "bound": None, "status": None, "gap": None}
    return {**figures, "seconds": seconds, "seed": options.seed, "checked": checked}


def _timed(work: Callable[..., Any], *arguments: Any, **options: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    answer = work(*arguments, **options)
    return answer, time.perf_counter() - began


def erlang_reference(options: Options) -> Iterator[Line]:
    """Worst relative error over tables computed in exact rationals and 40 digits."""
    folder = options.data / "erlang_reference"
    folder = folder if folder.is_dir() else options.data / "roster" / "erlang_reference"
    for path in sorted(folder.glob("*.csv")):
        if options.wants(path.stem):
            table = pd.read_csv(path)
            error, seconds = _timed(_worst_error, table)
            answer = _answer(seconds, options, error < 1e-10, error)
            yield Line("erlang_reference", path.stem, answer, 0.0, metrics={"rows": len(table)})


def _worst_error(table: pd.DataFrame) -> float:
    servers = table["servers"].to_numpy()
    if "erlang_B" in table:
        load = table["offered_load_erlangs"]
        pairs = [(erlang_b(load, servers), "erlang_B"), (erlang_c(load, servers), "erlang_C_prob_wait")]
    elif "service_level" in table:
        queue = _queue(table["calls"] / table["interval_s"] * 60, table["aht_s"] / 60)
        figures = measure(queue, servers)
        within = served_within(queue, servers, table["target_s"].to_numpy() / 60)
        pairs = [(within, "service_level"), (figures.waiting, "prob_wait"), (figures.wait * 60, "asa_s")]
    else:
        patience = table["mean_patience_s"] / 60
        figures = measure(_queue(table["lambda_per_h"] / 60, table["mean_service_s"] / 60, patience), servers)
        pairs = [
            (figures.lost, "prob_abandon"),
            (figures.waiting, "prob_wait"),
            (figures.wait * 60, "mean_wait_s_all"),
        ]
    return max(float(np.abs(ours / table[name].to_numpy() - 1).max()) for ours, name in pairs)


def _queue(rate: pd.Series, handling: pd.Series, patience: pd.Series | None = None) -> Queue:
    size = len(rate)
    stays = np.full(size, np.inf) if patience is None else patience.to_numpy(np.float64)
    return Queue(rate.to_numpy(np.float64), handling.to_numpy(np.float64), np.ones(size), stays)


def kernel(options: Options) -> Iterator[Line]:
    """Customers a second with one break a person, checked against an event heap on some lanes."""
    for lanes, customers, people in ((840, 150, 5), (10_000, 200, 5), (5_000, 400, 12), (30, 28_000, 30)):
        name = f"{lanes}x{customers}x{people}"
        if not options.wants(name):
            continue
        case = _day(lanes, customers, people, options.seed)
        lane = case[0]
        begin, seconds = _timed(serve, *case)
        sample = np.arange(min(lanes, max(1, 20_000 // customers)))
        expected, heap_seconds = _timed(_by_heap, *case, sample)
        played = np.isin(lane, sample)
        checked = bool(np.array_equal(begin[played], expected, equal_nan=True))
        speed, heap_speed = len(lane) / seconds, int(played.sum()) / heap_seconds
        peers = {"heapq": {"seconds": heap_seconds, "customers": int(played.sum())}}
        metrics = {"customers": len(lane), "customers_a_second": speed, "heapq_customers_a_second": heap_speed}
        yield Line("kernel", name, _answer(seconds, options, checked), peers=peers, metrics=metrics)


def priorities(options: Options) -> Iterator[Line]:
    """Customers a second of several kinds, patterns and breaks, checked against a heap on some lanes."""
    shapes = ((1_000, 150, 6, 3), (2_800, 150, 6, 3), (10_000, 100, 6, 3), (100, 4_200, 9, 2))
    for lanes, customers, people, kinds in shapes:
        name = f"{lanes}x{customers}x{people}x{kinds}"
        if not options.wants(name):
            continue
        lane, *columns = _day(lanes, customers, people, options.seed)
        draw = np.random.default_rng(options.seed)
        kind = draw.integers(0, kinds, len(lane))
        pattern = draw.integers(0, 2, columns[-1].shape)
        ranks = np.stack([np.arange(kinds), np.arange(kinds)[::-1]])
        ranks[1, 0] = NOT_TAKEN
        answer, seconds = _timed(serve_by_priority, lane, kind, *columns, pattern, ranks)
        sample = np.arange(min(lanes, max(1, 20_000 // customers)))
        expected, heap_seconds = _timed(heap_by_priority, lane, kind, *columns, pattern, ranks, sample)
        played = np.isin(lane, sample)
        checked = bool(np.array_equal(answer.begin[played], expected, equal_nan=True))
        peers = {"heapq": {"seconds": heap_seconds, "customers": int(played.sum())}}
        speeds = {
            "customers_a_second": len(lane) / seconds,
            "heapq_customers_a_second": int(played.sum()) / heap_seconds,
        }
        metrics = {"customers": len(lane), **speeds}
        yield Line("priorities", name, _answer(seconds, options, checked), peers=peers, metrics=metrics)


def _day(lanes: int, customers: int, people: int, seed: int) -> tuple[Any, ...]:
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


def _by_heap(
    lane: npt.NDArray[np.int64],
    arrival: Floats,
    handling: Floats,
    patience: Floats,
    starts: Floats,
    ends: Floats,
    lanes: npt.NDArray[np.int64],
) -> Floats:
    """The same queues as events on a heap, in plain Python."""
    begins = []
    for one in lanes:
        own = lane == one
        came, takes, stays = arrival[own].tolist(), handling[own].tolist(), patience[own].tolist()
        windows = [list(zip(*pair, strict=True)) for pair in zip(
            starts[:, :, one].T.tolist(), ends[:, :, one].T.tolist(), strict=True
        )]  # fmt: skip
        begin, queue, free = [np.inf] * len(came), deque[int](), set(range(len(windows)))
        events = [(time, -1, who) for who, time in enumerate(came)]
        events += [(start, -2, person) for person, days in enumerate(windows) for start, _ in days]
        heapq.heapify(events)
        while events:
            now = events[0][0]
            while events and events[0][0] == now:
                _, person, who = heapq.heappop(events)
                if person == -1:
                    queue.append(who)
                elif person >= 0:
                    free.add(person)
            while queue:
                on = min((p for p in free if any(a <= now < b for a, b in windows[p])), default=-1)
                if on < 0:
                    break
                who = queue.popleft()
                if now - came[who] > stays[who]:
                    begin[who] = np.nan
                    continue
                begin[who] = now
                free.remove(on)
                heapq.heappush(events, (now + takes[who], on, who))
        for who in queue:
            begin[who] = np.nan
        begins.append(np.array(begin))
    return np.concatenate(begins)


def requirement(options: Options) -> Iterator[Line]:
    """People by interval for generated networks of 10 and 100 outlets over four weeks."""
    for outlets in (10, 100):
        name = f"{outlets}_outlets"
        if options.wants(name):
            problem = requirement_problem(outlets, options.seed)
            answer, seconds = _timed(require, problem)
            metrics = {
                "rows": len(problem.demand),
                "cells": len(answer.pools),
                "people": int(answer.pools["people"].sum()),
            }
            yield Line("requirement", name, _answer(seconds, options, checked=False), metrics=metrics)


def rehearsal(options: Options) -> Iterator[Line]:
    """Four weeks of generated networks: 4 and 40 outlets 30 times, 100 outlets 100 times in two processes."""
    for outlets, replications, processes in ((4, 30, 1), (40, 30, 1), (100, 100, 2)):
        name = f"{outlets}_outlets" if replications == 30 else f"{outlets}_outlets_{replications}_times"
        if options.wants(name):
            problem = rehearsal_problem(outlets, options.seed)
            answer, seconds = _timed(
                rehearse, problem, replications=replications, seed=options.seed, processes=processes
            )
            books = answer.replications
            balanced = bool((books["arrivals"] == books["served"] + books["lost"] + books["left_over"]).all())
            arrivals = int(books["arrivals"].sum())
            speed = {"customers_a_second": arrivals / seconds, "processes": processes}
            metrics = {"customers": arrivals, **speed, "books_balance": balanced}
            yield Line("rehearsal", name, _answer(seconds, options, checked=False), metrics=metrics)


if __name__ == "__main__":
    sets = {
        "erlang_reference": erlang_reference,
        "kernel": kernel,
        "priorities": priorities,
        "requirement": requirement,
        "rehearsal": rehearsal,
    }
    main("queueing", sets)
