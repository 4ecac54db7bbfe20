"""How far comparable people are apart, from what each had; shares no code with the model."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from optimize.roster.checker.evidence import View

QUARTER = 0.25
"""What lies outside a band is counted by quarters begun."""


def outside_band(
    view: View, shares: pd.DataFrame, balance: pd.Series, moves: pd.Series | None = None, step: float = QUARTER
) -> pd.DataFrame:
    """employee, day (the first), amount: how far each lies outside the best band, by steps begun.

    Comparable people are held against a share by claim of what their group had. `moves`: how far each may lie
    beyond a band of one on either side, by employee; nobody may without it.
    """
    group = view.comparable
    had, claimed = (shares[name].groupby(group).transform("sum") for name in ("had", "claim"))
    more_there = shares["claim"] - shares["claim"].groupby(group).transform("min")
    stands = shares["had"] + balance - had * more_there / claimed.where(claimed > 0)
    counts = ((shares["total"] > 0) & (claimed > 0)).to_numpy(bool)
    either_side = np.zeros(len(stands)) if moves is None else moves.reindex(stands.index).to_numpy(float)
    stood, outside = stands.to_numpy(float), np.zeros(len(stands))
    for rows in stands.groupby(group.reindex(stands.index)).indices.values():
        members = np.asarray(rows, dtype=np.int64)
        members = members[counts[members]]
        if len(members):
            most, least = stood[members] + either_side[members], stood[members] - either_side[members] - 1.0
            outside[members] = _beyond(least, most, step)
    beyond = np.flatnonzero(outside > 0)
    return pd.DataFrame({"employee": stands.index[beyond], "day": view.first_day, "amount": outside[beyond]})


def _beyond(least: np.ndarray, most: np.ndarray, step: float) -> np.ndarray:
    """How far each lies outside the best band, whose level suits them between `least` and `most`.

    Of all levels whole steps from somebody's end the one that leaves least outside, and of these fewest people.
    """
    ends = np.concatenate([least, most])
    furthest = math.ceil((ends.max() - ends.min()) / step)
    levels = (ends[:, None] + step * np.arange(-furthest, furthest + 1)).ravel()[:, None]
    apart = np.maximum(least - levels, 0) + np.maximum(levels - most, 0)
    begun = np.ceil(apart / step - 1e-6) * step
    best: np.ndarray = begun[np.lexsort(((begun > 0).sum(axis=1), begun.sum(axis=1).round(9)))[0]]
    return best
