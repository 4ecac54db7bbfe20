"""The page of a comparison: the same figures of several plans side by side, and what changed between them."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from api.records import records
from api.report.blocks import Picture, Section, Sentence, Show, Table, table
from api.report.charts.bars import bars
from api.report.page import render
from api.report.sections.headline import change_detail
from api.words import Words
from quarterhour.version import __version__
from scenarios.plan.values import Comparison, Plan

LEAST = 0.0005
"""Relative changes below this read 0.0% and are not drawn."""


def render_comparison(comparison: Comparison, base: Plan, language: str) -> str:
    """One self-contained page; `base` gives the names of outlets and the currency."""
    words = Words(language, base.currency)
    outlets = dict(zip(base.outlets["outlet"], base.outlets["name"], strict=True))
    sections = [
        _figures(comparison, words),
        _outlets(comparison, words, outlets),
        _segments(comparison, words, outlets),
        _changes(comparison, words),
    ]
    return render(
        "page.html",
        words,
        title=words("report.comparison_title", network=base.network),
        network=base.network,
        subtitle=words(
            "report.comparison_subtitle", base=comparison.names[0], others=", ".join(comparison.names[1:])
        ),
        sections=sections,
        foot=words("report.compared_by", version=__version__),
    )


def _figures(comparison: Comparison, words: Words) -> Section:
    """Overall figures in one table, a column a plan, with differences to the first."""
    figures = comparison.figures[comparison.figures["scope"] == ""]
    blocks: list[object] = []
    for name in comparison.names[1:]:
        blocks += _differences(figures, comparison.names[0], name, words)
    headers, numeric = [words("report.indicator")], [False]
    for name in comparison.names:
        headers.append(name)
        numeric.append(True)
        if name != comparison.names[0]:
            headers.append(words("report.difference"))
            numeric.append(True)
    rows = []
    for indicator, part in figures.groupby("indicator", sort=False):
        by_plan = {row.plan: row for row in records(part)}
        cells = [words.label("indicator", indicator)]
        for name in comparison.names:
            row = by_plan.get(name)
            cells.append(words.amount(row.value, str(row.unit)) if row is not None else "–")
            if name != comparison.names[0]:
                cells.append(_difference(row.difference, str(row.unit), words) if row is not None else "–")
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


def _difference(value: float, unit: str, words: Words) -> str:
    if value != value:
        return "–"
    if unit == "share":
        return words("report.percentage_points", points=words.signed(100 * value, 1))
    plus = "+" if value > 0 else ""
    return plus + words.amount(value, unit)


def _outlets(comparison: Comparison, words: Words, names: Mapping[str, str]) -> Section:
    frame = comparison.outlets
    changed = frame[(frame["change"] != "kept") | ((frame["hours"] - frame["hours_base"]).abs() > 1e-9)]
    title = words("report.outlets")
    if changed.empty:
        return Section("outlets", title, [Sentence(words("report.no_outlet_changed"), "fine")])
    changed = changed.assign(more=changed["hours"].fillna(0.0) - changed["hours_base"].fillna(0.0))
    columns = {
        "plan": Show(words("report.plan")),
        "outlet": Show(words("report.outlet"), lambda outlet: names.get(outlet, str(outlet))),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "hours_base": Show(words("report.hours_base"), words.number, True),
        "hours": Show(words("report.hours"), words.number, True),
        "more": Show(words("report.difference"), words.signed, True),
    }
    ranked = changed.sort_values("more", key=lambda more: -more.abs())
    return Section("outlets", title, [table(ranked, title, columns, "comparison.json")])


def _segments(comparison: Comparison, words: Words, names: Mapping[str, str]) -> Section:
    title, frame = words("report.segments"), comparison.segments
    if frame.empty:
        return Section("segments", title, [Sentence(words("report.no_segment_changed"), "fine")])
    counted = frame.groupby(["plan", "change"], as_index=False).size()
    counts = {
        "plan": Show(words("report.plan")),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "size": Show(words("report.times"), words.number, True),
    }

    def place(outlet: object) -> str:
        return names.get(outlet, "") if isinstance(outlet, str) else ""

    shown = frame.assign(now=_span(frame["start"], frame["end"], words))
    shown["before"] = _span(frame["start_base"], frame["end_base"], words)
    each = {
        "plan": Show(words("report.plan")),
        "change": Show(words("report.change"), lambda key: words.label("moved", key)),
        "employee": Show(words("report.person")),
        "outlet_base": Show(words("report.outlet_before"), place),
        "before": Show(words("report.before")),
        "outlet": Show(words("report.outlet_after"), place),
        "now": Show(words("report.after")),
    }
    return Section(
        "segments",
        title,
        [table(counted, title, counts), table(shown, words("report.each_segment"), each, "comparison.json")],
    )


def _span(starts: pd.Series, ends: pd.Series, words: Words) -> list[str]:
    """From when to when; "" where there is no duty."""
    pairs = zip(starts, ends, strict=True)
    return [f"{words.instant(start)}–{end:%H:%M}" if pd.notna(start) else "" for start, end in pairs]


def _changes(comparison: Comparison, words: Words) -> Section:
    title = words("report.changes")
    if comparison.changes.empty:
        return Section("changes", title, [Sentence(words("report.no_changes"))])
    columns = {
        "plan": Show(words("report.plan")),
        "number": Show(words("report.number"), words.number, True),
        "change": Show(words("report.change"), lambda key: words.label("change", key)),
        "detail": Show(words("report.detail"), lambda text: change_detail(json.loads(text))),
    }
    return Section("changes", title, [table(comparison.changes, title, columns)])
