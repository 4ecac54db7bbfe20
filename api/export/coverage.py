"""The coverage report as files: those of every study of sites, and a map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from api.export.coverage_features import coverage_features
from api.export.study import write_study
from api.records import plain_rows
from api.report.coverage import render_coverage
from scenarios.coverage import Coverage

NAME, MAP = "coverage", "isochrones.geojson"


def write_coverage(found: Coverage, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path."""
    page = write_study(NAME, tables(found), render_coverage(found, language), folder)
    drawn = json.dumps(coverage_features(found), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (folder / MAP).write_text(drawn, encoding="utf-8")
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
