"""Which model speaks for which series: the ladder from a full history down to none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from forecast.arrays import Array, Flags
from forecast.models import adjusted_level, scaled_kin
from forecast.models.calendar_regression import CalendarFit
from forecast.models.panel import DayOutlook, Panel

ORDINARY, SHORT, SPARSE, ZERO, NONE = "ordinary", "short", "sparse", "zero", "no_history"
LEAST_DAYS = 15
"""With fewer known days a series takes the calendar of its kin."""
SPARSE_MEAN = 1.0
"""Customers a day below which logs of days say nothing."""


@dataclass(frozen=True)
class Combined:
    """Day levels of all series, the rung of the ladder that each stands on, and the calendar behind them."""

    outlook: DayOutlook
    rung: npt.NDArray[np.str_]
    calendar: CalendarFit


def look_ahead(panel: Panel) -> Combined:
    """Every series by the model of its rung; only ordinary series teach the shared calendar."""
    rung = rungs(panel.levels)
    ordinary: Flags = rung == ORDINARY
    teachers = ordinary if ordinary.any() else np.isin(rung, [SHORT, SPARSE])
    taught = replace(panel, levels=np.where(teachers[:, None], panel.levels, np.nan))
    main = adjusted_level.look_ahead(taught)
    kin = scaled_kin.look_ahead(panel, main.calendar.shared, main.calendar.holiday)
    zero = (rung == ZERO)[:, None]
    own = ordinary[:, None]
    outlook = DayOutlook(
        centre=np.where(zero, 0.0, np.where(own, main.outlook.centre, kin.centre)),
        offset=np.where(ordinary, main.outlook.offset, np.where(rung == ZERO, 0.0, kin.offset)),
        ordinary=np.where(own, main.outlook.ordinary, kin.ordinary),
        errors=np.where(ordinary, main.outlook.errors, np.nan),
    )
    return Combined(outlook, rung, main.calendar)


def rungs(levels: Array) -> npt.NDArray[np.str_]:
    """The rung of each series, by its known days and what came on them."""
    known = np.isfinite(levels)
    days = known.sum(1)
    total = np.where(known, levels, 0.0).sum(1)
    mean = total / np.maximum(days, 1)
    conditions = [days == 0, total == 0, days < LEAST_DAYS, mean < SPARSE_MEAN]
    result: npt.NDArray[np.str_] = np.select(conditions, [NONE, ZERO, SHORT, SPARSE], ORDINARY)
    return result
