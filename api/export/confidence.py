"""The price of confidence as files: tables as CSV and Parquet, one workbook, one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from api.export.workbook import write_workbook
from api.report.confidence_page import render_confidence
from optimize.requirement.confidence import Confidence
from scenarios.plan.files import write_frame
from scenarios.plan.values import Plan

PAGE, BOOK = "confidence.html", "confidence.xlsx"


def write_confidence(found: Confidence, plan: Plan, folder: Path, language: str) -> Path:
    """Write tables, workbook and page into `folder`; the page's path.

    People by interval are no sheet of the workbook, for which they may be too many; they are Parquet, and CSV
    where they are not too long to be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frames = tables(found)
    for name, frame in {**frames, "people": found.people}.items():
        write_frame(frame, folder, f"confidence_{name}")
    write_workbook(frames, folder / BOOK, plan.first_day)
    page = folder / PAGE
    page.write_text(render_confidence(found, plan, language), encoding="utf-8")
    return page


def tables(found: Confidence) -> Mapping[str, pd.DataFrame]:
    """All but the people by interval, columns as in `Confidence`; the prices as price, money."""
    prices = asdict(found.prices)
    return {
        "points": found.points,
        "outlets": found.outlets,
        "paths": found.paths,
        "prices": pd.DataFrame({"price": list(prices), "money": list(prices.values())}),
    }
