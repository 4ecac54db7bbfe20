"""What a fair share is: a total split by claims, less what somebody had too much of before, in whole units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quarterhour.arrays import Ints

Numbers = NDArray[np.float64]


def fair_shares(total: int, claims: Numbers, before: Numbers) -> Ints:
    """(P,) each person's share of `total` by their claim, less `before`, rounded up, never below 0.

    Where there are no claims nobody can have too much.
    """
    if claims.sum() <= 0:
        return np.full(len(claims), total, dtype=np.int64)
    shares: Ints = np.ceil(parts(total, claims) - before - 1e-9).clip(min=0).astype(np.int64)
    return shares


def parts(total: int, claims: Numbers) -> Numbers:
    """(P,) `total` split by claims; nothing where there are none."""
    whole = claims.sum()
    return total * claims / whole if whole > 0 else np.zeros(len(claims))
