"""Each plan against each target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.compare.framed import Kind, framed
from scenarios.compare.intervals import interval
from scenarios.compare.measures import MEASURES, measures
from scenarios.compare.targets import Target
from scenarios.plan.values import Plan

LEFT_TO_CHANCE = (
    "demand",
    "promises_kept",
    "promise_days_kept",
    "served_share",
    "wait_minutes",
    "work_oldest_rehearsed",
)
"""Indicators of what may come otherwise; all others are planned or counted, so that met is met."""

COLUMNS: Mapping[str, Kind] = {
    "plan": "str",
    "target": "str",
    "indicator": "str",
    "unit": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "verdict": "str",
    "missed_by": "float64",
}


@dataclass(frozen=True)
class Told:
    """A plan's figure with its 95% interval; NaN ends where none is known."""

    unit: str
    value: float
    low: float
    high: float


def told(plan: Plan) -> Mapping[str, Told]:
    """All that a plan tells of the whole network: its indicators, and what its replications tell."""
    overall = plan.indicators[plan.indicators["scope"] == ""]
    columns = (overall[name] for name in ("indicator", "unit", "value", "low", "high"))
    found = {
        name: Told(unit, value, *((low, high) if name in LEFT_TO_CHANCE else (value, value)))
        for name, unit, value, low, high in zip(*columns, strict=True)
    }
    if plan.rehearsal is None:
        return found
    runs = measures(plan.rehearsal)
    whole = runs[runs["scope"] == ""]
    means = {name: interval(whole[name].to_numpy()) for name in MEASURES}
    return found | {name: Told(MEASURES[name], each.mean, each.low, each.high) for name, each in means.items()}


def verdicts(plans: Sequence[Plan], targets: Sequence[Target]) -> pd.DataFrame:
    """As `Comparison.verdicts` describes: plan by plan, target by target."""
    return framed((row for plan in plans for row in _rows(plan, targets)), COLUMNS)


def _rows(plan: Plan, targets: Sequence[Target]) -> Iterator[tuple[object, ...]]:
    known = told(plan)
    for target in targets:
        figure = known.get(target.indicator, Told("", np.nan, np.nan, np.nan))
        missed_by = np.nan if np.isnan(figure.value) else target.missed_by(figure.value)
        ends = figure.value, figure.low, figure.high
        yield plan.name, target.text, target.indicator, figure.unit, *ends, _verdict(target, figure), missed_by


def _verdict(target: Target, figure: Told) -> str:
    """untold; missed; met on the mean; or surely met, with the whole interval."""
    if np.isnan(figure.value):
        return "untold"
    if target.missed_by(figure.value) > 0:
        return "missed"
    worst = figure.low if target.at_least else figure.high
    return "surely" if not np.isnan(worst) and target.missed_by(worst) == 0 else "met"
