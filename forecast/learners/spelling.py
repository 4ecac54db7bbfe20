"""The table of features for learners that add and multiply: cycles as waves, categories as columns."""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array, Single
from forecast.learners.features import (
    DAY_OF_MONTH,
    DAY_OF_YEAR,
    HOLIDAY_NUMBER,
    ORDINALS,
    PLACE,
    WEEKDAY,
    Asked,
    Features,
)

WAVES_OF_YEAR, WAVES_OF_MONTH, WAVES_OF_DAY = 3, 2, 4
DAYS_OF_YEAR, DAYS_OF_MONTH = 365.25, 30.5


def spelled_out(features: Features, asked: Asked, table: Single) -> Single:
    """The table of the cells asked for, numbers that stand for something replaced by what they stand for."""
    facts = features.days[asked.day]
    number, most = facts[:, HOLIDAY_NUMBER], int(features.days[:, HOLIDAY_NUMBER].max())
    columns = [
        np.delete(table, [PLACE, *(features.first_fact(table) + np.array(ORDINALS))], axis=1),
        facts[:, WEEKDAY, None] == np.arange(7),
        number[:, None] == np.arange(1, most + 1),
        _waves(facts[:, DAY_OF_YEAR] / DAYS_OF_YEAR, WAVES_OF_YEAR),
        _waves(facts[:, DAY_OF_MONTH] / DAYS_OF_MONTH, WAVES_OF_MONTH),
    ]
    places = features.cells.counts.shape[2]
    if places > 1:
        columns.append(_waves(asked.place / places, WAVES_OF_DAY))
    return np.hstack([np.asarray(column, dtype=np.float32) for column in columns])


def _waves(turn: Array, count: int) -> Array:
    """Sines and cosines of a cycle; `turn` 1 is once around."""
    angle = 2 * np.pi * turn[:, None] * np.arange(1, count + 1)
    return np.hstack([np.sin(angle), np.cos(angle)])
