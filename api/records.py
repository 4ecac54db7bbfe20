"""Rows of a frame, one by one, for what is shown and written."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row with its columns as attributes; their types are those that the frame's docstring states."""
    return iter(frame.itertuples(index=False, name="Row"))


def plain(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Each row as plain data, ready for JSON: moments as ISO text, null for what has no value."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> object:
    value = value.item() if hasattr(value, "item") else value
    if value is None or (isinstance(value, float) and not isfinite(value)) or value != value:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value
