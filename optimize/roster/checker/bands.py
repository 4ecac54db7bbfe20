"""How far comparable people are apart, from what each had; shares no code with the model."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from optimize.roster.checker.evidence import View

QUARTER = 0.25
"""What lies outside a band is counted by quarters begun."""


def outside_band(
    view: View, shares: pd.DataFrame, balance: pd.Series, width: float = 1.0, step: float = QUARTER
) -> pd.DataFrame:
    """employee, day (the first), amount: how far each lies outside the best band, by steps begun.

    Comparable people are held against a share by claim of what their group had.
    """
    group = view.comparable
    had, claimed = (shares[name].groupby(group).transform("sum") for name in ("had", "claim"))
    more_there = shares["claim"] - shares["claim"].groupby(group).transform("min")
    stands = shares["had"] + balance - had * more_there / claimed.where(claimed > 0)
    found = []
    for _, members in stands[(shares["total"] > 0) & (claimed > 0)].groupby(group):
        amounts = _beyond(members.to_numpy(float), width, step)
        found += [
            (name, view.first_day, amount)
            for name, amount in zip(members.index, amounts.tolist(), strict=True)
            if amount > 0
        ]
    return pd.DataFrame(found, columns=["employee", "day", "amount"])


def _beyond(stands: np.ndarray, width: float, step: float) -> np.ndarray:
    """How far each lies outside the best band of a width.

    Of all bands whole steps from somebody it is the one that leaves least outside, and of these fewest people.
    """
    most = math.ceil((stands.max() - stands.min() + width) / step)
    levels = (stands[:, None] + step * np.arange(-most, most + 1)).ravel()[:, None]
    apart = np.maximum(stands - levels - width, 0) + np.maximum(levels - stands, 0)
    begun = np.ceil(apart / step - 1e-6) * step
    best: np.ndarray = begun[np.lexsort(((begun > 0).sum(axis=1), begun.sum(axis=1).round(9)))[0]]
    return best
