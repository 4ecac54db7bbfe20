"""Rows of a frame, one by one, for what is shown and written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row with its columns as attributes; their types are those that the frame's docstring states."""
    return iter(frame.itertuples(index=False, name="Row"))
