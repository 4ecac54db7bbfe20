"""Leave: may these days be granted, what hole do they make after repair, and which other dates would work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.repair.disturb import disturb
from optimize.roster.repair.event import ABSENCE, Event
from optimize.roster.repair.notice import Notice
from optimize.roster.repair.repair import fits, repair
from optimize.roster.repair.replacements import Candidates
from optimize.roster.repair.standing import Standing
from optimize.roster.repair.values import Repair
from optimize.roster.weights import Weights
from quarterhour.result import Limits

LIMITS = Limits(seconds=1.0, work=0.5)
FURTHEST = 21
"""Days by which other dates may lie earlier or later."""
OFFERED, TRIED = 3, 6
"""Other dates that are told, and looked at closely."""
DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Balance:
    """Days of leave in a year: entitled to, taken or granted already, and asked for now."""

    entitled: float
    taken: float
    asked: float

    @property
    def left(self) -> float:
        """Days that would be left."""
        return self.entitled - self.taken - self.asked


@dataclass(frozen=True)
class Leave:
    """An answer to a request for leave.

    Attributes
    ----------
    days
        Business days with a published duty in the dates asked for: those that leave is needed for.
    repair
        The roster with the leave in it, holes included.
    others
        first, last, days (needed): other dates of the same length that leave no hole and are within the balance,
        the nearest first; looked for only where the dates asked for do not work.
    """

    employee: str
    first: pd.Timestamp
    last: pd.Timestamp
    days: tuple[pd.Timestamp, ...]
    balance: Balance
    repair: Repair
    others: pd.DataFrame

    @property
    def granted(self) -> bool:
        """Whether no hole becomes bigger, no rule breaks, and the days are there."""
        return self.refused == ""

    @property
    def refused(self) -> str:
        """Why not, as a message code; "" where it is granted."""
        if self.balance.left < 0:
            return "roster.leave_balance"
        if len(self.repair.broken):
            return "roster.leave_breaks"
        if len(self.repair.holes):
            settled = self.repair.proofs and str(self.repair.proofs[0].status) == "optimal"
            return "roster.leave_hole" if settled else "roster.leave_unsettled"
        return ""


def leave(
    standing: Standing,
    employee: str,
    first: pd.Timestamp,
    last: pd.Timestamp,
    now: pd.Timestamp,
    *,
    entitled: float,
    taken: float,
    hours: float = 8.0,
    notice: Notice | None = None,
    weights: Weights | None = None,
    limits: Limits = LIMITS,
) -> Leave:
    """May somebody be away from `first` to `last` (naive midnights, both included)?

    Raises
    ------
    LabelError
        When the employee is not of this unit.
    """
    days = _needed(standing, employee, first, last)
    mended = repair(
        standing,
        _away(standing, employee, days, hours),
        now,
        notice=notice,
        weights=weights,
        limits=limits,
        holes_only=True,
    )
    balance = Balance(entitled, taken, float(len(days)))
    answer = Leave(employee, first, last, days, balance, mended, _table([]))
    if answer.granted:
        return answer
    others = _others(standing, employee, first, last, now, entitled - taken, hours, weights or Weights())
    return Leave(employee, first, last, days, balance, mended, _table(others))


def _needed(
    standing: Standing, employee: str, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[pd.Timestamp, ...]:
    cells = standing.cells
    theirs = cells[(cells["employee"] == employee) & cells["day"].between(first, last)]
    return tuple(theirs["day"].drop_duplicates())


def _away(standing: Standing, employee: str, days: tuple[pd.Timestamp, ...], hours: float) -> Event:
    grid = standing.problem.grid
    rows = [(employee, grid.day_start(day), grid.day_start(day + DAY), "leave", hours) for day in days]
    return Event(absences=pd.DataFrame(rows, columns=ABSENCE))


def _others(
    standing: Standing,
    employee: str,
    first: pd.Timestamp,
    last: pd.Timestamp,
    now: pd.Timestamp,
    left: float,
    hours: float,
    weights: Weights,
) -> list[tuple[pd.Timestamp, pd.Timestamp, int]]:
    """Other dates: first a look at whether each duty has a direct replacement, then all of them together."""
    replaceable = _replaceable(standing, employee)
    found, tried = [], 0
    for begin in _near(standing, first, last, now):
        end = begin + (last - first)
        days = _needed(standing, employee, begin, end)
        if len(days) > left or not set(days) <= replaceable:
            continue
        tried += bool(days)
        if not days or fits(disturb(standing, _away(standing, employee, days, hours), now), weights, LIMITS):
            found.append((begin, end, len(days)))
        if len(found) == OFFERED or tried == TRIED:
            break
    return found


def _near(
    standing: Standing, first: pd.Timestamp, last: pd.Timestamp, now: pd.Timestamp
) -> Iterator[pd.Timestamp]:
    """First days of other dates within the roster and after today, the nearest first."""
    dates, length = standing.calendar.dates, last - first
    today = standing.problem.grid.business_day(pd.DatetimeIndex([now.tz_convert(standing.problem.grid.timezone)]))[
        0
    ]
    for further in range(1, FURTHEST + 1):
        for begin in (first + further * DAY, first - further * DAY):
            if begin > today and begin >= dates[0] and begin + length <= dates[-1]:
                yield begin


def _replaceable(standing: Standing, employee: str) -> set[pd.Timestamp]:
    """Days whose duty somebody could take over directly."""
    candidates = Candidates.of(standing)
    facts = candidates.ledger.facts
    possible = ~np.logical_or.reduce(list(candidates.forbids.values()))
    kinds = facts.members.drop_duplicates("duty").set_index("duty")["kind"]
    theirs = standing.cells[standing.cells["employee"] == employee]
    known = theirs[theirs["duty"].isin(kinds.index)]
    free = possible[:, kinds.reindex(known["duty"]).to_numpy(np.int64)].any(axis=0)
    return set(known.loc[free, "day"])


def _table(rows: list[tuple[pd.Timestamp, pd.Timestamp, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["first", "last", "days"]).astype(
        {"first": "datetime64[us]", "last": "datetime64[us]", "days": "int64"}
    )
