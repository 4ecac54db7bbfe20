"""The coverage report as files: tables as CSV and Parquet, one workbook, one map, one page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.coverage_features import coverage_features
from api.export.workbook import write_workbook
from api.records import plain_rows
from api.report.coverage import render_coverage
from scenarios.coverage import Coverage
from scenarios.plan.files import write_frame

PAGE, BOOK, MAP = "coverage.html", "coverage.xlsx", "isochrones.geojson"
CREATED = pd.Timestamp("2000-01-01")
"""Said in the workbook's properties: the same answer makes the same file."""


def write_coverage(found: Coverage, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = tables(found)
    for name, frame in frames.items():
        write_frame(frame, folder, f"coverage_{name}")
    write_workbook(frames, folder / BOOK, CREATED)
    drawn = json.dumps(coverage_features(found), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (folder / MAP).write_text(drawn, encoding="utf-8")
    page = folder / PAGE
    page.write_text(render_coverage(found, language), encoding="utf-8")
    return page


def tables(found: Coverage) -> Mapping[str, pd.DataFrame]:
    """All tables by name."""
    return {
        "summary": found.summary,
        "bands": found.bands,
        "zones": found.zones,
        "points": found.points,
        "blind_spots": found.blind_spots,
        "next_best": found.next_best,
        "key_places": found.key_places,
        "off_road": found.off_road,
    }


def as_data(found: Coverage) -> dict[str, object]:
    """All tables but the zones as plain data: what has no value is null."""
    kept = {name: plain_rows(frame) for name, frame in tables(found).items() if name != "zones"}
    return {"network": found.network, "name": found.name, "version": found.version, **kept}
