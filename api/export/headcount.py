"""Headcount planning as files: tables as CSV and Parquet, one workbook, one page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.workbook import write_workbook
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
    write_workbook(frames, folder / BOOK, made.first_day)
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
