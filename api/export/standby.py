"""The two-stage plan of a week as files: tables as CSV and Parquet, one page."""

from __future__ import annotations

from pathlib import Path

from api.report.standby_page import render_standby
from api.standby import tables
from scenarios.plan.files import write_frame
from scenarios.plan.standing_by import StandbyPlan
from scenarios.plan.values import Plan

PAGE = "standby.html"


def write_standby(found: StandbyPlan, plan: Plan, folder: Path, language: str) -> Path:
    """Write tables and page into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables(found).items():
        write_frame(frame, folder, f"standby_{name}")
    page = folder / PAGE
    page.write_text(render_standby(found, plan, language), encoding="utf-8")
    return page
