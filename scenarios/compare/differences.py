"""What replications tell, less what they tell of the base, with how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from scenarios.compare.framed import Kind, framed
from scenarios.compare.intervals import apart, paired
from scenarios.compare.measures import MEASURES, measures
from scenarios.compare.pairing import why_apart
from scenarios.plan.values import Plan

COLUMNS: Mapping[str, Kind] = {
    "plan": "str",
    "indicator": "str",
    "scope": "str",
    "unit": "str",
    "base": "float64",
    "value": "float64",
    "difference": "float64",
    "low": "float64",
    "high": "float64",
    "clear": "bool",
}


def differences(base: Plan, plan: Plan) -> pd.DataFrame:
    """One row an indicator and scope that both plans have, as `Comparison.differences` describes."""
    rows: list[tuple[object, ...]] = []
    if base.rehearsal is not None and plan.rehearsal is not None:
        before, now = measures(base.rehearsal), measures(plan.rehearsal)
        rows = list(_rows(plan.name, before, now, alike=not why_apart(base, plan)))
    return framed(rows, COLUMNS)


def _rows(name: str, before: pd.DataFrame, now: pd.DataFrame, *, alike: bool) -> Iterator[tuple[object, ...]]:
    theirs = {scope: part.set_index("replication") for scope, part in before.groupby("scope")}
    for scope, part in now.groupby("scope"):
        if scope not in theirs:
            continue
        ours, base = part.set_index("replication"), theirs[scope]
        if alike:
            base = base.loc[ours.index]
        for indicator, unit in MEASURES.items():
            values, known = ours[indicator].to_numpy(), base[indicator].to_numpy()
            found = paired(values, known) if alike else apart(values, known)
            means = base[indicator].mean(), ours[indicator].mean()
            yield name, indicator, scope, unit, *means, found.mean, found.low, found.high, found.clear
