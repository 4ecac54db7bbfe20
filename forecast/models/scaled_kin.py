"""The kin's calendar scaled by the series' own mean: for short, sparse and new series.

    level[s,d] = c_s f[s,d],   f = (1 + OFFSET) exp(shared effect) - OFFSET,   c_s = sum_d w_d L / sum_d w_d f

with recent days weighing more; the effect is one on the log of level + offset, so the offset is taken off again.
A series without any history takes the mean of c over its kin.
"""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array, Ints
from forecast.models.offset import OFFSET
from forecast.models.panel import DayOutlook, Panel

HALF_LIFE = 180.0


def look_ahead(panel: Panel, shared: Array, holiday: Array) -> DayOutlook:
    """Day levels of the horizon; `shared` and `holiday` are the log effects over known days and horizon."""
    n = panel.levels.shape[1]
    known = np.isfinite(panel.levels)
    weight = known * 0.5 ** ((n - 1 - np.arange(n)) / HALF_LIFE)
    relative = _relative(shared)
    above = (weight * np.nan_to_num(panel.levels)).sum(1)
    below = (weight * relative[:, :n]).sum(1)
    own = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    kin = np.zeros(len(own), dtype=np.int64)
    for number, (_, members) in enumerate(panel.groups):
        kin[members] = number
    scale = _or_mean_of(own, kin)
    horizon = len(panel.design.matrix) - n
    return DayOutlook(
        centre=scale[:, None] * relative[:, n:],
        offset=OFFSET * scale,
        ordinary=scale[:, None] * _relative(shared - holiday)[:, n:],
        errors=np.full((0, horizon, len(own)), np.nan, dtype=np.float32),
    )


def _relative(effect: Array) -> Array:
    """Level relative to a typical day's."""
    return np.maximum((1 + OFFSET) * np.exp(effect) - OFFSET, 0.0)


def _or_mean_of(own: Array, kin: Ints) -> Array:
    """Own values where known, else the mean of the kin's, else that of all, else 0."""
    filled = own.copy()
    known = np.isfinite(own)
    for number in np.unique(kin[~known]):
        mine = known & (kin == number)
        mean = own[mine].mean() if mine.any() else own[known].mean() if known.any() else 0.0
        filled[~known & (kin == number)] = mean
    return filled
