"""Two people exchange what they do on some days: what breaks, what changes, and whether it may be."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.roster.checker import check
from optimize.roster.repair.disturb import disturb
from optimize.roster.repair.event import WANTED, Event
from optimize.roster.repair.standing import Standing
from optimize.roster.weights import Weights

KEYS = ["rule", "hard", "employee", "day", "unit"]


@dataclass(frozen=True)
class Swap:
    """An exchange put to every rule.

    Attributes
    ----------
    standing
        The roster with the exchange.
    cells
        employee, day, before, after (duties, "" for none), stays (bool: past, under way or locked).
    rules
        rule, hard, employee, day, unit, amount (change; more is worse), points (change).
    """

    standing: Standing
    cells: pd.DataFrame
    rules: pd.DataFrame

    @property
    def allowed(self) -> bool:
        """Whether no hard rule breaks that was kept, and no day is touched that stays."""
        worse = self.rules["hard"] & (self.rules["amount"] > 0)
        return not worse.any() and not self.cells["stays"].any() and len(self.cells) > 0

    @property
    def points(self) -> float:
        """Change of the soft rules; more is worse."""
        return float(self.rules["points"].sum())


def swap(
    standing: Standing,
    one: str,
    other: str,
    days: list[pd.Timestamp],
    now: pd.Timestamp,
    weights: Weights | None = None,
) -> Swap:
    """Exchange whatever two people of the unit have on each of `days` (naive midnights).

    Raises
    ------
    LabelError
        When one of both, or a day, is not of this unit's roster.
    """
    cells = standing.cells[standing.cells["day"].isin(days)]
    had = {who: cells[cells["employee"] == who].set_index("day") for who in (one, other)}
    past = cells["leaves"] < standing.minutes(now)
    stays = dict(
        zip(zip(cells["employee"], cells["duty"], strict=True), (cells["locked"] | past).tolist(), strict=True)
    )
    rows, wanted = [], []
    for day in sorted(set(days)):
        for who, partner in ((one, other), (other, one)):
            before = str(had[who]["duty"].get(day, ""))
            after = str(had[partner]["duty"].get(day, ""))
            wanted.append((who, day, after))
            if before != after:
                rows.append((who, day, before, after, before != "" and stays[who, before]))
    event = Event(wanted=pd.DataFrame(wanted, columns=WANTED))
    exchanged = disturb(standing, event, now).after
    return Swap(
        exchanged,
        pd.DataFrame(rows, columns=["employee", "day", "before", "after", "stays"]),
        rule_changes(standing, exchanged, weights),
    )


def rule_changes(before: Standing, after: Standing, weights: Weights | None = None) -> pd.DataFrame:
    """What the independent checker says of two rosters of a unit, subtracted: columns of `Swap.rules`."""
    sums = []
    for standing in (before, after):
        rules = check(standing.checked(), standing.with_guests(), weights)
        rules["points"] = rules["amount"] * rules["weight"]
        sums.append(rules.groupby(KEYS)[["amount", "points"]].sum())
    change = sums[1].sub(sums[0], fill_value=0.0)
    return change[change["amount"].abs() > 1e-6].reset_index()
