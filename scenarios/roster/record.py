"""What a roster workbook keeps out of sight so that it can be read back: sheets and keys, for both directions."""

from __future__ import annotations

import pandas as pd

from scenarios.network.cells import cell_text, guard_formulas

FACTS, SEGMENTS, CELLS, OUTLETS = "_roster", "_segments", "_cells", "_outlets"
"""Hidden sheets: key and value; all segments; what each visible cell said when it was written; outlets."""
SHEETS = (FACTS, SEGMENTS, CELLS, OUTLETS)
KEY_ROW = 2
"""Hidden row of an outlet's sheet, counted from 0: the outlet behind `OUTLET_MARK`, then each column's day."""
OUTLET_MARK = "#outlet="
FIRST_DAY_COLUMN = 2
CELL_COLUMNS = ("outlet", "employee", "day", "home", "text")


def as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as the texts that read back to it: instants with their offset, guarded against formulas."""
    texts = {
        name: [
            cell.isoformat(sep=" ") if isinstance(cell, pd.Timestamp) and cell.tzinfo else _plain(cell)
            for cell in frame[name]
        ]
        for name in frame.columns
    }
    return guard_formulas(pd.DataFrame(texts, dtype="str"))


def _plain(cell: object) -> str:
    return cell_text(cell).removesuffix(" 00:00:00")
