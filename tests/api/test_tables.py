"""Frames as workbooks and as plain data: what has no value stays without one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from api.export.workbook import write_workbook
from api.records import plain_rows


def frame() -> pd.DataFrame:
    """Each kind of value, and none of it."""
    return pd.DataFrame(
        {
            "number": [1.5, np.nan, np.inf],
            "bound": pd.Series([None, None, pd.NA], dtype=object),
            "people": pd.array([3, None, 4], dtype="Int64"),
            "day": pd.to_datetime(["2026-09-14", None, None]),
            "text": ["=1", "", "x"],
            "flag": [True, False, True],
        }
    )


def test_a_workbook_leaves_cells_empty(tmp_path: Path) -> None:
    """None, NA, NaN and NaT are empty cells; infinite is a sign; texts that look like formulas are texts."""
    write_workbook({"a": frame()}, tmp_path / "a.xlsx", pd.Timestamp("2026-09-14"))
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["a"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows] == [(1.5, None, 3), (None, None, None), ("∞", None, 4)]
    assert [row[3] is None for row in rows] == [False, True, True]
    assert rows[0][4:] == ("=1", "True")


def test_plain_rows_are_ready_for_json() -> None:
    """Instants are ISO text; what has no value or no end is null."""
    rows = plain_rows(frame())
    assert rows[0] == {
        "number": 1.5,
        "bound": None,
        "people": 3,
        "day": "2026-09-14T00:00:00",
        "text": "=1",
        "flag": True,
    }
    assert rows[2]["number"] is None
    assert rows[1]["day"] is None
    assert rows[2]["bound"] is None
