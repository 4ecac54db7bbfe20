"""Known regressors: weather, promotions and the like, by outlet and day, given for the past and for the horizon.

A regressor is left out at an outlet for which it lacks a value on any day of the horizon: what is to come can not
be foreseen from what nobody says about it. Gaps in the past are no evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from quarterhour.labels import require_columns, require_unique

COLUMNS = ["regressor", "outlet", "day", "value"]


@dataclass(frozen=True)
class Regressors:
    """What is given by outlet; NaN where not known, and throughout where left out.

    Attributes
    ----------
    names
        Of the regressors, in order.
    given
        Values, shape (outlets, days, regressors).
    row
        For each series, the row of its outlet.
    left_out
        outlet ("" where it concerns all), regressor: those without all values of the horizon.
    """

    names: tuple[str, ...]
    given: Array
    row: Ints
    left_out: tuple[tuple[str, str], ...] = ()

    def first(self, days: int) -> Regressors:
        """The first `days` days."""
        return replace(self, given=self.given[:, :days])

    def of(self, rows: Ints) -> Regressors:
        """Some series."""
        return replace(self, row=self.row[rows]) if self.names else self


NO_REGRESSORS = Regressors((), np.zeros((0, 0, 0)), np.zeros(0, dtype=np.int64))


def read_regressors(
    frame: pd.DataFrame | None, outlets: pd.Series, days: pd.DatetimeIndex, horizon: int
) -> Regressors:
    """The values for the `outlets` of all series and `days`, of which the last `horizon` lie ahead.

    Parameters
    ----------
    frame
        regressor, outlet ("" for all outlets; an outlet's own rows are stronger), day, value; None for none.

    Raises
    ------
    LabelError
        When a column is missing or a label stands twice.
    """
    if frame is None or frame.empty:
        return NO_REGRESSORS
    require_columns(frame, COLUMNS, "regressors")
    require_unique(frame, COLUMNS[:3], "regressors")
    row, labels = pd.factorize(outlets, sort=True)
    names = tuple(sorted(frame["regressor"].astype(str).unique()))
    values = np.full((len(labels), len(days), len(names)), np.nan)
    everywhere = frame["outlet"] == ""
    for rows in (frame[everywhere], frame[~everywhere & frame["outlet"].isin(labels)]):
        at = days.get_indexer(pd.DatetimeIndex(rows["day"]))
        where = pd.Index(labels).get_indexer(pd.Index(rows["outlet"]))
        which = pd.Index(names).get_indexer(pd.Index(rows["regressor"].astype(str)))
        value = rows["value"].to_numpy(dtype=np.float64)
        kept = (at >= 0) & np.isfinite(value)
        if len(rows) and where[0] < 0:
            values[:, at[kept], which[kept]] = value[kept]
        else:
            values[where[kept], at[kept], which[kept]] = value[kept]
    return _complete(names, values, row.astype(np.int64), pd.Index(labels), horizon)


def _complete(names: tuple[str, ...], values: Array, row: Ints, labels: pd.Index, horizon: int) -> Regressors:
    """Without what lacks values of the horizon at an outlet; told once where that is so at all of them."""
    known: Flags = np.isfinite(values)
    there: Flags = np.asarray(known.any(1))
    lacking: Flags = np.asarray(there & ~known[:, values.shape[1] - horizon :].all(1))
    values = np.where(lacking[:, None], np.nan, values)
    left_out = []
    for number, name in enumerate(names):
        if lacking[:, number].all():
            left_out.append(("", name))
        else:
            left_out += [(str(outlet), name) for outlet in labels[lacking[:, number]]]
    return Regressors(names, values, row, tuple(left_out))
