"""The shifts that may be designed, and the present ones, with the breaks that the network's rules give them.

A break of the network's shift types belongs to their length; a designed length takes it from the shortest type
that is at least as long, or the longest type. Breaks are placed: each duty has its break at one of the times that
its window allows, and whoever is on break, paid or not, is not at the post. A break off the grid takes its share
of each slot.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from optimize.shifts.design.values import AWAY
from quarterhour.grid import TimeGrid
from quarterhour.split import SPLIT_BREAK
from scenarios.plan.designing.values import ShiftRules

BREAK = ["break_minutes", "break_after", "break_before", "break_paid"]


def designed(types: pd.DataFrame, rules: ShiftRules, step: int, grid: TimeGrid) -> pd.DataFrame:
    """minute (start after the day cut), minutes and break of every start and length within the rules."""
    starts = np.arange(-grid.day_cut % step, 1440, step)
    lengths = np.arange(round(rules.shortest * 60), round(rules.longest * 60) + 1, step)
    both = pd.DataFrame({"minute": starts}).merge(pd.DataFrame({"minutes": lengths}), how="cross")
    known = types[["minutes", *BREAK]].sort_values(["minutes", "break_minutes"]).drop_duplicates("minutes")
    at = np.minimum(known["minutes"].searchsorted(both["minutes"]), len(known) - 1)
    taken = known[BREAK].iloc[at].reset_index(drop=True)
    return _fitted(pd.concat([both, taken], axis=1))


def present(types: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """The same of the present shift types, each at all its starts that lie on the grid."""
    rows = [
        {"minute": minute % 1440, **{name: one[name] for name in ("minutes", *BREAK)}}
        for one in types.to_dict("records")
        for minute in _starts_on_grid(one, grid)
    ]
    found = pd.DataFrame(rows, columns=["minute", "minutes", *BREAK]).drop_duplicates()
    return _fitted(found.reset_index(drop=True))


def undivided(types: pd.DataFrame) -> pd.DataFrame:
    """The types that are no split duties: only such are designed."""
    unpaid = types["break_minutes"].where(~types["break_paid"].astype(bool), 0)
    return types[unpaid < SPLIT_BREAK // pd.Timedelta(minutes=1)].reset_index(drop=True)


def off_grid(types: pd.DataFrame, grid: TimeGrid) -> list[str]:
    """Present shift types that have no place on the grid: `present` leaves them out."""
    return [one["shift"] for one in types.to_dict("records") if not _starts_on_grid(one, grid)]


def _starts_on_grid(one: Mapping[Hashable, Any], grid: TimeGrid) -> list[int]:
    """Starts of a type, in minutes after the day cut; none where its length is no whole number of slots."""
    starts = range(one["earliest_start"], one["latest_start"] + 1, max(int(one["start_step"]), 1))
    whole = one["minutes"] % grid.grain == 0
    return [minute for minute in starts if whole and minute % grid.grain == 0]


def _fitted(shifts: pd.DataFrame) -> pd.DataFrame:
    """Breaks that end within their shift; a break window never lies beyond that. With a name each."""
    latest = (shifts["minutes"] - shifts["break_minutes"]).clip(lower=0)
    shifts = shifts.assign(
        break_before=np.minimum(shifts["break_before"], latest),
        break_after=np.minimum(shifts["break_after"], latest),
    )
    return shifts.assign(shift=[f"{number:04d}" for number in range(len(shifts))])


def as_slots(shifts: pd.DataFrame, grain: int) -> pd.DataFrame:
    """`DesignProblem.shifts`: shift, start, length, paid in slots."""
    unpaid = shifts["break_minutes"].where(~shifts["break_paid"].astype(bool), 0)
    return pd.DataFrame(
        {
            "shift": shifts["shift"],
            "start": shifts["minute"] // grain,
            "length": shifts["minutes"] // grain,
            "paid": (shifts["minutes"] - unpaid) / grain,
        }
    )


def break_starts(one: Mapping[Hashable, Any], grain: int) -> list[int]:
    """Minutes after the start at which the break may begin: grid points of its window, else its earliest time."""
    if not one["break_minutes"]:
        return []
    first = -(-one["break_after"] // grain) * grain
    return list(range(first, one["break_before"] + 1, grain)) or [one["break_after"]]


def away(shifts: pd.DataFrame, grain: int) -> pd.DataFrame:
    """`DesignProblem.away`: what share of each slot somebody is on break, by placement of the break."""
    rows = []
    for one in shifts.to_dict("records"):
        for way, begin in enumerate(break_starts(one, grain)):
            end = begin + one["break_minutes"]
            for offset in range(begin // grain, -(-end // grain)):
                share = (min(end, (offset + 1) * grain) - max(begin, offset * grain)) / grain
                rows.append((one["shift"], way, offset, share))
    return pd.DataFrame(rows, columns=list(AWAY))
