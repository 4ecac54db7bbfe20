"""A comparison on the command line: which plan to take, differences, cost and benefit, all figures."""

from __future__ import annotations

from api.cli import console
from api.records import records
from api.report.comparison.differences import difference_cells, difference_heads, told_pairing
from api.report.comparison.money import told_trade
from api.report.comparison.texts import target_text, told_choice
from api.words import Words
from scenarios.compare import Comparison


def show_comparison(found: Comparison, words: Words) -> None:
    """Everything but what changed piece by piece, which the page and the files have."""
    console.results.print(told_choice(found, words))
    _show_verdicts(found, words)
    for pairing in records(found.pairing):
        console.results.print(told_pairing(pairing.plan, pairing.reason, words))
    _show_differences(found, words)
    _show_changed(found, words)
    for trade in records(found.trade):
        console.results.print(words("report.sentence_join").join(told_trade(trade, words)))
    _show_figures(found, words)


def _show_verdicts(found: Comparison, words: Words) -> None:
    heads = [words(key) for key in ("report.plan", "report.target", "report.value", "report.verdict")]
    table = console.grid(words("report.targets"), *heads, numeric=(2,))
    for row in records(found.verdicts):
        value, verdict = words.amount(row.value, row.unit), words.label("met", row.verdict)
        console.add(table, row.plan, target_text(row, words), value, verdict)
    console.results.print(table)


def _show_differences(found: Comparison, words: Words) -> None:
    heads = [words("report.plan"), *difference_heads(words)]
    table = console.grid(words("report.differences"), *heads, numeric=(2, 3, 4, 5))
    for row in records(found.differences[found.differences["scope"] == ""]):
        console.add(table, row.plan, *difference_cells(row, words))
    if table.row_count:
        console.results.print(table)


def _show_changed(found: Comparison, words: Words) -> None:
    """How many outlets, people and duties were added, removed, moved or kept with other hours."""
    heads = [words(key) for key in ("report.plan", "report.what", "report.change", "report.times")]
    table = console.grid(words("report.what_changed"), *heads, numeric=(3,))
    kept = found.outlets["change"] == "kept"
    parts = {
        "report.outlets": found.outlets[~kept],
        "report.people_changed": found.people,
        "report.segments": found.segments,
    }
    for name, frame in parts.items():
        family = "person" if name == "report.people_changed" else "moved"
        for row in records(frame.groupby(["plan", "change"], as_index=False).size()):
            change = words.label(family, row.change)
            console.add(table, row.plan, words(name), change, words.number(row.size))
    if table.row_count:
        console.results.print(table)


def _show_figures(found: Comparison, words: Words) -> None:
    columns = tuple(range(1, len(found.names) + 1))
    table = console.grid(words("report.figures"), words("report.indicator"), *found.names, numeric=columns)
    overall = found.figures[found.figures["scope"] == ""]
    for indicator, part in overall.groupby("indicator", sort=False):
        shown = {row.plan: words.amount(float(row.value), str(row.unit)) for row in records(part)}
        console.add(table, words.label("indicator", indicator), *(shown.get(name, "–") for name in found.names))
    console.results.print(table)
