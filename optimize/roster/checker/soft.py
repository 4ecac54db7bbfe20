"""Soft rules recomputed from the segments, but for fairness, cover and budgets. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimize.roster.checker.breaks import over, rows
from optimize.roster.checker.budgets import budget
from optimize.roster.checker.cover import cover_least, cover_most
from optimize.roster.checker.evidence import View
from optimize.roster.checker.fair import FAIR
from optimize.roster.weights import Weights


def hole(view: View, weights: Weights) -> pd.DataFrame:
    """Hours of people missing at a post or on standby."""
    missing = view.missing.assign(employee="", amount=view.missing["people"] * view.missing["length"])
    work = missing[missing["activity"] == "work"]
    standby = missing[missing["activity"] == "standby"]
    return pd.concat(
        [rows("hole", work, "hours", weights.hole), rows("hole", standby, "hours", weights.standby_hole)]
    )


def overtime(view: View, weights: Weights) -> pd.DataFrame:
    """Working hours of a week beyond the regular ones."""
    weekly = view.by_week()
    return over("overtime", weekly, view.term(weekly, "hours_week"), weights.overtime)


def hours_short(view: View, weights: Weights) -> pd.DataFrame:
    """Regular hours of a week, by share of the days present, that work and paid leave do not reach."""
    target = view.regular()
    reached = view.reached.groupby(["employee", "week"])["hours"].sum()
    short = (target - reached.reindex(target.index).fillna(0.0)).rename("amount").reset_index()
    short = short.rename(columns={"week": "day"})
    return rows("hours_short", short[short["amount"] > 1e-9], "hours", weights.hours_short)


def wishes(view: View, weights: Weights) -> pd.DataFrame:
    """Wishes that are not granted."""
    asked = view.problem.requests
    asked = asked[asked["day"].isin(view.days)]
    duties = view.duties.drop_duplicates(["employee", "day"])[["employee", "day", "early"]]
    both = asked.merge(duties, on=["employee", "day"], how="left")
    on_duty, early = both["early"].notna(), both["early"].eq(True)
    refused = (
        ((both["kind"] == "off") & on_duty)
        | ((both["kind"] == "work") & ~on_duty)
        | ((both["kind"] == "early") & on_duty & ~early)
        | ((both["kind"] == "late") & on_duty & early)
    )
    return rows("wishes", both[refused].assign(amount=1.0), "wishes", both.loc[refused, "weight"] * weights.wishes)


def steady_starts(view: View, weights: Weights) -> pd.DataFrame:
    """Weeks in which somebody has early and late duties."""
    own = view.duties[view.duties["named"]]
    kinds = own.groupby(["employee", view.week(own["day"]).rename("week")])["early"].nunique()
    mixed = kinds[kinds > 1].reset_index().rename(columns={"week": "day"})
    return rows("steady_starts", mixed.assign(amount=1.0), "weeks", weights.steady_starts)


SOFT: tuple[Callable[[View, Weights], pd.DataFrame], ...] = (
    hole,
    overtime,
    hours_short,
    wishes,
    *FAIR,
    steady_starts,
    cover_least,
    cover_most,
    budget,
)
