"""A dispatch as files: the answer's tables, the roster change, one workbook, one page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from api.export.workbook import write_workbook
from api.report.dispatch_page import render_dispatch
from scenarios.dispatch import Dispatched, write_answer
from scenarios.plan.files import write_frame
from scenarios.plan.values import Plan

PAGE, BOOK = "dispatch.html", "dispatch.xlsx"


def write_dispatch(found: Dispatched, plan: Plan, folder: Path, language: str) -> Path:
    """Write tables, roster change, the day foreseen anew, workbook and page into `folder`; the page's path."""
    write_answer(found.answer, folder)
    write_frame(found.changes, folder, "dispatch_changes")
    write_frame(found.moment.today.days, folder, "dispatch_today")
    frames = {"moves": found.answer.moves, "changes": found.changes, "open": found.answer.open}
    write_workbook({name: _told(frame) for name, frame in frames.items()}, folder / BOOK, plan.first_day)
    page = folder / PAGE
    page.write_text(render_dispatch(found, plan, language), encoding="utf-8")
    return page


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Moments as text of the network's clock, for workbooks know no zones."""
    moments = {
        name: frame[name].dt.strftime("%Y-%m-%d %H:%M").fillna("")
        for name in frame.columns
        if isinstance(frame[name].dtype, pd.DatetimeTZDtype)
    }
    return frame.assign(**moments)
