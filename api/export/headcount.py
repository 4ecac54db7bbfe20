"""Headcount planning as files: tables as CSV and Parquet, one workbook, one page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

from api.report.headcount import render_headcount
from scenarios.headcount import Headcount
from scenarios.network import Network
from scenarios.network.cells import guard_formulas

PAGE, BOOK = "headcount.html", "headcount.xlsx"


def write_headcount(made: Headcount, network: Network, folder: Path, language: str) -> Path:
    """Write tables, workbook and page; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = tables(made)
    for name, frame in frames.items():
        frame.to_parquet(folder / f"headcount_{name}.parquet", compression="zstd", index=False)
        guarded = guard_formulas(frame)
        guarded.to_csv(folder / f"headcount_{name}.csv", index=False, encoding="utf-8-sig")
    _workbook(frames, folder / BOOK, made.first_day)
    page = folder / PAGE
    page.write_text(render_headcount(made, network, language), encoding="utf-8")
    return page


def tables(made: Headcount) -> Mapping[str, pd.DataFrame]:
    """All tables by name."""
    return {
        "total": made.total,
        "regions": made.regions,
        "outlets": made.outlets,
        "hires": made.hires,
        "costs": made.costs,
        "steps": made.steps,
        "customers": made.forecast.total,
        "customers_by_outlet": made.forecast.months,
        "notes": made.notes,
    }


def _workbook(frames: Mapping[str, pd.DataFrame], path: Path, created: pd.Timestamp) -> None:
    """One sheet a table; every text is written as text, so that nothing becomes a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": created.to_pydatetime()})
        head, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        number = book.add_format({"num_format": "#,##0.0"})
        for name, frame in frames.items():
            sheet = book.add_worksheet(name)
            for column, title in enumerate(frame.columns):
                sheet.write_string(0, column, str(title), head)
                for row, value in enumerate(frame[title], start=1):
                    if isinstance(value, pd.Timestamp):
                        sheet.write_datetime(row, column, value.to_pydatetime(), date)
                    elif isinstance(value, str | bool) or pd.api.types.is_bool(value):
                        sheet.write_string(row, column, str(value))
                    elif value == value:
                        sheet.write_number(row, column, float(value), number)
            sheet.set_column(0, max(len(frame.columns) - 1, 0), 14)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
