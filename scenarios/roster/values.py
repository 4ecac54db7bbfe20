"""A roster as it came from a file or a plan, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.roster.values import Roster
from quarterhour.grid import TimeGrid
from scenarios.plan.values import Plan

COLUMNS = ["employee", "start", "end", "outlet", "post", "activity", "source", "locked", "duty", "day", "paid"]
"""Those of `Roster.segments`, in its order."""


@dataclass(frozen=True)
class HandRoster:
    """Segments that somebody may have edited by hand.

    Attributes
    ----------
    segments
        As `optimize.roster.values.Roster.segments`; `duty` is "" where the file names none.
    first_day, days
        The horizon in business days: that of the plan it came from, else from the first day to the last.
    """

    segments: pd.DataFrame
    grid: TimeGrid
    first_day: pd.Timestamp
    days: int


def roster_of(plan: Plan) -> Roster:
    """The plan's roster.

    Raises
    ------
    ValueError
        When the plan has none.
    """
    if plan.roster is None:
        raise ValueError("the plan has no roster.\nMaybe the network lacks employees or contracts.")
    return plan.roster


def tidy(segments: pd.DataFrame) -> pd.DataFrame:
    """Columns, types and order that every reader gives, so that equal rosters are equal frames."""
    texts = ["employee", "outlet", "post", "activity", "source", "duty"]
    typed = segments[COLUMNS].astype(dict.fromkeys(texts, "str") | {"locked": bool, "paid": bool})
    typed["day"] = typed["day"].astype("datetime64[us]")
    return typed.sort_values(COLUMNS[:6], kind="stable").reset_index(drop=True)
