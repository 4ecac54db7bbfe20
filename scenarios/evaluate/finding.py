"""What an evaluation finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

TOLERANCE = 1e-6
"""Figures that differ by less, relative to the larger of them and 1, agree: sums of floats in another order."""


@dataclass(frozen=True)
class Finding:
    """One disagreement between a plan and its recomputation, or one broken hard rule.

    Attributes
    ----------
    check
        Key of the check, such as `rest` or `cover`.
    where
        Person, outlet, day or interval concerned.
    expected, found
        The recomputed value or the limit, and what the plan says or does.
    """

    check: str
    where: str
    expected: str
    found: str


def differ(first: float, second: float) -> bool:
    """Whether two figures disagree beyond rounding; NaN agrees with NaN."""
    if first != first or second != second:
        return not (first != first and second != second)
    return abs(first - second) > TOLERANCE * max(1.0, abs(first), abs(second))


MOST = 20
"""Findings shown of one check and table: more of the same tell nothing new."""


def apart(
    check: str,
    frame: pd.DataFrame,
    labels: Sequence[str],
    expected: npt.ArrayLike,
    found: npt.ArrayLike,
) -> Iterator[Finding]:
    """One finding a row of `frame` in which two columns of figures disagree beyond rounding."""
    first, second = np.asarray(expected, dtype=float), np.asarray(found, dtype=float)
    wrong = ~np.isclose(first, second, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    yield from where(check, frame, labels, wrong, first, second)


def where(
    check: str,
    frame: pd.DataFrame,
    labels: Sequence[str],
    wrong: npt.ArrayLike,
    expected: npt.ArrayLike | str,
    found: npt.ArrayLike,
) -> Iterator[Finding]:
    """One finding a row of `frame` that is `wrong`; `expected` may be one text for all."""
    rows = np.flatnonzero(np.asarray(wrong, dtype=bool))[:MOST]
    shown = frame[list(labels)].iloc[rows].astype(str)
    texts = [" ".join(cells) for cells in shown.itertuples(index=False)]
    values = np.asarray(found)
    limits = np.full(len(frame), expected, dtype=object) if isinstance(expected, str) else np.asarray(expected)
    for row, text in zip(rows, texts, strict=True):
        yield Finding(check, text, str(limits[row]), str(values[row]))
