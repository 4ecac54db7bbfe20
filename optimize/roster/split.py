"""Which duties are split, and when people on duty are at their post: split duties in two stretches."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from quarterhour.split import SPLIT_BREAK, parts_duty


def is_split(duties: pd.DataFrame) -> Flags:
    """Whether each duty (activity, break_start, break_end, break_paid) is a split one."""
    long = duties["break_end"] - duties["break_start"] >= SPLIT_BREAK
    works = (duties["activity"] == "work") & ~duties["break_paid"].astype(bool)
    split: Flags = (long & works).to_numpy(bool)
    return split


def stretches(locked: pd.DataFrame) -> pd.DataFrame:
    """When people are at their post on locked duties: from the first to the last minute of each part.

    Parameters
    ----------
    locked
        employee, start, end, outlet, post, activity, day, chain (one number a duty).

    Returns
    -------
    DataFrame
        employee, outlet, post, day, start, end, works (neither standby nor training): one row a stretch.
    """
    at_post = locked[locked["activity"] != "travel"].sort_values(["chain", "start"], kind="stable")
    parting = parts_duty(at_post)
    part = parting.groupby(at_post["chain"]).cumsum().rename("part")
    works = ~at_post["activity"].isin(["standby", "training"]).groupby(at_post["chain"]).transform("any")
    there = at_post.assign(part=part, works=works)[~parting.to_numpy(bool)]
    found = there.groupby(["chain", "part"], as_index=False).agg(
        employee=("employee", "first"),
        outlet=("outlet", "first"),
        post=("post", "first"),
        day=("day", "first"),
        start=("start", "min"),
        end=("end", "max"),
        works=("works", "first"),
    )
    return found.drop(columns=["chain", "part"]).astype({"works": bool})


def rested(kinds: pd.DataFrame, at: np.ndarray) -> Flags:
    """(len(at), G) whether a minute lies in the long break of each kind of duty."""
    away: Flags = (kinds["rests"].to_numpy()[None, :] <= at[:, None]) & (
        kinds["resumes"].to_numpy()[None, :] > at[:, None]
    )
    return away
