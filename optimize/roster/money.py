"""What a unit's roster costs between two days, in whole steps that the model can add up exactly.

Everybody is paid for work, ways, training, paid leave and paid breaks of duties that begin between the days, for
standby at its factor, and for the overtime of the weeks that begin between them:

    money = sum_p rate_p (paid_p + standby_p x standby factor_p + sum_w over_pw x (overtime factor_p - 1))

over_pw is what the whole week w has beyond the contract's. Rates count to the cent, factors to the hundredth, so a
`STEP` of money is the least that there can be. What was published before the first day is in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags, minutes_between
from optimize.roster.facts import Facts
from optimize.roster.known import remembered
from quarterhour.arrays import Ints

STEP = 60 * 100 * 100
"""Steps a unit of money: minutes an hour, cents, hundredths of a factor."""


@dataclass(frozen=True)
class Week:
    """One week: minutes by kind (G,), minutes there already less the regular ones (P,)."""

    worked: Ints
    beyond: Ints


@dataclass(frozen=True)
class Budget:
    """One row of `RosterProblem.budgets` in steps of money.

    Attributes
    ----------
    limit
        The row's name.
    most
        The ceiling.
    weight
        Points a unit of money beyond; None where the ceiling is hard.
    pay
        (P, G) of a duty of each kind.
    fixed
        What stands already, overtime left out.
    premium
        (P,) of a minute of overtime.
    """

    limit: str
    most: int
    weight: int | None
    pay: Ints
    fixed: int
    premium: Ints
    weeks: tuple[Week, ...]

    def cost(self, taken: Flags) -> int:
        """What the roster `taken` (P, G) costs."""
        over = [np.maximum(taken @ week.worked + week.beyond, 0) @ self.premium for week in self.weeks]
        return self.fixed + int((self.pay * taken).sum()) + int(sum(over))

    def more(self, taken: Flags) -> Ints:
        """(P, G) what one more duty of each kind would cost beside `taken`."""
        more = self.pay.copy()
        for week in self.weeks:
            had = (taken @ week.worked + week.beyond)[:, None]
            more += (np.maximum(had + week.worked, 0) - np.maximum(had, 0)) * self.premium[:, None]
        return more

    def least(self) -> int:
        """What the unit costs where nobody takes anything more."""
        return self.cost(np.zeros(self.pay.shape, dtype=bool))


def budgets(facts: Facts) -> list[Budget]:
    """The ceilings of the unit."""
    table = facts.unit.problem.budgets
    return remembered(facts, ("budgets",), lambda: [_budget(facts, row) for row in table.to_dict("records")])


def _budget(facts: Facts, row: Mapping[Hashable, Any]) -> Budget:
    calendar, people, kinds, bound = facts.calendar, facts.people, facts.kinds, facts.bound
    first, last = calendar.day(pd.Series([row["first_day"], row["last_day"]])).tolist()
    rate = np.rint(people["hourly_rate"].to_numpy(float) * 100).astype(np.int64)
    standby, overtime = (
        np.rint(people[name].to_numpy(float) * 100).astype(np.int64)
        for name in ("standby_factor", "overtime_factor")
    )
    numbers, standing = kinds["day_number"].to_numpy(np.int64), bound["day"].to_numpy(np.int64)
    inside = (numbers >= first) & (numbers <= last)
    paid = kinds["worked"] + kinds["rest_minutes"] * kinds["break_paid"].astype(np.int64)
    waits = (kinds["activity"] == "standby").to_numpy()
    waiting = np.where(waits, kinds["ends"] - kinds["begins"], 0)
    pay = 100 * paid.to_numpy(np.int64)[None, :] + standby[:, None] * waiting[None, :]
    there = bound[(standing >= first) & (standing <= last)]
    who = there["person"].to_numpy(np.int64)
    worked, waited = there["worked"].to_numpy(np.int64), there["waited"].to_numpy(np.int64)
    fixed = rate[who] @ (100 * worked + standby[who] * waited)
    regular = np.floor(people["hours_week"].to_numpy(float) * 60 + 1e-6).astype(np.int64)
    days = np.arange(first, min(last, calendar.days - 1) + 1, dtype=np.int64)
    weeks = [
        Week(
            np.where((numbers >= monday) & (numbers < monday + 7), kinds["worked"].to_numpy(np.int64), 0),
            facts.bound_minutes(((standing >= monday) & (standing < monday + 7)).astype(np.int64), 1) - regular,
        )
        for monday in days[calendar.weekday(days) == 0].tolist()
    ]
    return Budget(
        limit=row["limit"],
        most=int(np.floor(row["most"] * STEP + 1e-6)),
        weight=None if np.isnan(row["weight"]) else int(row["weight"]),
        pay=pay * rate[:, None] * inside[None, :],
        fixed=int(fixed + 100 * rate @ _leave(facts, first, last)),
        premium=rate * (overtime - 100),
        weeks=tuple(weeks),
    )


def _leave(facts: Facts, first: int, last: int) -> Ints:
    """(P,) minutes of paid leave between two days."""
    past = facts.unit.problem.past
    past = past[past["activity"] == "leave"]
    days = facts.calendar.day_of(past["start"])
    before = past[(days >= first) & (days <= min(last, -1))]
    rows = pd.Index(facts.people["employee"]).get_indexer(pd.Index(before["employee"]))
    gone = np.bincount(rows, minutes_between(before["start"], before["end"]), minlength=len(facts.people))
    inside = facts.credited[:, (facts.days >= first) & (facts.days <= last)].sum(axis=1)
    return np.asarray(gone + inside, dtype=np.int64)
