"""The kernel against theory: Erlang C and Erlang A within confidence intervals, Allen and Cunneen's error shown.

Constant people and rates, mean handling of one minute, lanes that each begin empty and whose first customers are
left out. Intervals come from the lanes, which are independent. With exponential handling theory is exact for every
measure, with one person for the mean wait; it must lie within 3.5 standard errors in each case (95% intervals of
so many figures would miss some). With lognormal handling and several people it approximates: its error is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.frame import Line, Options
from benchmarks.queueing.books import balanced
from benchmarks.queueing.timing import answer, timed
from optimize.queueing import Line as Queue
from optimize.queueing import measure, serve, served_within
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator

LANES, CUSTOMERS, WARM_UP = 400, 12_000, 4_000
"""Customers of a lane, and how many of them are left out."""
ON_PATH = 25
"""Lanes whose whole path is gone through."""
WITHIN = 0.5
"""Minutes, half of a mean handling time, of the share within."""
LIMIT = 3.5
"""Standard errors."""


@dataclass(frozen=True)
class Case:
    """People, load a person, mean patience and the handling time's coefficient of variation."""

    people: int
    load: float
    patience: float = np.inf
    cv: float = 1.0

    @property
    def name(self) -> str:
        """As asked for with `--only`."""
        leaving = "" if np.isinf(self.patience) else f" patience {self.patience:g}"
        return f"c={self.people} load {self.load:g}{leaving}" + ("" if self.cv == 1 else f" cv {self.cv:g}")

    @property
    def queue(self) -> Queue:
        """What theory is asked about."""
        rate = self.people * self.load
        return Queue(np.array([rate]), np.ones(1), np.array([self.cv]), np.array([self.patience]))

    @property
    def exact(self) -> bool:
        """Whether theory is."""
        return self.cv == 1.0 or self.people == 1


ERLANG_C = [Case(people, load) for people in (1, 5, 20) for load in (0.7, 0.9)]
ERLANG_A = [Case(*each) for each in ((1, 0.9, 2.0), (5, 0.9, 1.0), (5, 1.2, 3.0), (20, 1.0, 2.0), (20, 1.3, 0.5))]
LOGNORMAL = [Case(people, load, cv=cv) for people in (1, 5, 20) for load in (0.7, 0.9) for cv in (0.5, 1.5)]


def theory(options: Options) -> Iterator[Line]:
    """One line a case."""
    for case in (*ERLANG_C, *ERLANG_A, *LOGNORMAL):
        if options.wants(case.name):
            yield _line(case, options)


def _line(case: Case, options: Options) -> Line:
    draw = generator(options.seed, "queueing", "theory", case.name)
    arrival = draw.exponential(1 / (case.people * case.load), (LANES, CUSTOMERS)).cumsum(axis=1)
    handling = _handling(case, draw)
    patience = np.full((LANES, CUSTOMERS), np.inf)
    if np.isfinite(case.patience):
        patience = draw.exponential(case.patience, (LANES, CUSTOMERS))
    lane: Ints = np.repeat(np.arange(LANES), CUSTOMERS)
    on = np.zeros((1, case.people, LANES))
    flat = arrival.ravel(), handling.ravel(), patience.ravel()
    begin, seconds = timed(serve, lane, *flat, on, np.full_like(on, np.inf))
    begin = begin.reshape(LANES, CUSTOMERS)
    kept = [
        balanced(arrival[one], handling[one], patience[one], begin[one], case.people) for one in range(ON_PATH)
    ]
    lost = np.isnan(begin)
    wait = np.where(lost, patience, begin - arrival)
    in_time = ~lost & (wait <= WITHIN)
    expected = measure(case.queue, case.people)
    share = served_within(case.queue, np.array([case.people]), WITHIN)
    figures = {"waiting": (wait > 0, expected.waiting), "wait": (wait, expected.wait), "within": (in_time, share)}
    if np.isfinite(case.patience):
        figures["lost"] = (lost, expected.lost)
    found = {name: _interval(values, float(says[0])) for name, (values, says) in figures.items()}
    tested = [] if not case.exact else ["wait"] if case.cv != 1 else list(found)
    furthest = max((abs(found[name]["errors"]) for name in tested), default=None)
    metrics: dict[str, Any] = {
        "wait": found["wait"]["simulated"],
        "half_95": found["wait"]["half_95"],
        "theory": found["wait"]["theory"],
        "theory_off": found["wait"]["theory"] / found["wait"]["simulated"] - 1,
        "furthest_in_errors": furthest,
        "paths_balance": all(kept),
    }
    checked = all(kept) and (furthest is None or furthest <= LIMIT)
    return Line("theory", case.name, answer(seconds, options, checked), peers=found, metrics=metrics)


def _handling(case: Case, draw: np.random.Generator) -> Floats:
    if case.cv == 1.0:
        return draw.exponential(1.0, (LANES, CUSTOMERS))
    variance = np.log1p(case.cv**2)
    return draw.lognormal(-variance / 2, np.sqrt(variance), (LANES, CUSTOMERS))


def _interval(values: np.ndarray, says: float) -> dict[str, float]:
    """Mean, half of its 95% interval, and by how many standard errors theory is off."""
    by_lane = values[:, WARM_UP:].mean(axis=1)
    error = float(by_lane.std(ddof=1) / np.sqrt(LANES))
    mean = float(by_lane.mean())
    return {"simulated": mean, "half_95": 1.96 * error, "theory": says, "errors": (mean - says) / error}
