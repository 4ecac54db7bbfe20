"""How much its weekday counts on a day that is special anyhow.

Who shops on Christmas Eve does so whether it is a Tuesday or a Saturday. With h_d what holidays, named days and
the turn of the year do to day d on the log scale, the weekday's effect counts

    STRONG / (STRONG + |h_d|)

there. Only effects that were shown at two times of the history say so: of a day that came once, nobody can tell
what was the day's and what the weekday's.
"""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array
from forecast.calendar import times_shown
from forecast.design import HOLIDAY_FAMILIES, Design

STRONG = 0.2
"""Log effect at which a weekday counts half."""
SHOWN = 2


def weekday_weight(design: Design, known: int, beta: Array) -> Array:
    """The weight of the weekday on each day of the design, 1 on ordinary days.

    Parameters
    ----------
    known
        Days of history, the first of the design.
    beta
        Effects of the design's columns, all weekdays counting in full.
    """
    special = np.flatnonzero(design.of(*HOLIDAY_FAMILIES))
    shown = special[times_shown(design.matrix[:known, special] != 0) >= SHOWN]
    weight: Array = STRONG / (STRONG + np.abs(design.matrix[:, shown] @ beta[shown]))
    return weight
