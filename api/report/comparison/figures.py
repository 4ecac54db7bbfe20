"""All figures of all plans in one table, and how much each changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.records import records
from api.report.blocks import Picture, Section, Table
from api.report.charts.bars import bars
from api.report.comparison.texts import signed
from api.words import Words
from scenarios.compare import Comparison

LEAST = 0.0005
"""Relative changes below this read 0.0% and are not drawn."""


def figures(comparison: Comparison, words: Words) -> Section:
    """Overall figures in one table, a column a plan, with differences to the first."""
    overall = comparison.figures[comparison.figures["scope"] == ""]
    blocks: list[object] = []
    for name in comparison.names[1:]:
        blocks += _differences(overall, comparison.names[0], name, words)
    headers, numeric = [words("report.indicator")], [False]
    for name in comparison.names:
        headers.append(name)
        numeric.append(True)
        if name != comparison.names[0]:
            headers.append(words("report.difference"))
            numeric.append(True)
    rows = []
    for indicator, part in overall.groupby("indicator", sort=False):
        by_plan = {row.plan: row for row in records(part)}
        cells = [words.label("indicator", indicator)]
        for name in comparison.names:
            row = by_plan.get(name)
            cells.append(words.amount(row.value, str(row.unit)) if row is not None else "–")
            if name != comparison.names[0]:
                cells.append(signed(row.difference, str(row.unit), words) if row is not None else "–")
        rows.append(cells)
    blocks.append(Table(words("report.figures"), headers, numeric, rows, total=len(rows)))
    return Section("figures", words("report.figures"), blocks)


def _differences(figures: pd.DataFrame, base: str, name: str, words: Words) -> list[Picture]:
    """Changes against the base in per cent of its values, where the base is not zero."""
    values = figures.pivot_table(index="indicator", columns="plan", values="value", sort=False)
    if base not in values or name not in values:
        return []
    change = (values[name] - values[base]) / values[base].abs().where(values[base] != 0)
    change = change[np.isfinite(change) & (change.abs() >= LEAST)]
    if change.empty:
        return []
    title = words("report.change_of", plan=name, base=base)
    labels = [words.label("indicator", indicator) for indicator in change.index]

    def show(value: float) -> str:
        return words.signed(100 * value, 1) + "%"

    return [
        Picture(
            bars(title, words("report.change_described"), labels, change.to_numpy(dtype=float), show),
            title,
        )
    ]
