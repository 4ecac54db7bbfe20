"""A comparison as files: one page, JSON, tables as CSV and Parquet, one workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from api.export.workbook import write_workbook
from api.report import render_comparison
from scenarios.compare import Comparison
from scenarios.plan.files import write_frame
from scenarios.plan.values import Plan

PAGE, BOOK, DATA = "comparison.html", "comparison.xlsx", "comparison.json"


def write_comparison(comparison: Comparison, base: Plan, folder: Path, language: str) -> Path:
    """Write page, JSON, tables and workbook into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_data(comparison), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / DATA).write_text(text + "\n", encoding="utf-8")
    frames = tables(comparison)
    for name, frame in frames.items():
        write_frame(frame, folder, f"comparison_{name}")
    clocks = {name: _clocks_as_text(frame) for name, frame in frames.items()}
    write_workbook(clocks, folder / BOOK, base.first_day)
    page = folder / PAGE
    page.write_text(render_comparison(comparison, base, language), encoding="utf-8")
    return page


def tables(comparison: Comparison) -> Mapping[str, pd.DataFrame]:
    """All frames by name, columns as in `Comparison`."""
    values = {field.name: getattr(comparison, field.name) for field in fields(comparison)}
    return {name: value for name, value in values.items() if isinstance(value, pd.DataFrame)}


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Plain data: the plans' names, and rows by table; what has no value is null."""
    rows = {
        name: json.loads(frame.to_json(orient="records", date_format="iso", force_ascii=False))
        for name, frame in tables(comparison).items()
    }
    return {"plans": list(comparison.names), **rows}


def _clocks_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Instants as the network's wall clock tells them: a workbook knows no zones."""
    clocks = frame.select_dtypes("datetimetz").columns
    return frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d %H:%M").astype("str") for name in clocks})
