"""Frames of rows made one by one, with the types of their columns also where there are no rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

Kind = Literal["str", "float64", "bool"]


def framed(rows: Iterable[tuple[object, ...]], columns: Mapping[str, Kind]) -> pd.DataFrame:
    """The rows under the names of their columns."""
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))
