"""How busy desks are: minutes of work a month over desk minutes a month."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimize.coverage.values import ConsolidationProblem

Array = npt.NDArray[np.float64]

OPEN_MINUTES = 480.0
"""Opening time of a day where the problem does not give one: eight hours."""
FULL = 0.85
"""Mean load from which queues grow out of hand at the peak; a receiver is not filled beyond it."""
SLACK = 0.01
"""What a receiver may take that is over `FULL` already: far-off neighbours always attract a few customers."""


def desks(problem: ConsolidationProblem) -> pd.DataFrame:
    """By outlet: minutes (desk minutes a month), load (today's), room (load that may be added)."""
    outlets = problem.outlets.set_index("outlet")
    opening = outlets.get("open_minutes", OPEN_MINUTES)
    minutes = outlets["desks"] * _open_days(problem) * opening
    work = problem.services.groupby("outlet")["volume"].sum().reindex(outlets.index, fill_value=0.0)
    # An outlet without desks (terminals only) keeps no clerk busy.
    load = (work * outlets["handling_minutes"]).div(minutes.where(minutes > 0)).fillna(0.0)
    room = np.maximum(FULL - load, SLACK)
    return pd.DataFrame({"minutes": minutes, "load": load, "room": room})


def added_load(problem: ConsolidationProblem, desks: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """`flows` to other outlets by receiver: outlet, option, target, to, volume, added (load)."""
    received = flows[flows["to"].isin(desks.index) & (flows["to"] != flows["outlet"])]
    keys = ["outlet", "option", "target", "to"]
    summed = received.groupby(keys)["volume"].sum().reset_index()
    handling = problem.outlets.set_index("outlet")["handling_minutes"]
    minutes = summed["volume"].to_numpy() * of(handling, summed["outlet"])
    there = of(desks["minutes"], summed["to"])
    added = np.divide(minutes, there, out=np.zeros(len(summed)), where=there > 0)
    return summed.assign(added=added)


def of(figures: pd.Series, labels: pd.Series) -> Array:
    """The figure of each label, also where there are no labels at all."""
    return figures.reindex(pd.Index(labels)).to_numpy(dtype=float)


def _open_days(problem: ConsolidationProblem) -> pd.Series:
    """Mean open days of the months that count for the review; the network's middle where none are known."""
    known = problem.monthly[(problem.monthly["month"] <= problem.as_of) & (problem.monthly["open_days"] > 0)]
    recent = known.sort_values("month").groupby("outlet").tail(int(problem.policy["review_months"]))
    days = recent.groupby("outlet")["open_days"].mean().reindex(problem.outlets["outlet"])
    return days.fillna(days.median() if days.notna().any() else 30.0)
