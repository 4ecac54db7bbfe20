"""What replications tell against the base: point and whisker by figure, by outlet behind a fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from api.records import records
from api.report.blocks import Fold, Picture, Section, Sentence, Table
from api.report.charts.differences import differences_chart
from api.report.comparison.texts import amount, signed, span
from api.words import Words
from scenarios.compare import Comparison


def differences(comparison: Comparison, words: Words, names: Mapping[str, str]) -> Section:
    """A chart and a table a plan, and whether its customers were the base's."""
    title = words("report.differences")
    blocks: list[object] = []
    for pairing in records(comparison.pairing):
        rows = comparison.differences[comparison.differences["plan"] == pairing.plan]
        blocks.append(
            Sentence(told_pairing(pairing.plan, pairing.reason, words), "" if pairing.paired else "yellow")
        )
        whole, outlets = rows[rows["scope"] == ""], rows[rows["scope"] != ""]
        if len(whole):
            blocks += [_picture(whole, pairing.plan, comparison.names[0], words), _table(whole, words)]
        if len(outlets):
            by_outlet = _table(outlets.sort_values("scope", kind="stable"), words, names)
            blocks.append(Fold(words("report.by_outlet"), [by_outlet]))
    return Section("differences", title, blocks)


def told_pairing(plan: str, reason: str, words: Words) -> str:
    """How the plan's rehearsal is held against the base's, and why not replication by replication."""
    if not reason:
        return words("report.paired", plan=plan)
    return words("report.not_paired", plan=plan, reason=words(reason))


HEADS = ("indicator", "base", "value", "difference", "interval_95", "sure_of_it")
"""What is told of a difference, under these heads of the catalogue."""


def difference_heads(words: Words) -> list[str]:
    """Over `difference_cells`."""
    return [words(f"report.{head}") for head in HEADS]


def difference_cells(row: Any, words: Words) -> list[str]:
    """A row of `Comparison.differences` in words."""
    return [
        words.label("indicator", row.indicator),
        amount(row.base, row.unit, words),
        amount(row.value, row.unit, words),
        signed(row.difference, row.unit, words),
        span(row.low, row.high, row.unit, words),
        certainty(row, words),
    ]


def certainty(row: Any, words: Words) -> str:
    """Beyond chance, none at all, or not to be told from chance."""
    if row.clear:
        return words.label("chance", "clear")
    return words.label("chance", "none" if row.low == 0.0 == row.high else "within")


def _picture(rows: pd.DataFrame, plan: str, base: str, words: Words) -> Picture:
    title = words("report.change_of", plan=plan, base=base)
    drawn = pd.DataFrame(
        {
            "label": [words.label("indicator", row.indicator) for row in records(rows)],
            "value": rows["difference"].to_numpy(),
            "low": rows["low"].to_numpy(),
            "high": rows["high"].to_numpy(),
            "clear": rows["clear"].to_numpy(),
            "told": [signed(row.difference, row.unit, words) for row in records(rows)],
        }
    )
    legend = [("own", words.label("chance", "clear")), ("mark away", words.label("chance", "within"))]
    return Picture(differences_chart(title, words("report.differences_described"), drawn), title, legend)


def _table(rows: pd.DataFrame, words: Words, names: Mapping[str, str] | None = None) -> Table:
    heads = difference_heads(words)
    told = []
    for row in records(rows):
        cells = difference_cells(row, words)
        told.append(cells if names is None else [names.get(row.scope, row.scope), *cells])
    numeric = [False, True, True, True, True, False]
    if names is not None:
        heads, numeric = [words("report.outlet"), *heads], [False, *numeric]
    return Table(words("report.differences"), heads, numeric, told, total=len(told))
