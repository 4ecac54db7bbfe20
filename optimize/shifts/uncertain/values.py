"""What a two-stage staff plan takes and gives: needs along weighted paths, terms of recourse, risk, the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from quarterhour.arrays import Floats
from quarterhour.grid import TimeGrid
from quarterhour.labels import attach, require_columns, require_unique
from quarterhour.result import Proof

ITEMS = ("base", "overtime_week", "standby", "flexible_kept", "called", "overtime", "flexible", "shortage")
"""What money goes to: the first four before anybody knows the path, the others on each path."""

COLUMNS = {
    "need": "outlet pool start path people",
    "paths": "path weight",
    "pools": "outlet pool component",
    "desks": "outlet desks",
    "shift_types": "outlet shift earliest_start latest_start start_step minutes break_minutes break_after "
    "break_before break_paid",
    "on_call": "outlet contract start minutes",
    "staff": "outlet pool day people standby",
    "weekly": "outlet pool week duties hours hours_most rate overtime_factor standby_factor",
    "flexible": "component least most price retainer",
}
KEYS = {
    "need": "outlet pool start path",
    "paths": "path",
    "pools": "outlet pool",
    "desks": "outlet",
    "shift_types": "outlet shift",
    "on_call": "outlet contract",
    "staff": "outlet pool day",
    "weekly": "outlet pool week",
    "flexible": "component",
}


@dataclass(frozen=True)
class Terms:
    """What recourse may do, and what a missing person costs.

    Attributes
    ----------
    shortage
        Money an hour of the first person missing in an interval, above 0.
    further
        Times that for each further one, at least 1: the price is convex.
    overtime_minutes
        Longest extension of a duty at its end.
    call_minutes
        Shortest stretch for which somebody on call is called.
    """

    shortage: float
    further: float = 1.5
    overtime_minutes: int = 120
    call_minutes: int = 180

    def __post_init__(self) -> None:
        """Check that the price is convex and lengths are not negative.

        Raises
        ------
        ValueError
            Naming what is out of its range.
        """
        if not self.shortage > 0 or not self.further >= 1:
            raise ValueError(
                f"a missing person costs {self.shortage:g} an hour, a further one {self.further:g} times that.\n"
                "Maybe the price should be above 0 and the factor at least 1."
            )
        if self.overtime_minutes < 0 or self.call_minutes < 1:
            raise ValueError(
                f"overtime of {self.overtime_minutes} and calls of {self.call_minutes} minutes.\n"
                "Maybe the first should be at least 0 and the second above 0."
            )


@dataclass(frozen=True)
class Risk:
    """What is made small.

    Attributes
    ----------
    kind
        `expected`: the expected cost. `cvar`: (1 - weight) of it and weight of the conditional value at risk, the
        mean cost of the dearest share 1 - alpha of the paths. `promise`: the expected cost, with an expected share
        of intervals in which anybody is missing of at most `short_share`.
    """

    kind: Literal["expected", "cvar", "promise"] = "expected"
    alpha: float = 0.9
    weight: float = 0.5
    short_share: float = 0.05

    def __post_init__(self) -> None:
        """Check the shares.

        Raises
        ------
        ValueError
            Naming what is out of its range.
        """
        if not 0 <= self.alpha < 1 or not 0 <= self.weight <= 1 or not 0 <= self.short_share <= 1:
            raise ValueError(
                f"alpha {self.alpha:g}, weight {self.weight:g}, share of intervals short {self.short_share:g}.\n"
                "Maybe a percentage was given: all are shares from 0 to 1, alpha below 1."
            )


@dataclass(frozen=True)
class UncertainProblem:
    """Needs of one week along weighted paths, the means to meet them, and prices.

    Attributes
    ----------
    need
        outlet, pool, start (zone-aware), path, people (whole): one row for each path of each open interval.
    paths
        path, weight; weights add up to 1.
    pools
        outlet, pool, component: outlets that share a flexible pool.
    desks
        outlet, desks.
    shift_types
        As in `StaffProblem`.
    on_call
        outlet, contract, start (minutes after the day cut), minutes: windows in which somebody may be on call.
    staff
        outlet, pool, day (naive), people, standby (those of them who may be on call).
    weekly
        outlet, pool, week (Monday), duties, hours, hours_most, rate, overtime_factor, standby_factor, as in
        `StaffProblem`; the overtime factor is that of duties extended too.
    flexible
        component, least, most (people of a day), price (an hour worked), retainer (a person and day, worked or
        not).
    """

    need: pd.DataFrame
    paths: pd.DataFrame
    pools: pd.DataFrame
    desks: pd.DataFrame
    shift_types: pd.DataFrame
    on_call: pd.DataFrame
    staff: pd.DataFrame
    weekly: pd.DataFrame
    flexible: pd.DataFrame
    terms: Terms
    grid: TimeGrid
    risk: Risk = field(default_factory=Risk)
    seed: int = 0

    def __post_init__(self) -> None:
        """Check columns, labels and weights.

        Raises
        ------
        LabelError
            Naming the table, and the labels that are missing or stand twice.
        ValueError
            When weights do not add up, a path lacks an interval, or there is more than one week.
        """
        for table, columns in COLUMNS.items():
            require_columns(getattr(self, table), columns.split(), table)
            require_unique(getattr(self, table), KEYS[table].split(), table)
        pools = self.need[["outlet", "pool"]].drop_duplicates()
        attach(attach(pools, self.pools, ["outlet", "pool"], "pools"), self.desks, ["outlet"], "desks")
        weights = self.paths["weight"].to_numpy(float)
        if not len(weights) or (weights < 0).any() or abs(weights.sum() - 1.0) > 1e-6:
            raise ValueError(f"paths: weights add up to {weights.sum():g} in place of 1.")
        attach(self.need[["path"]].drop_duplicates(), self.paths, ["path"], "paths")
        cells = len(self.need[["outlet", "pool", "start"]].drop_duplicates())
        if len(self.need) != cells * len(self.paths):
            raise ValueError("need: a path lacks an interval.\nMaybe paths were drawn for other opening hours.")
        if len(self.weekly["week"].drop_duplicates()) > 1:
            raise ValueError("weekly: more than one week.\nMaybe each week should be planned by itself.")


@dataclass(frozen=True)
class FirstStage:
    """What is decided before anybody knows the path.

    Attributes
    ----------
    duties
        outlet, pool, day, shift, start, end (zone-aware), hours (paid, of one person), people.
    breaks
        outlet, pool, day, start, end, people: who is on a break then.
    standby
        outlet, pool, day, contract, start, end, people.
    flexible
        component, day, people.
    values, made_for
        Of the model's first-stage columns, and what says that another model has the same ones.
    """

    duties: pd.DataFrame
    breaks: pd.DataFrame
    standby: pd.DataFrame
    flexible: pd.DataFrame
    values: Floats
    made_for: int


@dataclass(frozen=True)
class Outcome:
    """What a first stage comes to on each of some paths, with the least-cost recourse.

    Attributes
    ----------
    paths
        path, weight, money (everything), short_hours, kept (share of intervals in which nobody is missing).
    costs
        path, item (`ITEMS`), money.
    cells
        outlet, pool, start, needed (mean people), on_duty, called, overtime, flexible, short (mean people).
    """

    paths: pd.DataFrame
    costs: pd.DataFrame
    cells: pd.DataFrame

    @property
    def money(self) -> float:
        """Expected cost."""
        return float(self.paths["weight"].to_numpy(float) @ self.paths["money"].to_numpy(float))

    @property
    def kept(self) -> float:
        """Expected share of intervals in which nobody is missing."""
        return float(self.paths["weight"].to_numpy(float) @ self.paths["kept"].to_numpy(float))


@dataclass(frozen=True)
class UncertainPlan:
    """The two-stage plan, what it comes to on the paths it was made for, and the evidence.

    The objective and the bound are of the stated paths and of recourse in fractions of people.

    Attributes
    ----------
    short_price
        What the first person missing in an interval counts on top, so that a promise is kept; 0 for others.
    promised
        Whether the promise is kept on these paths; where it is not, no plan that was found keeps it.
    """

    first: FirstStage
    outcome: Outcome
    proof: Proof
    short_price: float = 0.0
    promised: bool = True
