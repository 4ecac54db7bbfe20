"""The rules of split duties recomputed from the segments alone; shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimize.roster.checker.breaks import rows
from optimize.roster.checker.elapsed import hours_between
from optimize.roster.checker.evidence import View


def split_days(view: View) -> pd.DataFrame:
    """Split duties of a week, the part before the first day included, are no more than the contract's."""
    every = view.both()
    every = every[every["split"]].assign(monday=lambda duties: view.week(duties["day"]))
    weeks = every.groupby(["employee", "monday"])["day"].nunique()
    weekly = weeks.rename("n").reset_index().rename(columns={"monday": "day"})
    weekly = weekly[weekly["day"] >= view.first_day - pd.Timedelta(days=view.first_day.weekday())]
    amount = weekly["n"] - view.term(weekly, "split_days_week")
    return rows("split_days", weekly.assign(amount=amount)[amount > 0], "days")


def split_spread(view: View) -> pd.DataFrame:
    """From first start to last end, ways included, a split duty is no longer than the contract's most."""
    duties = _split(view)
    over = hours_between(duties["start"], duties["end"]) - view.term(duties, "split_spread_most")
    return rows("split_spread", duties.assign(amount=over)[over > 1e-9], "hours")


def split_break(view: View) -> pd.DataFrame:
    """What lies between the parts of a split duty is neither shorter nor longer than the contract allows."""
    duties = _split(view)
    short = view.term(duties, "split_break_least") - duties["between"]
    long = duties["between"] - view.term(duties, "split_break_most")
    off = short.clip(lower=0) + long.clip(lower=0)
    return rows("split_break", duties.assign(amount=off)[off > 1e-9], "hours")


SPLITS: tuple[Callable[[View], pd.DataFrame], ...] = (split_days, split_spread, split_break)


def _split(view: View) -> pd.DataFrame:
    duties: pd.DataFrame = view.duties[view.duties["split"] & view.duties["named"]]
    return duties
