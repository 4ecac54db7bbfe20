"""Many small problems as one: each is a roster unit of its own, so that one check judges all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.roster import RosterProblem

TABLES = ["duties", "employees", "able", "absences", "requests", "past", "fixed", "limits", "ledger", "budgets"]


def side_by_side(problems: Sequence[RosterProblem], times: int = 1) -> RosterProblem:
    """The problems together, `times` over, people, duties and outlets of number n called `n:...`."""
    tables = {name: [getattr(one, name) for one in problems] for name in TABLES}
    return replace(problems[0], **{name: _together(frames, times) for name, frames in tables.items()})


def _together(frames: list[pd.DataFrame], times: int) -> pd.DataFrame:
    every = pd.concat(frames * times, ignore_index=True)
    lengths = [len(frame) for frame in frames] * times
    prefix = pd.Series(np.repeat(np.arange(len(lengths)), lengths)).astype("str") + ":"
    named = {name: prefix + every[name] for name in ("employee", "duty", "outlet") if name in every}
    if "lender" in every:
        named["lender"] = (prefix + every["lender"]).where(every["lender"] != "", "")
    return every.assign(**named)


def number_of(rules: pd.DataFrame) -> pd.Series:
    """The problem that each break belongs to, by its employee or else its outlet."""
    where = rules["employee"].where(rules["employee"] != "", rules["outlet"])
    return where.str.split(":").str[0].astype(int)
