"""What a plan near another one took over, and what it planned again."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

COLUMNS = {"stage": "str", "outlet": "str", "held": "bool"}


def no_held() -> pd.DataFrame:
    """`Plan.held` of a plan that was made by itself."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def held(stage: str, again: Sequence[str], kept: Sequence[str]) -> pd.DataFrame:
    """`Plan.held` of one stage."""
    rows = [(stage, outlet, False) for outlet in again] + [(stage, outlet, True) for outlet in kept]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
