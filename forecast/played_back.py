"""Errors of days played back with a calendar that knew nothing of them: what errors really have in common.

The usual setting looks ahead from the last origins, over whole outlets of a sample, so that the work is bounded.
Days near a holiday that history had not shown by then are left out: everybody is wrong about those together, but
once seen they are known.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints, spread_evenly
from forecast.calendar import Calendar
from forecast.combine import LEAST_DAYS, look_ahead
from forecast.ground import SAMPLE, Ground
from forecast.measures.near_holidays import near
from forecast.setting import USUAL

REACH = 28
"""Days ahead of each origin, and days between two of them."""
ORIGINS = 12
LEAST_KNOWN = 56
"""Days before the first origin: with fewer, errors are those of beginnings."""


def played_origins(known: int) -> list[int]:
    """Origins whose reach ends at most `known` days in, earliest first."""
    origins = [known - REACH * number for number in range(ORIGINS, 0, -1)]
    return [origin for origin in origins if origin >= LEAST_KNOWN]


def whole_outlets(ground: Ground, most: int = SAMPLE) -> Ints:
    """Rows of outlets spread evenly over all, each with all its services; at most `most` rows, or one outlet's."""
    outlets, names = ground.history.series["outlet"].factorize(sort=True)
    size = np.bincount(outlets, minlength=len(names))
    number = len(names)
    while number > 1 and size[spread_evenly(len(names), number)].sum() > most:
        number -= 1
    return np.flatnonzero(np.isin(outlets, spread_evenly(len(names), number)))


def played_errors(ground: Ground, rows: Ints, origin: int) -> Array:
    """Log errors of the days after an origin, shape (days, rows).

    NaN where not known, where nothing was to be said, and near holidays never seen before.
    """
    some = ground.of(rows)
    panel, profile = some.panel(origin, REACH)
    end = origin + REACH
    later = profile.levels(some.history.until(end), some.types(end))[:, origin:]
    seen = look_ahead(panel, {USUAL: 1.0}).outlook
    offset = seen.offset[:, None]
    able = np.isfinite(later) & (offset > 0) & (np.isfinite(panel.levels).sum(1) >= LEAST_DAYS)[:, None]
    errors = np.log(np.where(able, later, 1.0) + offset) - np.log(np.where(able, seen.centre, 1.0) + offset)
    strange = near_new_holidays(ground.calendar, pd.DatetimeIndex(ground.design.days[:end]), origin)
    return np.where(able & ~strange, errors, np.nan).T


def near_new_holidays(calendar: Calendar, days: pd.DatetimeIndex, origin: int) -> Flags:
    """Of `days` from the origin on, those near a holiday whose name none of the days before it has carried."""
    place = calendar.place(days)
    new = calendar.rare(slice(place.start, place.start + origin), 1)
    return near(new[place])[origin:]
