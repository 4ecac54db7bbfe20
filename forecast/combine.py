"""Which model speaks for which series: the ladder from a full history down to none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from forecast.arrays import Array, Flags, Single
from forecast.models import adjusted_level, scaled_kin
from forecast.models.calendar_regression import CalendarFit
from forecast.models.panel import DayOutlook, Panel
from forecast.setting import Setting

ORDINARY, SHORT, SPARSE, ZERO, NONE = "ordinary", "short", "sparse", "zero", "no_history"
LEAST_DAYS = 15
"""With fewer known days a series takes the calendar of its kin."""
SPARSE_MEAN = 1.0
"""Customers a day below which logs of days say nothing."""

Values = TypeVar("Values", Array, Single)
Weights = Mapping[Setting, float]
"""Shares of the settings whose answers are mixed; they add up to 1."""


@dataclass(frozen=True)
class Combined:
    """Day levels of all series, the rung of the ladder that each stands on, and the calendar behind them.

    The calendar is that of the setting with the largest weight, which is named.
    """

    outlook: DayOutlook
    rung: npt.NDArray[np.str_]
    calendar: CalendarFit
    setting: Setting


def look_ahead(panel: Panel, weights: Weights) -> Combined:
    """Every series by the model of its rung; only ordinary series teach the shared calendar."""
    rung = rungs(panel.levels)
    ordinary: Flags = rung == ORDINARY
    teachers = ordinary if ordinary.any() else np.isin(rung, [SHORT, SPARSE])
    taught = replace(panel, levels=np.where(teachers[:, None], panel.levels, np.nan))
    first = max(weights, key=lambda setting: weights[setting])
    leading = adjusted_level.look_ahead(taught, first)
    # The calendars of the others would fill the memory.
    rest = {setting: adjusted_level.look_ahead(taught, setting).outlook for setting in weights if setting != first}
    calendar, main = leading.calendar, _mixed({first: leading.outlook, **rest}, weights)
    kin = scaled_kin.look_ahead(panel, calendar.shared, calendar.holiday)
    zero = (rung == ZERO)[:, None]
    own = ordinary[:, None]
    outlook = DayOutlook(
        centre=np.where(zero, 0.0, np.where(own, main.centre, kin.centre)),
        offset=np.where(ordinary, main.offset, np.where(rung == ZERO, 0.0, kin.offset)),
        ordinary=np.where(own, main.ordinary, kin.ordinary),
        errors=np.where(ordinary, main.errors, np.float32(np.nan)),
    )
    return Combined(outlook, rung, calendar, first)


def _mixed(answers: Mapping[Setting, DayOutlook], weights: Weights) -> DayOutlook:
    """The weighted mean of several answers on the log scale, on which their errors are too."""
    offset = next(iter(answers.values())).offset[:, None]  # follows from the levels alone

    def mean(values: Mapping[Setting, Values]) -> Values:
        return reduce(add, (weights[key] * value for key, value in values.items()))

    def level(values: Mapping[Setting, Array]) -> Array:
        logs = {key: np.log(np.maximum(value + offset, 1e-12)) for key, value in values.items()}
        return np.maximum(np.exp(mean(logs)) - offset, 0.0)

    return DayOutlook(
        centre=level({key: answer.centre for key, answer in answers.items()}),
        offset=offset[:, 0],
        ordinary=level({key: answer.ordinary for key, answer in answers.items()}),
        errors=mean({key: answer.errors for key, answer in answers.items()}),
    )


def rungs(levels: Array) -> npt.NDArray[np.str_]:
    """The rung of each series, by its known days and what came on them."""
    known = np.isfinite(levels)
    days = known.sum(1)
    total = np.where(known, levels, 0.0).sum(1)
    mean = total / np.maximum(days, 1)
    conditions = [days == 0, total == 0, days < LEAST_DAYS, mean < SPARSE_MEAN]
    result: npt.NDArray[np.str_] = np.select(conditions, [NONE, ZERO, SHORT, SPARSE], ORDINARY)
    return result
