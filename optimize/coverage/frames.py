"""The columns of consolidation's frames, and what they are where nothing is under review."""

from __future__ import annotations

import pandas as pd

REVIEW = {
    "outlet": "str",
    "months": "int64",
    "volume": "float64",
    "threshold": "float64",
    "source": "str",
    "verdict": "str",
    "note": "str",
}
OPTIONS = {
    "outlet": "str",
    "option": "str",
    "target": "str",
    "covered": "float64",
    "covered_change": "float64",
    "below": "str",
    "extra_minutes": "float64",
    "worst_minutes": "float64",
    "volume_to": "str",
    "digital": "float64",
    "lost": "float64",
    "fullest": "float64",
    "staff_freed": "float64",
    "monthly_saving": "float64",
    "one_off": "float64",
    "pays_back_months": "float64",
    "allowed": "bool",
    "reason": "str",
    "chosen": "bool",
}
TRANSFERS = {
    "outlet": "str",
    "service": "str",
    "option": "str",
    "target": "str",
    "to": "str",
    "volume": "float64",
}


def _empty(columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def no_review() -> pd.DataFrame:
    """No outlet has a threshold."""
    return _empty(REVIEW)


def no_options() -> pd.DataFrame:
    """No outlet is under review."""
    return _empty(OPTIONS)


def no_transfers() -> pd.DataFrame:
    """No demand would move."""
    return _empty(TRANSFERS)
