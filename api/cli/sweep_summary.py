"""What a sweep found, on the terminal: main figures by point, and what was not planned."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from api.cli import console
from api.records import records
from api.sweeping import point_folder
from api.swept import axes_of, axis_text, base_value, by_point, main_figures, told_states
from api.words import Words
from scenarios.sweep import Point, Swept
from scenarios.sweep.child import overall

FIGURES = 6
"""That fit a terminal beside the axes; the table and the page have all."""
SHOWN = 40
"""Points in the table."""
KEYS = ("value", "low", "high", "difference")
FIRST = ("demand", "need_hours", "paid_hours", "short_hours", "promises_kept", "cost_total")


def show_sweep(found: Swept, words: Words, page: Path, stopped: bool = False) -> None:
    """Figures of the base and of every point, failures, and where the page is."""
    if stopped:
        console.notes.print(words("cli.sweep_stopped"))
    money = Words(words.language, found.base.currency)
    axes, units = axes_of(found), main_figures(found)
    chosen = [indicator for indicator in FIRST if indicator in units] or list(units)[:FIGURES]
    heads = [*axes, *(words.label("indicator", indicator) for indicator in chosen)]
    numeric = tuple(range(len(axes), len(heads)))
    table = console.grid(words("report.sweep_points"), *heads, numeric=numeric)
    level = [money.amount(base_value(found, indicator), units[indicator]) for indicator in chosen]
    console.add(table, words("report.sweep_base"), *[""] * (len(axes) - 1), *level)
    for row in by_point(found).head(SHOWN).to_dict(orient="records"):
        values = (money.amount(row[indicator], units[indicator]) for indicator in chosen)
        console.add(table, *(axis_text(row[f"${axis}"]) for axis in axes), *values)
    console.results.print(table)
    if len(found.points) > SHOWN:
        console.results.print(words("report.more_rows", rows=len(found.points) - SHOWN))
    for row in records(found.points[found.points["state"] == "failed"]):
        console.results.print(words("cli.sweep_failed", name=row.point, reason=row.error))
    console.results.print(told_states(found, words))
    console.results.print(words("cli.report_at", path=page))


def as_data(found: Swept, points: tuple[Point, ...], out: Path) -> dict[str, object]:
    """The sweep as plain data for `--json`: no figure that JSON does not have."""
    states = records(found.points[["number", "state", "error"]])
    return {
        "network": found.base.network,
        "base": _indicators(overall(found.base), ("value", "low", "high")),
        "points": [
            {
                "name": point.scenario.name,
                "values": {name: axis_text(value) for name, value in point.where.items()},
                "state": state.state,
                "error": state.error,
                "folder": str(out / point_folder(point.number, point.label)),
                "indicators": _indicators(found.figures[found.figures["number"] == point.number], KEYS),
            }
            for point, state in zip(points, states, strict=True)
        ],
    }


def _indicators(figures: pd.DataFrame, keys: tuple[str, ...]) -> dict[str, dict[str, float | None]]:
    return {row.indicator: {key: _known(getattr(row, key)) for key in keys} for row in records(figures)}


def _known(value: float) -> float | None:
    return value if value == value else None
