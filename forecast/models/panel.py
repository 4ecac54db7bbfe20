"""What a model of the day level is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints, Single
from forecast.design import Design
from forecast.regressors import NO_REGRESSORS, Regressors


@dataclass(frozen=True)
class Panel:
    """Day levels of all series up to an origin, and what is known beyond it.

    Attributes
    ----------
    series
        outlet, service, kind, region.
    levels
        Day totals brought to usual opening hours, shape (series, known days); NaN where not known.
    design, weekday_shares
        Calendar columns and weekday shares of known days and horizon.
    events
        Events by series, day (history and horizon) and kind.
    regressors
        Known regressors of history and horizon.
    """

    series: pd.DataFrame
    levels: Array
    design: Design
    weekday_shares: Array
    events: Flags
    regressors: Regressors = NO_REGRESSORS

    @property
    def horizon(self) -> int:
        """Days beyond the last known one."""
        return len(self.design.days) - int(self.levels.shape[1])

    @cached_property
    def groups(self) -> tuple[tuple[tuple[str, str], Ints], ...]:
        """Kin, by kind of outlet and service, and the places of their series."""
        places = pd.Series(np.arange(len(self.series)))
        kin = places.groupby([self.series["kind"], self.series["service"]], sort=True)
        return tuple(((str(kind), str(service)), rows.to_numpy()) for (kind, service), rows in kin)


@dataclass(frozen=True)
class DayOutlook:
    """A model's answer for the days of the horizon.

    Attributes
    ----------
    centre
        Median day level, shape (series, horizon).
    offset
        Added to levels before taking logs, by series.
    ordinary
        The same without holidays and events.
    errors
        Log errors of rolling forecasts inside the history, shape (origins, horizon, series); NaN where the
        model made none.
    """

    centre: Array
    offset: Array
    ordinary: Array
    errors: Single
