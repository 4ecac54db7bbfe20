"""The columns of one part of a table: there, known, filled, readable and within their limits."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.network.cells import as_text, plain_limit
from scenarios.network.columns import Parsed, dtype, parse
from scenarios.network.findings import Findings
from scenarios.network.moments import localise
from scenarios.network.parts import Located, Part
from scenarios.network.schema import Column, Table


def check_columns(table: Table, part: Part, grid: TimeGrid, findings: Findings) -> Located | None:
    """The part with its types, blanks where cells can not be read; None where a required column is missing."""
    part = _without_blank_rows(part)
    complete = _check_header(table, part, findings)
    if not complete:
        return None
    columns: dict[str, pd.Series] = {}
    parsed: dict[str, Parsed] = {}
    for column in table.columns.values():
        if column.name in part.frame:
            parsed[column.name] = parse(part.frame[column.name], column)
            columns[column.name] = parsed[column.name].typed
            _report(part, column, parsed[column.name], findings)
        else:
            columns[column.name] = _defaults(column, len(part.frame), grid)
    for column in table.columns.values():
        if column.type == "datetime" and column.name in parsed:
            columns[column.name] = _instants(table, column, part, columns, parsed[column.name], grid, findings)
    if table.name == "arrivals":
        _mark_daily(columns, parsed["start"], part, grid)
    return Located.of_part(table.name, part, pd.DataFrame(columns))


def hint(name: str, known: list[str]) -> str:
    """What `name` may have meant, or the first of what is known."""
    close = get_close_matches(name, known, n=1) if len(known) <= 2000 else []
    return close[0] if close else ", ".join(known[:5]) + (" …" if len(known) > 5 else "")


def _without_blank_rows(part: Part) -> Part:
    """Rows whose cells are all blank are no rows."""
    if not len(part.frame.columns) or not len(part.frame):
        return part
    first = part.frame.columns[0]
    candidates = np.flatnonzero((as_text(part.frame[first]) == "").to_numpy())
    if not len(candidates):
        return part
    texts = part.frame.iloc[candidates].apply(lambda cells: as_text(cells).str.strip() == "")
    empty = candidates[texts.all(axis=1).to_numpy()]
    keep = np.ones(len(part.frame), dtype=bool)
    keep[empty] = False
    return Part(part.file, part.frame[keep].reset_index(drop=True), part.rows[keep])


def _check_header(table: Table, part: Part, findings: Findings) -> bool:
    extra = {"daily"} if table.name == "arrivals" else set()
    for name in part.frame.columns:
        if name not in table.columns and name not in extra:
            findings.add("unknown_column", part.file, column=str(name), hint=hint(str(name), list(table.columns)))
    missing = [name for name in table.required if name not in part.frame]
    for name in missing:
        findings.add(
            "missing_column",
            part.file,
            column=name,
            meaning=table.columns[name].meaning,
            meaning_zh=table.columns[name].meaning_zh,
        )
    return not missing


def _report(part: Part, column: Column, parsed: Parsed, findings: Findings) -> None:
    if column.required and not column.may_be_blank:
        findings.add_rows("blank", part, parsed.blank, column.name)
    for kind, wrong in parsed.wrong.items():
        if wrong.any():
            findings.add_rows(
                kind,
                part,
                wrong,
                column.name,
                shown=parsed.texts,
                choices=", ".join(column.choices),
                least=plain_limit(column.minimum),
                most=plain_limit(column.maximum),
                unit=column.unit,
            )


def _defaults(column: Column, rows: int, grid: TimeGrid) -> pd.Series:
    """A column that the file does not have."""
    if column.type == "datetime":
        return pd.Series(pd.NaT, index=range(rows), dtype=dtype(column, grid.timezone))
    return pd.Series([_default(column)] * rows, dtype=dtype(column, grid.timezone))


@cache
def _default(column: Column) -> object:
    """What a blank of a column stands for."""
    return parse(pd.Series([""], dtype="str"), column).typed.iloc[0]


def _instants(
    table: Table,
    column: Column,
    part: Part,
    columns: dict[str, pd.Series],
    parsed: Parsed,
    grid: TimeGrid,
    findings: Findings,
) -> pd.Series:
    """Wall-clock cells as instants; a date alone is where that business day begins."""
    aware, day = parsed.moment if parsed.moment is not None else (np.zeros(0, dtype=bool),) * 2
    wall = parsed.typed.where(~day, parsed.typed + pd.Timedelta(minutes=grid.day_cut))
    groups = [columns[name] for name in table.keys if table.columns[name].type != "datetime"]
    values, skipped = localise(wall, aware, groups, grid.timezone)
    findings.add_rows("skipped_time", part, skipped, column.name, shown=parsed.texts, timezone=grid.timezone)
    return values


def _mark_daily(columns: dict[str, pd.Series], start: Parsed, part: Part, grid: TimeGrid) -> None:
    """Which rows of the history count a whole day, with their start moved to where that day begins.

    A date alone does; so does every row of a series whose rows all stand at midnight, which is how typed
    dates arrive from workbooks and Parquet. A `daily` column given in memory decides by itself.
    """
    wall = columns["start"].dt.tz_localize(None)
    midnight = (wall == wall.dt.normalize()).to_numpy()
    day = start.moment[1] if start.moment is not None else np.zeros(len(wall), dtype=bool)
    if "daily" in part.frame:
        daily = part.frame["daily"].eq(True).to_numpy()
    else:
        series = pd.factorize(columns["outlet"])[0] * (len(columns["service"]) + 1)
        series = series + pd.factorize(columns["service"])[0]
        timed = pd.Series(~(midnight | day)).groupby(series).transform("any").to_numpy()
        several = pd.Series(1, index=wall.index).groupby(series).transform("size").to_numpy() > 1
        daily = day | (midnight & ~timed & several)
    moved = daily & midnight & ~day & wall.notna().to_numpy()
    if moved.any() and grid.day_cut:
        starts = wall[moved] + pd.Timedelta(minutes=grid.day_cut)
        local, _ = localise(starts, np.zeros(len(starts), dtype=bool), [], grid.timezone)
        columns["start"] = columns["start"].mask(moved, local.reindex(wall.index))
    columns["daily"] = pd.Series(daily, index=wall.index)
