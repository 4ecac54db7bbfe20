"""What users should know about how their series were treated; codes have texts in the catalogues."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.calendar import Calendar
from forecast.combine import NONE, SHORT, SPARSE, ZERO
from forecast.history import SERIES, History
from forecast.regressors import NO_REGRESSORS, Regressors

GAPS = 0.1
"""Share of open intervals without a count from which a history is said to have gaps."""
COLUMNS = [*SERIES, "code", "detail"]


def write_notes(
    history: History,
    rung: npt.NDArray[np.str_],
    calendar: Calendar,
    days: pd.DatetimeIndex,
    opened_outlets: pd.Series,
    regressors: Regressors = NO_REGRESSORS,
) -> pd.DataFrame:
    """Notes on series that were not treated in the ordinary way, on outlets that open but have no series because
    nobody of their kind has a history, on regressors that were left out, and on years without announced make-up
    days.
    """
    known_days = ((history.known.any(2)) | np.isfinite(history.daily)).sum(1)
    opened, known = history.open.sum((1, 2), dtype=np.int64), history.known.sum((1, 2), dtype=np.int64)
    gap = np.divide(opened - known, opened, out=np.zeros(len(opened)), where=opened > 0)
    frames = [
        _noted(history, rung == SHORT, "forecast.short", [str(days) for days in known_days]),
        _noted(history, rung == SPARSE, "forecast.sparse", [str(days) for days in known_days]),
        _noted(history, rung == ZERO, "forecast.zero", [str(days) for days in known_days]),
        _noted(history, rung == NONE, "forecast.no_history", history.series["kind"].astype(str).tolist()),
        _noted(history, gap >= GAPS, "forecast.gaps", [f"{share:.0%}" for share in gap]),
        _noted(history, np.isfinite(history.daily).sum(1) > 0, "forecast.daily_split", _daily_days(history)),
    ]
    here = calendar.place(days)
    years = sorted(set(days.year[~calendar.announced[here]]))
    unannounced = pd.DataFrame({"code": "forecast.unannounced", "detail": [str(year) for year in years]})
    unannounced.insert(0, "service", "")
    unannounced.insert(0, "outlet", "")
    strangers = sorted(set(opened_outlets.unique()) - set(history.series["outlet"]))
    unserved = pd.DataFrame({"outlet": strangers, "service": "", "code": "forecast.no_kin", "detail": ""})
    missing = [
        (outlet, "", "forecast.regressor_missing_at" if outlet else "forecast.regressor_missing", name)
        for outlet, name in regressors.left_out
    ]
    left_out = pd.DataFrame(missing, columns=COLUMNS)
    return pd.concat([*frames, unserved, left_out, unannounced], ignore_index=True)[COLUMNS].astype("str")


def _noted(history: History, concerned: npt.NDArray[np.bool_], code: str, detail: list[str]) -> pd.DataFrame:
    rows = history.series[SERIES].assign(code=code, detail=detail)
    return rows[concerned]


def _daily_days(history: History) -> list[str]:
    return [str(days) for days in np.isfinite(history.daily).sum(1)]
