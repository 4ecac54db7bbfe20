"""The main model: calendar regression on the log scale, smoothed level of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array
from forecast.columns import median
from forecast.models.calendar_regression import CalendarFit
from forecast.models.offset import OFFSET
from forecast.models.panel import DayOutlook, Panel
from forecast.models.regressor_effects import fit_effects
from forecast.models.smoothed_level import smooth
from forecast.setting import Setting

OUTAGE = 20.0
"""Where a median day has so many customers, a day without any means that nobody counted."""
LASTING = 28
"""...unless it goes on: then the last days count as they are."""


@dataclass(frozen=True)
class Adjusted:
    """Outlook of the main model with the calendar behind it."""

    outlook: DayOutlook
    calendar: CalendarFit


def look_ahead(panel: Panel, setting: Setting) -> Adjusted:
    """Day levels of the horizon: exp(middle + calendar + smoothed level) less the offset."""
    levels = without_outages(panel.levels)
    offset = OFFSET * typical(levels)
    known = np.isfinite(levels)
    z = np.log(np.where(known, levels, 1.0) + offset[:, None], where=known, out=np.full(levels.shape, np.nan))
    middle = median(z.T)
    z = z - middle[:, None]
    n = z.shape[1]
    calendar = fit_effects(panel, panel.design.known_after(n, setting), z, setting)
    smoothed = smooth(z - calendar.effect[:, :n], panel.weekday_shares)
    raised = np.exp(middle[:, None] + calendar.effect[:, n:] + smoothed.forecast)
    outlook = DayOutlook(
        centre=np.maximum(raised - offset[:, None], 0.0),
        offset=offset,
        ordinary=np.maximum(raised * np.exp(-calendar.holiday[:, n:]) - offset[:, None], 0.0),
        errors=smoothed.errors,
    )
    return Adjusted(outlook, calendar)


def typical(levels: Array) -> Array:
    """Median positive day of each series; 1 where there is none."""
    middle = median(np.where(levels > 0, levels, np.nan).T)
    return np.where(middle > 0, middle, 1.0)


def without_outages(levels: Array) -> Array:
    """NaN for the empty days of busy series, except where the last days are mostly empty."""
    empty = (levels == 0) & (typical(levels) >= OUTAGE)[:, None]
    recent = empty[:, -LASTING:]
    lasting = recent.sum(1) > 0.5 * np.maximum(np.isfinite(levels[:, -LASTING:]).sum(1), 1)
    cleaned: Array = np.where(empty & ~lasting[:, None], np.nan, levels)
    return cleaned
