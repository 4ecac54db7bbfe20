"""Cover limits of a network, interval by interval, as rostering takes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.values import no_cover
from quarterhour.grid import TimeGrid
from scenarios.network.cells import minutes
from scenarios.network.model import Network

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def cover(
    network: Network, duties: pd.DataFrame, first_day: pd.Timestamp, days: int, grid: TimeGrid
) -> pd.DataFrame:
    """`RosterProblem.cover`: one row a limit and interval; weekdays and dates are those of the time `from`."""
    table = network.table("cover_limits")
    starts = grid.starts(first_day, days)
    wall = starts.tz_localize(None)
    today, minute = wall.normalize(), (wall - wall.normalize()) // pd.Timedelta(minutes=1)
    parts = []
    for limit in table.to_dict("records"):
        begin, end = minutes(limit["from"]), minutes(limit["to"])
        late = (minute >= begin) & ((minute < end) | (end <= begin))
        holds = (late & _on_day(limit, today)) | (
            (end <= begin) & (minute < end) & _on_day(limit, today - pd.Timedelta(days=1))
        )
        chosen = starts[holds]
        part = pd.DataFrame({"start": chosen, "end": chosen + pd.Timedelta(minutes=grid.grain)})
        part["day"] = grid.business_day(chosen)
        part = part.assign(limit=limit["name"], outlet=limit["outlet"], post=limit["post"])
        numbers = {
            name: np.nan if pd.isna(limit[name]) else float(limit[name]) for name in ("least", "most", "weight")
        }
        parts.append(part.assign(**numbers, borrowed=_borrowed(limit, chosen, duties)))
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_cover(grid.timezone)


def _on_day(limit: dict[Any, Any], dates: pd.DatetimeIndex) -> np.ndarray:
    holds = ~(dates < limit["first_day"]) & ~(dates > limit["last_day"])
    if limit["weekday"]:
        holds &= dates.day_of_week == WEEKDAYS.index(limit["weekday"])
    return np.asarray(holds, dtype=bool)


def _borrowed(limit: dict[Any, Any], starts: pd.DatetimeIndex, duties: pd.DataFrame) -> np.ndarray:
    """People whom others are planned to send there, at the beginning of each interval."""
    there = duties[(duties["outlet"] == limit["outlet"]) & (duties["post"] == limit["post"])]
    there = there[(there["source"] != "own") & (there["activity"] == "work")]
    count = np.zeros(len(starts), dtype=np.int64)
    for begin, end, people in zip(there["start"], there["end"], there["people"], strict=True):
        count += np.where((starts >= begin) & (starts < end), int(people), 0)
    return count
