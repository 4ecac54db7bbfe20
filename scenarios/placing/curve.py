"""Most residents in the circle by number of new sites, or by money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.reach import Reach
from quarterhour.progress import Progress
from quarterhour.result import Limits
from scenarios.placing.answers import Answer, most_by_money, most_by_points
from scenarios.placing.ground import Ground
from scenarios.placing.question import Question

STEPS = 10
"""Steps of money."""
MOST_POINTS = 20
"""New sites up to which the curve goes where no number is asked for."""
COLUMNS = ["points", "money", "opens", "covered", "share", "bound", "status"]


def no_curve() -> pd.DataFrame:
    """Where none was asked for."""
    return pd.DataFrame(columns=COLUMNS)


def curve(reach: Reach, asked: Question, limits: Limits, progress: Progress | None = None) -> pd.DataFrame:
    """`Placed.curve`; by number it ends where one more site covers nobody more."""
    ground = Ground(reach, limits, progress)
    whole = float(reach.residents.sum())
    rows: list[dict[str, object]] = []
    covered: list[float] = []
    if asked.budget is not None:
        for money in np.linspace(0.0, asked.budget, STEPS + 1):
            rows.append(_row(ground, most_by_money(ground, float(money)), whole, money=float(money)))
        return pd.DataFrame(rows, columns=COLUMNS)
    required = int(reach.role("required").sum())
    openable = required + int(reach.role("candidate").sum())
    last = min(openable, max(MOST_POINTS if asked.points is None else asked.points, required))
    for points in range(required, last + 1):
        rows.append(_row(ground, most_by_points(ground, points), whole))
        # One more that adds nobody in a proven answer, and none will.
        if len(covered) and rows[-1]["status"] == "optimal" and _covered(rows[-1]) <= covered[-1]:
            rows.pop()
            break
        covered.append(_covered(rows[-1]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _covered(row: dict[str, object]) -> float:
    return float(str(row["covered"]))


def _row(ground: Ground, found: Answer, whole: float, money: float | None = None) -> dict[str, object]:
    points = ground.reach.points
    new = found.stands & ~ground.reach.role("existing")
    covered = float(ground.reach.residents @ ground.reach.covered(found.stands))
    return {
        "points": int(new.sum()),
        "money": float(points.loc[new, "opening_cost"].sum()) if money is None else money,
        "opens": ";".join(sorted(points.loc[new, "point"])),
        "covered": covered,
        "share": covered / whole if whole else np.nan,
        "bound": found.proof.bound,
        "status": str(found.proof.status),
    }
