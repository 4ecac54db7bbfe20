"""What a fair share is: a total split by claims, rounded up to whole units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quarterhour.arrays import Ints


def fair_shares(total: int, claims: NDArray[np.float64]) -> Ints:
    """Each person's share of `total` by their claim, rounded up; nobody's where there are no claims."""
    whole = claims.sum()
    if whole <= 0:
        return np.full(len(claims), total, dtype=np.int64)
    shares: Ints = np.ceil(total * claims / whole - 1e-9).astype(np.int64)
    return shares
