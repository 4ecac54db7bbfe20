"""The coverage report on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from api.cli import console
from api.cli.shown import show
from api.report.blocks import Show
from api.report.coverage.columns import (
    astray_columns,
    blind_columns,
    by_scope,
    key_columns,
    next_columns,
    scope_columns,
)
from api.report.coverage.told import told, told_more
from api.words import Words
from scenarios.coverage import Coverage

GROUPS = ("urban", "rural", "children", "elderly")
"""Left to the page: a terminal is narrow."""


def show_coverage(found: Coverage, words: Words) -> None:
    """Bands by scope, the worst blind spots, the next-best sites, what lacks equipment and what lacks a road."""
    lacking = found.key_places[~found.key_places["equipped"].astype(bool)]
    helpful = found.next_best[found.next_best["rank"] > 0]
    named = helpful["name"].where(helpful["name"] != "", helpful["point"])
    show(words("report.coverage_by_scope"), by_scope(found), scope_columns(found, words), words, most=None)
    for title, rows, columns in (
        (
            words("report.blind_spots"),
            found.blind_spots,
            _without(blind_columns(found, words), "region", "elderly", "mend"),
        ),
        (words("report.next_best"), helpful.assign(name=named), _without(next_columns(words), *GROUPS)),
        (words("report.key_places"), lacking, _without(key_columns(found, words), "mend")),
        (words("report.astray"), found.off_road, astray_columns(words)),
    ):
        if len(rows):
            show(title, rows, columns, words)
    for line in (told(found, words), *told_more(found, words)):
        console.results.print(line)


def _without(columns: Mapping[str, Show], *left_out: str) -> dict[str, Show]:
    return {name: column for name, column in columns.items() if name not in left_out}
