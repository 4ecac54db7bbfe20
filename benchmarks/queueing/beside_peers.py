"""The single-skill kernel beside simpy and Ciw on the same days, in the same run.

The day: ten hours, 20 half-hourly rates (peak 32 an hour), exponential handling of 8 minutes, about 200 customers;
five people all day, or three and five in turn. Seconds are of CPU, one core each. simpy plays the named people
that the kernel plays, so that every wait must be the same. Ciw does with constant staff; its schedules mean
something else (see its script), so that there its waits are shown, not compared. The peers are run wherever their
environment is (`make peers`).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.frame import Line, Options
from benchmarks.peer_scripts import ask
from benchmarks.queueing.timing import answer
from optimize.queueing import serve
from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator

SCRIPTS = Path(__file__).with_name("peer_methods")
RATES = np.array([10, 14, 18, 24, 30, 32, 30, 24, 16, 14, 16, 20, 26, 30, 28, 24, 20, 14, 10, 8]) / 2
"""Customers a half hour."""
SLOT, HANDLING = 30.0, 8.0
UNTIL = np.array([120.0, 240.0, 360.0, 480.0, 600.0])
STAFF = {"constant": np.array([5]), "on_windows": np.array([3, 5, 3, 5, 3])}
"""People by block; blocks end at `UNTIL`, a single one at its last."""
BESIDE, ALONE = 2_000, 10_000
"""Days played by all, and by the kernel alone."""
ROUNDING = 1e-9
TRIES = 3
"""The kernel is so quick that it is played so often; the middle one counts."""


@dataclass(frozen=True)
class Days:
    """Customers by day and arrival, in minutes."""

    lane: Ints
    arrival: Floats
    handling: Floats

    @classmethod
    def drawn(cls, number: int, seed: int) -> Days:
        """So many days."""
        draw = generator(seed, "queueing", "peers", number)
        counts = draw.poisson(RATES, (number, len(RATES)))
        lane = np.repeat(np.arange(number), counts.sum(axis=1))
        slot = np.repeat(np.tile(np.arange(len(RATES)), number), counts.ravel())
        arrival = (slot + draw.random(len(slot))) * SLOT
        arrival = arrival[np.lexsort((arrival, lane))]
        return cls(lane, arrival, draw.exponential(HANDLING, len(lane)))


def peers(options: Options) -> Iterator[Line]:
    """One line a kind of staff: customers a second of each, mean waits, and how far waits are apart."""
    for name, people in STAFF.items():
        if options.wants(name):
            yield _line(name, people, options)


def windows(people: Ints) -> tuple[Floats, Floats]:
    """On-windows of named people, shape (windows, people): person j is on in blocks with more than j people."""
    until = UNTIL[-len(people) :]
    begins = np.append(0.0, until[:-1])
    spans: list[list[tuple[float, float]]] = []
    for person in range(int(people.max())):
        own: list[tuple[float, float]] = []
        for start, end, number in zip(begins.tolist(), until.tolist(), people.tolist(), strict=True):
            if number > person:
                start = own.pop()[0] if own and own[-1][1] == start else start
                own.append((start, np.inf if end == until[-1] else end))
        spans.append(own)
    most = max(map(len, spans))
    padded = np.array([own + [(np.inf, np.inf)] * (most - len(own)) for own in spans])
    return padded[:, :, 0].T, padded[:, :, 1].T


def _line(name: str, people: Ints, options: Options) -> Line:
    days = Days.drawn(BESIDE, options.seed)
    waits, seconds = _played(days, people, BESIDE)
    many = Days.drawn(ALONE, options.seed)
    many_seconds = _played(many, people, ALONE)[1]
    speed, mean = len(waits) / seconds, float(waits.mean())
    beside = {peer: _asked(peer, days, people, waits, speed) for peer in ("simpy", "ciw")}
    found = {peer: said for peer, said in beside.items() if said is not None}
    same = ["simpy"] if len(people) > 1 else ["simpy", "ciw"]
    checked = all(peer in found and found[peer]["apart"] <= ROUNDING for peer in same)
    metrics: dict[str, Any] = {
        "customers": len(waits),
        "mean_wait": mean,
        "customers_a_second": speed,
        f"a_second_of_{ALONE}_days": len(many.lane) / many_seconds,
    }
    for peer, said in found.items():
        metrics |= {f"{peer}_mean_wait": said["mean_wait"], f"{peer}_a_second": said["customers_a_second"]}
        metrics |= {f"times_{peer}": said["ratio"], f"{peer}_apart": said["apart"]}
    return Line("peers", name, answer(seconds, options, checked), peers=found, metrics=metrics)


def _played(days: Days, people: Ints, number: int) -> tuple[Floats, float]:
    """Waits, and CPU seconds of the middle try."""
    starts, ends = (np.repeat(each[:, :, None], number, axis=2) for each in windows(people))
    patience = np.full(len(days.lane), np.inf)
    taken = []
    for _ in range(TRIES):
        began = time.process_time()
        begin = serve(days.lane, days.arrival, days.handling, patience, starts, ends)
        taken.append(time.process_time() - began)
    return begin - days.arrival, sorted(taken)[TRIES // 2]


def _asked(peer: str, days: Days, people: Ints, waits: Floats, speed: float) -> dict[str, Any] | None:
    """What a peer says of the same days, and by how much its waits differ from ours at most."""
    starts, ends = windows(people)
    first = np.searchsorted(days.lane, np.arange(BESIDE))
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        np.savez(
            folder / "days.npz",
            arrival=days.arrival,
            handling=days.handling,
            first=first,
            starts=starts,
            ends=ends,
            people=people,
            until=UNTIL[-len(people) :],
        )
        said = ask(SCRIPTS / f"{peer}_days.py", folder)
        if said is None:
            return None
        theirs = np.load(folder / "waits.npy")
    pace = said["customers"] / said["seconds"]
    apart = float(np.abs(theirs - waits).max()) if len(theirs) == len(waits) else float("inf")
    return {**said, "customers_a_second": pace, "ratio": speed / pace, "apart": apart}
