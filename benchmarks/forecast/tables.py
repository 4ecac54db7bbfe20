"""The lines as tables: our errors and ranges, everybody's figures by set, and where we stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

Lines = Sequence[Mapping[str, Any]]
Row = list[object]

ERRORS = ("wape", "mase", "wql", "bias", "wape_near_holidays", "wape_ordinary", "poisson_floor")
RANGES = ("cover80", "cover80_2se", "cover95", "cover95_2se", "windows", "seconds")
BESIDE = {
    "objective": "WAPE (m4_hourly: MASE)",
    "wql": "weighted quantile loss",
    "seconds": "CPU seconds",
    "seconds_each": "CPU seconds a window",
}


def tables(area: str, lines: Lines) -> list[Table]:
    """All tables that the lines allow."""
    sets = [line for line in lines if line["set"] != "all"]
    whole = [line for line in sets if line["instance"] == "all"]
    drawn = [_ours(f"{area}: our errors", sets, ERRORS), _ours(f"{area}: our ranges and cost", sets, RANGES)]
    if whole:
        drawn += [_beside(title, whole, figure) for figure, title in BESIDE.items()]
    for line in lines:
        if line["set"] == "all":
            drawn += [_standing(line), _nearest(line)]
    return drawn


def _ours(title: str, lines: Lines, figures: Sequence[str]) -> Table:
    rows: list[Row] = [
        [line["set"], line["instance"], *(line["metrics"].get(key) for key in figures)] for line in lines
    ]
    return _table(title, ["set", "instance", *(key.replace("_", " ") for key in figures)], rows)


def _beside(title: str, lines: Lines, figure: str) -> Table:
    """A row a method, a column a set; * where a part of the windows was answered."""
    methods = list(dict.fromkeys(name for line in lines for name in line["peers"]))
    rows: list[Row] = [["ours", *(line["ours"].get(figure, line["metrics"].get(figure)) for line in lines)]]
    rows += [[name, *(_cell(line["peers"].get(name, {}), figure) for line in lines)] for name in methods]
    return _table(title, ["", *(line["set"] for line in lines)], rows)


def _cell(said: Mapping[str, Any], figure: str) -> str:
    value = said.get(figure)
    return _shown(value) + ("*" if value is not None and said.get("subset") else "")


def _standing(line: Mapping[str, Any]) -> Table:
    rows: list[Row] = [["ours", line["ours"]["objective"], None, None, line["metrics"]["sets"]]]
    rows += [
        [name, said["objective"], said["ours"], said["lead"], said["sets"]] for name, said in line["peers"].items()
    ]
    title = (
        f"geometric mean of error / seasonal naive; WQL under every peer's on {line['metrics']['wql_under_all']}"
    )
    return _table(title, ["method", "ratio", "ours beside it", "our lead", "sets run"], rows)


def _nearest(line: Mapping[str, Any]) -> Table:
    leads, best = line["metrics"]["lead_by_set"], line["metrics"]["best_by_set"]
    return _table(
        "the best peer by set", ["set", "peer", "our lead"], [[name, best[name], leads[name]] for name in leads]
    )


def _table(title: str, headings: Sequence[str], rows: Sequence[Row]) -> Table:
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*map(_shown, row))
    return table


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else "" if value is None else str(value)
