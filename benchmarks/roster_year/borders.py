"""Hard rules across the border of two rosters: the independent checker on the segments of both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from optimize.roster import RosterProblem, check

Made = tuple[RosterProblem, pd.DataFrame]


def broken(before: Made | None, now: Made) -> pd.DataFrame:
    """Hard rules that two rosters in a row break together, or the first alone: rows of `check`."""
    problem, segments = now if before is None else _joined(before, now)
    rules = check(problem, segments)
    hard: pd.DataFrame = rules[rules["hard"]]
    return hard


def _joined(before: Made, now: Made) -> Made:
    """Both as one horizon; the duties of each keep apart by the period's first day."""
    (earlier, first), (later, second) = _named(*before), _named(*now)

    def both(name: str) -> pd.DataFrame:
        parts = [getattr(earlier, name), getattr(later, name)]
        once: pd.DataFrame = pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
        return once

    joined: dict[str, Any] = {name: both(name) for name in ("duties", "able", "absences", "holidays", "fixed")}
    wishes = pd.concat([earlier.requests, later.requests], ignore_index=True)
    joined["absences"] = joined["absences"][~_worked_into(joined["absences"], later.first_day, first)]
    problem = replace(later, **joined, requests=wishes, past=earlier.past, ledger=earlier.ledger)
    problem = replace(problem, first_day=earlier.first_day, days=earlier.days + later.days)
    return problem, pd.concat([first, second], ignore_index=True)


def _worked_into(absences: pd.DataFrame, border: pd.Timestamp, first: pd.DataFrame) -> pd.Series:
    """Which rows are illness from the border on of people on a night that runs into it: they had worked before."""
    still_on = first.loc[first["end"].dt.tz_localize(None) > border, "employee"]
    ill: pd.Series = (
        (absences["kind"] == "sick") & (absences["day"] == border) & absences["employee"].isin(still_on)
    )
    return ill


def _named(problem: RosterProblem, segments: pd.DataFrame) -> Made:
    mark = f"{problem.first_day:%Y%m%d}/"
    duties = problem.duties.assign(duty=mark + problem.duties["duty"])
    named = segments["duty"].where(segments["duty"] == "", mark + segments["duty"])
    return replace(problem, duties=duties), segments.assign(duty=named)
