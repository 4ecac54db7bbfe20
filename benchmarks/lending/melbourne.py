"""Days of lending from Melbourne's real counts: places, people by hour, and who passes on an unusual day.

Real are places, counts and the calendar. As in the adapter, one passer-by in a hundred asks for five minutes;
people needed are the square-root rule's. Duties cover the median need of that weekday over the eight weeks before,
and one person more; the day's need is what its own counts ask for. Partners are made up, twenty of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from optimize.shared_staff.lending import LendingProblem
from scenarios.adapters.melbourne import ASKING, CLOSES, COUNTS, HANDLING, OPENS, PLACES, outlet_of, read_counts
from tests.lending.instances import Place, from_places

FOLDER = ("forecast", "pedestrian_melbourne")
FIRST, LAST = "2014-03-01", "2015-01-31"
WEEKS, UNUSUAL = 8, 3


def days(data: Path, seed: int) -> Iterator[tuple[str, LendingProblem]]:
    """The days that differ most from the weeks before them, each with its name."""
    folder = data.joinpath(*FOLDER)
    if not (folder / COUNTS).exists():
        return
    counts = read_counts(folder / COUNTS)
    counts = counts[(counts["when"].dt.hour >= OPENS) & (counts["when"].dt.hour < CLOSES)]
    counts = counts.assign(day=counts["when"].dt.normalize(), hour=counts["when"].dt.hour)
    grid = counts.pivot_table(index=["day", "sensor"], columns="hour", values="count", aggfunc="first").dropna()
    people = pd.DataFrame(_needed(grid.to_numpy() * ASKING * HANDLING / 60), grid.index, grid.columns)
    known = pd.read_csv(folder / PLACES).set_index("Sensor ID")[["Latitude", "Longitude"]]
    span = pd.date_range(FIRST, LAST)
    ordinary = {day: _ordinary(people, day) for day in span}
    lift = {day: _lift(people, usual, day) for day, usual in ordinary.items()}
    for day in sorted(span, key=lambda each: -lift[each])[:UNUSUAL]:
        usual, today = ordinary[day], people.loc[day]
        sensors = usual.index.intersection(today.index).intersection(known.index)
        places = [
            Place(
                str(outlet_of(pd.Series([sensor])).iloc[0]),
                float(known.loc[sensor, "Latitude"]),
                float(known.loc[sensor, "Longitude"]),
                np.repeat(usual.loc[sensor].to_numpy(), 4),
                np.repeat(today.loc[sensor].to_numpy(), 4),
            )
            for sensor in sensors
        ]
        yield str(day.date()), from_places(places, OPENS * 60, str(day.date()), "Australia/Melbourne", seed)


def _needed(load: np.ndarray) -> np.ndarray:
    """People for a load in erlangs: load and its square root, one at least."""
    people: np.ndarray = np.maximum(1, np.ceil(load + np.sqrt(load))).astype(int)
    return people


def _ordinary(people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    before = [day - pd.Timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    rows = people[people.index.get_level_values("day").isin(before)]
    return rows.groupby("sensor").median().round().astype(int)


def _lift(people: pd.DataFrame, usual: pd.DataFrame, day: pd.Timestamp) -> float:
    """People needed beyond the usual, over all hours and places where there are more."""
    if day not in people.index.get_level_values("day"):
        return 0.0
    today = people.loc[day]
    both = usual.index.intersection(today.index)
    now, before = today.loc[both].to_numpy(), usual.loc[both].to_numpy()
    return float(np.maximum(now - before, 0).sum())
