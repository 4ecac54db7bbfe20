"""What the money buys: customers in time and not lost, residents in the circle; in money where a price is stated.

Prices are the settings of the base's network that were in force: nothing is priced that they do not price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from scenarios.compare.framed import Kind, framed
from scenarios.plan.costs import DAYS_A_MONTH
from scenarios.plan.values import Plan

BUYS = {"customers_within": 1, "customers_lost": -1, "customers_left_over": -1, "blind_residents": -1}
"""Indicators, and whether more (1) or less (-1) of them is better."""

COLUMNS: Mapping[str, Kind] = {
    "plan": "str",
    "indicator": "str",
    "unit": "str",
    "base": "float64",
    "value": "float64",
    "difference": "float64",
    "clear": "bool",
    "price": "float64",
    "money": "float64",
}


def benefits(base: Plan, plan: Plan, figures: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """As `Comparison.benefits` describes, from the comparison's figures and differences."""
    return framed(_rows(base, plan, figures, differences), COLUMNS)


def prices(base: Plan) -> dict[str, float]:
    """Money a unit over the horizon, as the network's settings state it."""
    settings, months = base.settings, base.days / DAYS_A_MONTH
    known = {
        "customers_lost": settings.get("price_lost_customer"),
        "blind_residents": settings.get("price_resident_unserved"),
    }
    stated = {name: float(price) for name, price in known.items() if price is not None}
    return {name: price * (months if name == "blind_residents" else 1.0) for name, price in stated.items()}


def _rows(
    base: Plan, plan: Plan, figures: pd.DataFrame, differences: pd.DataFrame
) -> Iterator[tuple[object, ...]]:
    stated = prices(base)
    for indicator, better in BUYS.items():
        found = _difference(indicator, base.name, plan.name, figures, differences)
        if found is None:
            continue
        unit, before, now, difference, clear = found
        price = stated.get(indicator, np.nan)
        yield plan.name, indicator, unit, before, now, difference, clear, price, better * difference * price


def _difference(
    indicator: str, base: str, plan: str, figures: pd.DataFrame, differences: pd.DataFrame
) -> tuple[str, float, float, float, bool] | None:
    """unit, base, value, difference and whether it is beyond chance; None where one of the plans lacks it."""
    told = differences[(differences["plan"] == plan) & (differences["scope"] == "")]
    told = told[told["indicator"] == indicator]
    if len(told):
        row = told.iloc[0]
        return str(row["unit"]), row["base"], row["value"], row["difference"], bool(row["clear"])
    both = figures[(figures["indicator"] == indicator) & (figures["scope"] == "")]
    values = dict(zip(both["plan"], both["value"].astype(float), strict=True))
    if base not in values or plan not in values:
        return None
    before, now = values[base], values[plan]
    return str(both["unit"].iloc[0]), before, now, now - before, now != before
