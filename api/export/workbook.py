"""Tables as one workbook, a sheet each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter


def write_workbook(frames: Mapping[str, pd.DataFrame], path: Path, created: pd.Timestamp) -> None:
    """One sheet a table; every text is written as text, so that nothing becomes a formula or a link.

    A workbook has no number for what is infinite: that is written as ∞; what has no value is left empty.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": created.to_pydatetime()})
        head, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        number = book.add_format({"num_format": "#,##0.0"})
        for name, frame in frames.items():
            sheet = book.add_worksheet(name)
            for column, title in enumerate(frame.columns):
                sheet.write_string(0, column, str(title), head)
                for row, value in enumerate(frame[title], start=1):
                    if pd.isna(value):
                        continue
                    if isinstance(value, pd.Timestamp):
                        sheet.write_datetime(row, column, value.to_pydatetime(), date)
                    elif isinstance(value, str | bool) or pd.api.types.is_bool(value):
                        sheet.write_string(row, column, str(value))
                    elif math.isinf(value):
                        sheet.write_string(row, column, "∞" if value > 0 else "-∞")
                    else:
                        sheet.write_number(row, column, float(value), number)
            sheet.set_column(0, max(len(frame.columns) - 1, 0), 14)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
