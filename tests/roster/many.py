"""Many small problems as one: each is a roster unit of its own, so that one check judges all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from optimize.roster import RosterProblem


def side_by_side(problems: Sequence[RosterProblem]) -> RosterProblem:
    """The problems together, people, duties and outlets of number n called `n:...`."""
    parts = {
        name: pd.concat(
            [_called(getattr(one, name), f"{n}:") for n, one in enumerate(problems)], ignore_index=True
        )
        for name in ("duties", "employees", "able", "absences", "requests", "past", "fixed", "limits")
    }
    return replace(problems[0], **parts)


def _called(frame: pd.DataFrame, prefix: str) -> pd.DataFrame:
    renamed = frame.copy()
    for column in set(frame.columns) & {"employee", "duty", "outlet"}:
        renamed[column] = prefix + renamed[column]
    if "lender" in frame:
        renamed["lender"] = (prefix + renamed["lender"]).where(renamed["lender"] != "", "")
    return renamed


def number_of(rules: pd.DataFrame) -> pd.Series:
    """The problem that each break belongs to, by its employee or else its outlet."""
    where = rules["employee"].where(rules["employee"] != "", rules["outlet"])
    return where.str.split(":").str[0].astype(int)
