"""Suggested shifts as files: tables, a workbook, a page, and `shift_types.csv` ready for the network."""

from __future__ import annotations

from pathlib import Path

from api.export.workbook import write_workbook
from api.report.shifts_page import render_shifts
from scenarios.network.cells import guard_formulas
from scenarios.plan.designing import ShiftDesign
from scenarios.plan.files import write_frame
from scenarios.plan.values import Plan

PAGE, BOOK, TYPES = "shifts.html", "shifts.xlsx", "shift_types.csv"


def write_shifts(found: ShiftDesign, plan: Plan, folder: Path, language: str) -> Path:
    """Write everything into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("groups", "curve", "shifts", "duties", "prices")
    frames = {name: getattr(found, name) for name in names}
    for name, frame in {**frames, "cover": found.cover}.items():
        write_frame(frame, folder, f"shifts_{name}")
    types = found.shift_types.assign(break_paid=found.shift_types["break_paid"].map({True: "yes", False: "no"}))
    guard_formulas(types).to_csv(folder / TYPES, index=False, encoding="utf-8-sig", lineterminator="\n")
    write_workbook({**frames, "shift_types": types}, folder / BOOK, plan.first_day)
    page = folder / PAGE
    page.write_text(render_shifts(found, plan, language), encoding="utf-8")
    return page
