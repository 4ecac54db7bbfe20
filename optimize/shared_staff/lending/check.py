"""What a problem must be like, told at once rather than found out by a solver."""

from __future__ import annotations

import numpy as np

from optimize.shared_staff.lending.prepare import SEAT
from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.labels import attach, require_columns, require_unique

COLUMNS = {
    "needs": (*SEAT, "start", "there", "wanted", "keep"),
    "steps": (*SEAT, "start", "step", "people", "price"),
    "supplies": (
        *("supply", "kind", "lender", *SEAT, "people", "begins", "ends", "break_start", "break_end"),
        *("price", "least_minutes", "most_minutes"),
    ),
    "links": ("supply", *SEAT, "drive", "walk", "barred"),
    "lenders": ("lender", "most", "credit"),
    "desks": ("outlet", "desks"),
}


def check_problem(problem: LendingProblem) -> None:
    """Raise where labels are missing or stand twice, or where prices of missing people make no sense.

    Raises
    ------
    LabelError
        Naming the labels.
    ValueError
        Naming the first place concerned.
    """
    for name, columns in COLUMNS.items():
        require_columns(getattr(problem, name), columns, name)
    require_unique(problem.steps, [*SEAT, "start", "step"], "steps")
    require_unique(problem.links, ["supply", *SEAT], "links")
    require_unique(problem.lenders, ["lender"], "lenders")
    attach(problem.needs[["outlet"]].drop_duplicates(), problem.desks[["outlet", "desks"]], ["outlet"], "desks")
    if len(problem.pace) != len(problem.starts):
        raise ValueError(f"pace has {len(problem.pace)} intervals, the day {len(problem.starts)}.")
    steps = problem.steps.sort_values([*SEAT, "start", "step"])
    same = (steps[[*SEAT, "start"]] == steps[[*SEAT, "start"]].shift()).all(axis=1).to_numpy()
    falling = same & (np.diff(steps["price"].to_numpy(float), prepend=0.0) < 0)
    if falling.any():
        raise ValueError(f"steps: the price falls at {steps.loc[falling, [*SEAT, 'start']].iloc[0].tolist()}.")
    width = steps.groupby([*SEAT, "start"], as_index=False)["people"].sum()
    asked = problem.needs[problem.needs["wanted"] > problem.needs["there"]]
    least = asked.merge(width, on=[*SEAT, "start"], how="left")
    lacking = least["people"].fillna(0) < least["wanted"] - least["there"]
    if lacking.any():
        place = least.loc[lacking, [*SEAT, "start"]].iloc[0].tolist()
        raise ValueError(f"steps: fewer people than may be missing at {place}.")
