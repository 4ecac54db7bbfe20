"""Rows of a frame, one by one, for what is shown and written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row with its columns as attributes; their types are those that the frame's docstring states."""
    return iter(frame.itertuples(index=False, name="Row"))


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as plain data, ready for JSON: instants as ISO text, what has no value or no end as null."""
    return [{str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if value is None or value != value or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value
