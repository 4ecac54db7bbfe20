"""Rules switched off for one run: soft ones are left out, terms let everything pass, limits are dropped.

Law stays whatever is asked for: rows of `limits` that are `law` are never dropped. What says who can serve at all
(`able`, `employed`, `absent`, `one_duty_a_day`) and the hole itself are no rules to be switched off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from optimize.roster.values import RosterProblem
from optimize.roster.weights import Weights

SOFT = frozenset(field.name for field in fields(Weights)) - {"hole", "standby_hole"}
"""Rules that are priced."""

TERMS: Mapping[str, Mapping[str, Any]] = {
    "hours_day": {"hours_day": 24.0},
    "hours_week": {"hours_week_most": 200.0},
    "hours_month": {"hours_month_most": 800.0},
    "rest": {"rest_hours": 0.0},
    "consecutive_days": {"consecutive_days": 366},
    "weekends_off": {"weekends_off": 0},
    "night_work": {"night_work": True},
    "shift_length": {"shift_hours_least": 0.0, "shift_hours_most": 24.0},
    "split_days": {"split_days_week": 7},
    "split_spread": {"split_spread_most": 24.0},
    "split_break": {"split_break_least": 0.0, "split_break_most": 24.0},
    "travel_limit": {"travel_limit": 1440.0},
    "standby_consent": {"standby": True},
    "trained": {"trained": True},
}
"""Rules of the contract or the person, and terms that forbid nothing; a week and a month have no more hours."""

PAIRS = frozenset({"apart", "together", "mentor"})
"""Rules of pairs."""


def switched_off(problem: RosterProblem, off: frozenset[str]) -> RosterProblem:
    """The problem without the rules `off`, given by key, or by the name of a row of `limits`."""
    if not off:
        return problem
    terms = {column: value for rule in TERMS if rule in off for column, value in TERMS[rule].items()}
    limits, budgets = problem.limits, problem.budgets
    dropped = (limits["limit"].isin(off) | limits["rule"].isin(off)) & ~limits["law"].astype(bool)
    return replace(
        problem,
        employees=problem.employees.assign(**terms),
        limits=limits[~dropped].reset_index(drop=True),
        pairs=problem.pairs[~problem.pairs["kind"].isin(off)].reset_index(drop=True),
        cover=_cover(problem.cover, off),
        budgets=budgets[~budgets["limit"].isin(off) & ("budget" not in off)].reset_index(drop=True),
        off=off & SOFT,
    )


def _cover(cover: pd.DataFrame, off: frozenset[str]) -> pd.DataFrame:
    blank = [side for side in ("least", "most") if f"cover_{side}" in off]
    return cover[~cover["limit"].isin(off)].assign(**dict.fromkeys(blank, float("nan"))).reset_index(drop=True)
