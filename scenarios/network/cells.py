"""Cells of any type as the text a person would type, and one spelling for blanks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from scenarios.network.schema import LISTS

GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
"""First characters that a spreadsheet would take for a formula, and the guard itself."""


def cell_text(cell: object) -> str:
    """One cell as text: 3.0 is "3", a true cell "yes", nothing is ""."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, (list, tuple, set, frozenset, np.ndarray)):
        entries = sorted(cell) if isinstance(cell, (set, frozenset)) else cell
        return LISTS.join(cell_text(entry) for entry in entries)
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell.hour:02}:{cell.minute:02}"
    if isinstance(cell, timedelta):
        total = round(cell.total_seconds() / 60)
        return f"{total // 60:02}:{total % 60:02}"
    return str(cell)


def as_text(cells: pd.Series) -> pd.Series:
    """A column of any type as text, "" for blank."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = cells.astype(cells.cat.categories.dtype)
    if isinstance(cells.dtype, pd.StringDtype):
        return cells.fillna("")
    return pd.Series([cell_text(cell) for cell in cells.astype(object)], index=cells.index, dtype="str")


def unguard(texts: pd.Series) -> pd.Series:
    """Texts without the apostrophe that keeps a spreadsheet from taking them for formulas."""
    guarded = texts.str.startswith("'") & texts.str.slice(1, 2).isin(GUARDED)
    return texts.where(~guarded, texts.str.slice(1)) if guarded.any() else texts


def guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with an apostrophe before every text cell that a spreadsheet would take for a formula.

    Reading takes it away again, so nothing is lost.
    """
    guarded = frame.copy()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.StringDtype) or frame[name].dtype == object:
            texts = frame[name]
            risky = texts.map(lambda cell: isinstance(cell, str) and cell.startswith(GUARDED)).astype(bool)
            if risky.any():
                guarded[name] = texts.where(~risky, "'" + texts.astype("str"))
    return guarded


def names(text: str) -> tuple[str, ...]:
    """The entries of a list column's cell."""
    return tuple(text.split(LISTS)) if text else ()


def minutes(time: str) -> int:
    """Minutes after midnight of a time column's cell; 24:00 is 1440."""
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def plain_limit(limit: float | None) -> str:
    """A least or most value in plain digits, "" for none."""
    return "" if limit is None else f"{limit:.0f}" if float(limit).is_integer() else f"{limit:g}"
