"""Breaks of rules in the form that the checker tells them."""

from __future__ import annotations

from typing import Any

import pandas as pd

NO_BREAKS = pd.DataFrame(
    {
        "rule": pd.Series(dtype="str"),
        "hard": pd.Series(dtype=bool),
        "employee": pd.Series(dtype="str"),
        "day": pd.Series(dtype="datetime64[us]"),
        "amount": pd.Series(dtype=float),
        "unit": pd.Series(dtype="str"),
        "weight": pd.Series(dtype=float),
        "outlet": pd.Series(dtype="str"),
        "post": pd.Series(dtype="str"),
        "limit": pd.Series(dtype="str"),
    }
)
"""No break of any rule, in the form of `Roster.rules`."""


def rows(rule: str, broken: pd.DataFrame, unit: str, weight: Any = None) -> pd.DataFrame:
    """Breaks in the form of `Roster.rules`; a rule without weight is hard."""
    if broken.empty:
        return NO_BREAKS.head(0)
    return pd.DataFrame(
        {
            "rule": pd.Series(rule, index=broken.index, dtype="str"),
            "hard": weight is None,
            "employee": broken["employee"].astype("str"),
            "day": broken["day"].astype("datetime64[us]"),
            "amount": broken["amount"].astype(float),
            "unit": pd.Series(unit, index=broken.index, dtype="str"),
            "weight": 0.0 if weight is None else weight,
            "outlet": _told(broken, "outlet"),
            "post": _told(broken, "post"),
            "limit": pd.Series("", index=broken.index, dtype="str"),
        }
    ).astype({"hard": bool, "weight": float})


def _told(broken: pd.DataFrame, column: str) -> pd.Series:
    """A column of texts, "" where the rule is not of one outlet or post."""
    empty = pd.Series("", index=broken.index, dtype="str")
    return broken[column].fillna("").astype("str") if column in broken else empty


def over(rule: str, worked: pd.DataFrame, limit: pd.Series, weight: float | None = None) -> pd.DataFrame:
    """Hours worked beyond a limit, one row of both each."""
    amount = worked["worked"] - limit
    return rows(rule, worked.assign(amount=amount)[amount > 1e-9], "hours", weight)
