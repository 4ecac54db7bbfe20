"""Budgets of a network, period by period, as rostering takes them."""

from __future__ import annotations

import pandas as pd

from optimize.roster.values import no_budgets
from scenarios.network.model import Network

CODES = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def budgets(network: Network, first_day: pd.Timestamp, days: int) -> pd.DataFrame:
    """`RosterProblem.budgets`: one row a budget and period that touches the horizon or its first week."""
    table = network.table("budgets")
    monday = first_day - pd.Timedelta(days=first_day.weekday())
    last_day = first_day + pd.Timedelta(days=days - 1)
    found = []
    for row in table.to_dict("records"):
        spans = [(row["first_day"], row["last_day"])]
        if row["period"] != "dates":
            every = pd.date_range(monday, last_day).to_period(CODES[row["period"]]).unique()
            spans = [(one.start_time, one.end_time.normalize()) for one in every]
        found += [
            (row["name"], row["outlet"], first, last, row["most"], row["weight"])
            for first, last in spans
            if first <= last_day and last >= monday and not (first < row["first_day"] or first > row["last_day"])
        ]
    empty = no_budgets()
    columns = ["limit", "outlet", "first_day", "last_day", "most", "weight"]
    return pd.DataFrame(found, columns=columns).astype(empty.dtypes.to_dict())[list(empty)]


def days_back(table: pd.DataFrame, first_day: pd.Timestamp) -> int:
    """How many days before the first one count in a budget's period."""
    first = table["first_day"].min()
    return 0 if pd.isna(first) else max((first_day - first).days, 0)
