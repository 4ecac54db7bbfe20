"""What of a sweep is shown first: the main figures, by point."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from api.words import Words
from scenarios.sweep import Swept
from scenarios.sweep.axis import shown
from scenarios.sweep.child import overall

MAIN = (
    "demand",
    "need_hours",
    "paid_hours",
    "short_hours",
    "hole_hours",
    "promises_kept",
    "wait_minutes",
    "cost_total",
    "covered_planned",
    "monthly_saving",
)
"""In the order of the road; those that the network's tables do not allow are left out."""


def main_figures(found: Swept) -> Mapping[str, str]:
    """Unit of each main figure that the base has."""
    units = dict(zip(found.base.indicators["indicator"], found.base.indicators["unit"], strict=True))
    return {indicator: units[indicator] for indicator in MAIN if indicator in units}


def base_value(found: Swept, indicator: str) -> float:
    """A figure of the base."""
    figures = overall(found.base)
    return float(figures.loc[figures["indicator"] == indicator, "value"].iloc[0])


def axes_of(found: Swept) -> list[str]:
    """The axes' names in their order."""
    names = list(found.points.columns)
    return names[names.index("point") + 1 : names.index("state")]


def by_point(found: Swept, column: str = "value") -> pd.DataFrame:
    """One row a point in the order of the grid: axes as `$name`, and a column of the main figures by indicator."""
    asked = found.figures[found.figures["indicator"].isin(main_figures(found))]
    wide = asked.pivot_table(index="number", columns="indicator", values=column, aggfunc="first")
    figures = wide.reindex(index=found.points["number"], columns=list(main_figures(found))).reset_index(drop=True)
    return found.points[axes_of(found)].add_prefix("$").join(figures)


def told_states(found: Swept, words: Words) -> str:
    """How many points were planned of how many, and how many failed or were left."""
    counts = found.points["state"].value_counts()
    return words(
        "report.sweep_states",
        points=words.number(len(found.points)),
        done=words.number(int(counts.get("done", 0))),
        failed=words.number(int(counts.get("failed", 0))),
        left=words.number(int(counts.get("left", 0))),
    )


def axis_text(value: object) -> str:
    """A value of an axis as a planner would write it."""
    plain = value.item() if hasattr(value, "item") else value
    return shown(plain) if isinstance(plain, (bool, int, float)) else str(plain)
