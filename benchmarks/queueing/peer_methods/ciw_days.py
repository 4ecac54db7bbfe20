"""Days with Ciw: `python ciw_days.py FOLDER`.

Reads `days.npz` (arrival, handling, first: by day; people and until: by block), writes `waits.npy`, prints
{"version", "seconds" of CPU, "customers", "mean_wait"}. Where people change, Ciw's own schedule is used, at whose
change a full new team comes while the old one finishes: more people than named ones, so that waits are shorter.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ciw
import numpy as np

NEVER = 1e9
EVENING = 600.0
"""Minutes after closing in which all who wait are served."""


def day(arrival: np.ndarray, handling: np.ndarray, people: list[int], until: list[float]) -> list[float]:
    """Waits of one day's customers, in order of arrival."""
    staff = people[0]
    if len(people) > 1:
        ends = [*until[:-1], until[-1] + EVENING]
        staff = ciw.Schedule(numbers_of_servers=people, shift_end_dates=ends)
    between = np.diff(arrival, prepend=0.0).tolist()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*between, NEVER])],
        service_distributions=[ciw.dists.Sequential(handling.tolist())],
        number_of_servers=[staff],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until[-1] + EVENING)
    records = sorted(simulation.get_all_records(), key=lambda record: record.arrival_date)
    return [record.waiting_time for record in records]


def main(folder: Path) -> None:
    """All days, one after the other."""
    given = np.load(folder / "days.npz")
    people, until = given["people"].tolist(), given["until"].tolist()
    cuts = given["first"][1:]
    days = list(zip(np.split(given["arrival"], cuts), np.split(given["handling"], cuts), strict=True))
    began = time.process_time()
    waits = [wait for arrival, handling in days for wait in day(arrival, handling, people, until)]
    seconds = time.process_time() - began
    np.save(folder / "waits.npy", np.array(waits))
    said = {"seconds": seconds, "customers": len(waits), "mean_wait": float(np.mean(waits))}
    print(json.dumps({"version": ciw.__version__, **said}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
