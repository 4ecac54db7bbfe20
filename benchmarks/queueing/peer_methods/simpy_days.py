"""Days with simpy: `python simpy_days.py FOLDER`.

Reads `days.npz` (arrival, handling, first: by day; starts, ends: windows by person, infinite ends allowed), writes
`waits.npy`, prints {"version", "seconds" of CPU, "customers", "mean_wait"}. People are named: whoever goes off
finishes the customer in hand, the others carry on; a customer takes the free person with the lowest number.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import simpy

Windows = list[list[tuple[float, float]]]


def day(arrival: list[float], handling: list[float], windows: Windows) -> list[float]:
    """Waits of one day's customers."""
    world = simpy.Environment()
    free = simpy.PriorityStore(world)
    busy = set()
    waits = []

    def customer(takes: float) -> Iterator[simpy.Event]:
        came = world.now
        who = yield free.get()
        busy.add(who)
        waits.append(world.now - came)
        yield world.timeout(takes)
        busy.discard(who)
        if any(start <= world.now < end for start, end in windows[who]):
            yield free.put(who)

    def door() -> Iterator[simpy.Event]:
        for at, takes in zip(arrival, handling, strict=True):
            yield world.timeout(at - world.now)
            world.process(customer(takes))

    def person(who: int) -> Iterator[simpy.Event]:
        for start, end in windows[who]:
            yield world.timeout(start - world.now)
            if who not in busy:
                yield free.put(who)
            if math.isinf(end):
                return
            yield world.timeout(end - world.now)
            if who in free.items:
                free.items.remove(who)

    for who in range(len(windows)):
        world.process(person(who))
    world.process(door())
    world.run()
    return waits


def main(folder: Path) -> None:
    """All days, one after the other."""
    given = np.load(folder / "days.npz")
    windows = [
        [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
        for starts, ends in zip(given["starts"].T.tolist(), given["ends"].T.tolist(), strict=True)
    ]
    cuts = given["first"][1:]
    days = [
        (arrival.tolist(), handling.tolist())
        for arrival, handling in zip(
            np.split(given["arrival"], cuts), np.split(given["handling"], cuts), strict=True
        )
    ]
    began = time.process_time()
    waits = [wait for arrival, handling in days for wait in day(arrival, handling, windows)]
    seconds = time.process_time() - began
    np.save(folder / "waits.npy", np.array(waits))
    said = {"seconds": seconds, "customers": len(waits), "mean_wait": float(np.mean(waits))}
    print(json.dumps({"version": simpy.__version__, **said}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
