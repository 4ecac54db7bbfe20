"""The page of all tables, from the schema; `python -m scenarios.network docs/tables.md` writes it anew."""

from __future__ import annotations

from scenarios.network.cells import plain_limit
from scenarios.network.schema import QUESTIONS, Column, Table, schema

TITLE = "# The tables of a network · 网络数据表"
INTRODUCTION = """\
A network is a folder of CSV (UTF-8, commas) or Parquet files called after these tables, one `.xlsx` workbook
with a sheet a table, or a mix of both. Only the tables that a question needs must be there; columns that are not
required may be left out, and blanks take the default. The history may come in several files `arrivals*.csv` or
`arrivals*.parquet`. Lists are separated by semicolons; yes and no stand for booleans; dates are `2026-01-31`,
times `08:30`, moments `2026-01-31 08:30` in the network's wall clock or with an offset. An apostrophe before a
text that begins with `=`, `+`, `-`, `@` keeps spreadsheets from taking it for a formula, and is not read.
"""
WHAT_IS_NEEDED = "## What each question needs · 各类分析所需的表"
HEADER = ["column", "type", "unit", "required", "default", "limits", "meaning", "含义"]
SETTINGS_NOTE = "One row a setting, with the columns `key` and `value`. 每行一项：`key` 与 `value` 两列。"


def tables_page() -> str:
    """docs/tables.md as Markdown."""
    needs = [["question", "tables"]]
    for question in QUESTIONS:
        needed = [f"`{table.name}`" for table in schema().values() if question in table.needed_for]
        needs.append([question, ", ".join(needed)])
    parts = [TITLE, INTRODUCTION, WHAT_IS_NEEDED, _grid(needs)]
    return "\n\n".join(part.strip() for part in [*parts, *map(_section, schema().values())]) + "\n"


def limits(column: Column) -> str:
    """What values a column may take, beyond its type."""
    parts = []
    if column.choices:
        parts.append(", ".join(column.choices))
    if column.minimum is not None or column.maximum is not None:
        low, high = plain_limit(column.minimum), plain_limit(column.maximum)
        parts.append(f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}")
    if column.references:
        parts.append(f"in `{column.references}`")
    return "; ".join(parts)


def _section(table: Table) -> str:
    rows = [HEADER]
    for column in table.columns.values():
        rows.append(
            [
                f"`{column.name}`",
                column.type,
                column.unit,
                _required(column),
                column.default,
                limits(column),
                column.meaning,
                column.meaning_zh,
            ]
        )
    note = f"\n\n{SETTINGS_NOTE}" if table.vertical else ""
    return f"## `{table.name}`\n\n{table.meaning}. {table.meaning_zh}。{note}\n\n{_grid(rows)}"


def _required(column: Column) -> str:
    if not column.required:
        return "no"
    kind = "key" if column.key else "yes"
    return f"{kind}, cells may be blank" if column.may_be_blank else kind


def _grid(rows: list[list[str]]) -> str:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
