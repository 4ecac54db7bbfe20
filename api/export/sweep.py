"""A sweep as files: one table of all figures, one page."""

from __future__ import annotations

from pathlib import Path

from api.report.sweep_page import FILE, render_sweep
from scenarios.network.cells import guard_formulas
from scenarios.sweep import Swept

PAGE = "sweep.html"


def write_sweep(name: str, found: Swept, folder: Path, language: str) -> Path:
    """Write `sweep.csv` (columns as in `Swept.figures`) and the page into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    guard_formulas(found.figures).to_csv(folder / FILE, index=False, encoding="utf-8-sig")
    page = folder / PAGE
    page.write_text(render_sweep(name, found, language), encoding="utf-8")
    return page
