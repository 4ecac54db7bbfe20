"""Work rules of a network and its labour law, resolved: one row an employee and rule, as rostering takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimize.roster.values import LIMITS, no_limits
from scenarios.network.cells import names
from scenarios.network.labour_law import articles
from scenarios.network.model import Network

LONG_RUN = 35
"""Days that rows, successions and last rests can look back, and beyond which a first day on duty is known."""
MONTHS = {"month": "M", "quarter": "Q", "year": "Y"}


def limits(network: Network, employees: pd.DataFrame) -> pd.DataFrame:
    """`RosterProblem.limits` of own people: the law's for all, `work_rules` and `rotations` for whom they concern.

    `employees`: employee, contract, outlet, tags.
    """
    own = network.table("work_rules").assign(law=False)
    law = articles(network.settings.labour_law)
    law = law[~law["rule"].isin(["", "rest"])].assign(who="all", value="", law=True)
    parts = [
        _of_people(row, employees["employee"][_concerned(row, employees)])
        for rules in (law, own, _rotations(network))
        for row in rules.to_dict("records")
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_limits()


def _rotations(network: Network) -> pd.DataFrame:
    """The table `rotations` as rows of `work_rules`: the cycle as what, its anchor as the first day."""
    table = network.table("rotations").rename(columns={"cycle": "what", "anchor": "first_day"})
    blank = dict.fromkeys(("least", "most", "normal_day", "normal_week"), float("nan"))
    return table.assign(rule="rotation", period="", days=0, then="", law=False, **blank)


def under_law(network: Network, employees: pd.DataFrame) -> pd.DataFrame:
    """The people with their contract's terms, none of which is below the law's.

    A daily rest holds in each 24 hours: what it leaves of them is the longest spread of a split duty.
    """
    law = articles(network.settings.labour_law)
    least = law.loc[law["rule"] == "rest", "least"].max()
    if pd.isna(least):
        return employees
    return employees.assign(
        rest_hours=employees["rest_hours"].astype("float64").clip(lower=float(least)),
        split_spread_most=employees["split_spread_most"].astype("float64").clip(upper=24 - float(least)),
    )


def days_back(limits: pd.DataFrame, first_day: pd.Timestamp) -> int:
    """How many days before the first one can still matter for the limits."""
    starts = [
        first_day.to_period(code).start_time for name, code in MONTHS.items() if name in set(limits["period"])
    ]
    starts += list(limits.loc[limits["period"] == "dates", "first_day"])
    starts.append(first_day - pd.Timedelta(days=int(limits["days"].max()) if len(limits) else 0))
    rows = limits.loc[limits["rule"] == "weekends_in_row", "most"].max()
    starts.append(first_day - pd.Timedelta(weeks=0 if pd.isna(rows) else int(rows) + 1))
    return max((first_day - min(starts)).days, 0) + LONG_RUN


def _concerned(row: Mapping[Any, Any], employees: pd.DataFrame) -> pd.Series:
    if row["who"] == "all":
        return pd.Series(True, index=employees.index)
    if row["who"] == "tag":
        return employees["tags"].map(lambda text: row["value"] in names(text)).astype(bool)
    chosen: pd.Series = employees[str(row["who"])] == row["value"]
    return chosen


def _of_people(row: Mapping[Any, Any], people: pd.Series) -> pd.DataFrame:
    values = {name: row.get(name) for name in LIMITS if name not in ("limit", "employee")}
    values["days"] = 0 if pd.isna(row["days"]) else row["days"]
    table = pd.DataFrame(
        [{**values, "limit": row["name"], "employee": name} for name in people], columns=list(LIMITS)
    )
    return table.astype(LIMITS)
