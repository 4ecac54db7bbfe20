"""How many hours of contract an outlet gets: a simple rule on the work of an ordinary week."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats

People = npt.NDArray[np.int64]

SAFETY = 0.4
"""People beyond the offered load, per square root of it: the square-root rule of queueing."""
CALL_SAFETY = 0.7
"""The same for calls, which are answered within seconds."""
MARGIN = 1.1
"""Rate that is staffed for, over the mean."""
SHIFT_FIT = 1.10
"""Hours of duty per hour needed: shifts do not follow demand exactly, and breaks are covered."""
ABSENCE = 1.08
"""Hours of contract per hour of duty: leave, training and people who do not come."""
SLACK = 1.10
"""What an ordinary week leaves over."""
LEAST_TEAM = 3
"""People at the smallest outlet, so that rest and leave are possible at all."""


def needed(erlangs: Floats, opened: npt.NDArray[np.bool_], least: int, safety: float = SAFETY) -> People:
    """People at the post by interval while open, at least `least`."""
    people = np.ceil(erlangs * MARGIN + safety * np.sqrt(erlangs * MARGIN))
    return np.where(opened, np.maximum(people, least), 0).astype(np.int64)


def contract_hours(people: People, grain: int) -> float:
    """Hours of contract a week for the people needed in one week of intervals."""
    return float(people.sum()) * grain / 60 * SHIFT_FIT * ABSENCE * SLACK


def team(hours: float, order: Sequence[str], weekly: Mapping[str, float] | pd.Series) -> list[str]:
    """Contracts in that order, over and over, until their weekly hours reach `hours`."""
    chosen: list[str] = []
    reached = 0.0
    for contract in itertools.cycle(order):
        if reached >= hours and len(chosen) >= LEAST_TEAM:
            return chosen
        chosen.append(contract)
        reached += float(weekly[contract])
    return chosen


def handling(mix: Mapping[tuple[str, str], float], services: pd.DataFrame, kind: str) -> pd.Series:
    """Minutes of handling per customer of each outlet, over the services of that kind."""
    minutes = services.loc[services["kind"] == kind].set_index("service")["handling_minutes"]
    rows = [(outlet, share * minutes.get(service, 0.0)) for (outlet, service), share in mix.items()]
    return pd.DataFrame(rows, columns=["outlet", "minutes"]).groupby("outlet")["minutes"].sum()
