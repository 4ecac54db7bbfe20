"""A list of segments with its types: columns and cells checked, and what is left blank filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.network.check_columns import check_columns
from scenarios.network.check_keys import check_unique
from scenarios.network.findings import LISTED, Findings
from scenarios.network.parts import Located, Part
from scenarios.network.schema import Table, columns_in
from scenarios.roster.telling import add
from scenarios.roster.values import HandRoster, tidy

SCHEMA = Path(__file__).parent / "roster.csv"
PAID_IN_FULL = ("work", "travel", "training", "leave")
SAME_DUTY = pd.Timedelta(hours=4)
"""Segments of a person that lie nearer belong to one duty, and so to one business day."""


@dataclass(frozen=True)
class Found:
    """Segments as they were read, each still knowing where it stands; no horizon where the file states none."""

    rows: Located
    grid: TimeGrid
    first_day: pd.Timestamp | None = None
    days: int | None = None

    def finished(self, homes: Mapping[str, str] | None) -> HandRoster:
        """The roster, blanks filled in; `homes` tells lent people from own ones."""
        frame = self.rows.frame
        home = frame["outlet"] if homes is None else frame["employee"].map(homes).fillna(frame["outlet"])
        away = np.where((home != frame["outlet"]) & ~frame["activity"].isin(["leave", "training"]), "lent", "own")
        guessed = np.where(frame["employee"].map(is_slot), "partner", away)
        paid = np.where(frame["paid"] == "", frame["activity"].isin(PAID_IN_FULL), frame["paid"] == "yes")
        days = frame["day"].fillna(_business_days(frame, self.grid))
        source = frame["source"].where(frame["source"] != "", pd.Series(guessed, index=frame.index))
        segments = tidy(frame.assign(source=source, paid=paid, day=days))
        first = segments["day"].min() if self.first_day is None else self.first_day
        last = int((segments["day"].max() - first).days) + 1 if self.days is None else self.days
        return HandRoster(segments, self.grid, first, last)


@cache
def tables() -> Mapping[str, Table]:
    """The tables that roster files hold."""
    return {name: Table(name, False, (), "", "", columns) for name, columns in columns_in(SCHEMA).items()}


def located(part: Part, grid: TimeGrid, findings: Findings) -> Located | None:
    """Rows of a list with their types; None where a column lacks."""
    found = check_columns(tables()["roster"], part, grid, findings)
    if found is None:
        return None
    check_unique(tables()["roster"], found, findings)
    wrong = np.flatnonzero((found.frame["end"] <= found.frame["start"]).to_numpy())
    for place in wrong[:LISTED]:
        end = found.frame["end"].iloc[place]
        add(findings, "roster.ends_first", part.file, int(found.rows[place]), "end", f"{end:%Y-%m-%d %H:%M}")
    return found


def is_slot(employee: str) -> bool:
    """Whether a name is a partner's slot, `partner/offer#number`."""
    offer, mark, number = employee.rpartition("#")
    return bool(mark) and "/" in offer and number.isdigit()


def _business_days(frame: pd.DataFrame, grid: TimeGrid) -> pd.Series:
    """The business day on which the duty of each segment begins, its way there left out."""
    ordered = frame[["employee", "start", "end", "activity"]].sort_values(["employee", "start"], kind="stable")
    reached = ordered.groupby("employee")["end"].cummax().groupby(ordered["employee"]).shift()
    fresh = reached.isna() | (ordered["start"] - reached >= SAME_DUTY)
    at_post = ordered["start"].where(ordered["activity"] != "travel")
    first = at_post.groupby(fresh.cumsum()).transform("min").fillna(ordered["start"])
    days = pd.Series(grid.business_day(pd.DatetimeIndex(first)), index=ordered.index)
    return days.reindex(frame.index).astype("datetime64[us]")
