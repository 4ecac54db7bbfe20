"""Frames are paired by label, never by position; an unmatched label raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from quarterhour.arrays import Ints

NO_ROWS: Ints = np.zeros(0, dtype=np.int64)


class LabelError(ValueError):
    """Two frames that should carry the same labels do not."""


class NothingKnownError(LabelError):
    """There is no history to forecast from."""


def _some(rows: pd.DataFrame) -> str:
    shown = ["/".join(map(str, row)) for row in rows.head(5).itertuples(index=False)]
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def attach(left: pd.DataFrame, right: pd.DataFrame, on: Sequence[str], what: str) -> pd.DataFrame:
    """`left` with the columns of `right`, in the order of `left`.

    Raises
    ------
    LabelError
        When a label of `left` is missing in `right`, or stands there twice.
    """
    keys = list(on)
    twice = right.duplicated(keys)
    if twice.any():
        raise LabelError(f"{what}: {_some(right.loc[twice, keys])} stands twice.")
    merged = left.merge(right.assign(_pairing=0.0), on=keys, how="left")
    missing = merged["_pairing"].isna()
    if missing.any():
        absent = merged.loc[missing, keys].drop_duplicates()
        raise LabelError(f"{what}: no entry for {_some(absent)}.\nMaybe the label is spelled differently.")
    merged.index = left.index
    return merged.drop(columns="_pairing")


def require_columns(frame: pd.DataFrame, columns: Sequence[str] | Mapping[str, object], what: str) -> None:
    """Raise unless `frame` has all `columns`.

    Raises
    ------
    LabelError
        Naming every column that is missing.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise LabelError(
            f"{what}: missing column(s) {', '.join(missing)}; there are {', '.join(map(str, frame.columns))}."
        )


def require_unique(frame: pd.DataFrame, on: Sequence[str], what: str) -> None:
    """Raise when a label stands twice.

    Raises
    ------
    LabelError
        Naming the first labels that do.
    """
    twice = frame.duplicated(list(on))
    if twice.any():
        raise LabelError(f"{what}: {_some(frame.loc[twice, list(on)])} stands twice.")


def rows_by_label(frame: pd.DataFrame, column: str) -> dict[str, Ints]:
    """Numbers of the rows of each label in a column, in order."""
    codes, labels = pd.factorize(frame[column])
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(1, len(labels)))
    return dict(zip(labels.tolist(), np.split(order, edges), strict=True)) if len(labels) else {}
