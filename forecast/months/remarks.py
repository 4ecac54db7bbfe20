"""What users should know about how their series were treated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.arrays import Flags
from forecast.calendar import Calendar
from forecast.months.exposure import Months
from forecast.months.series import SERIES, Daily
from forecast.months.values import MonthlyProblem

YEAR = 12
COLUMNS = [*SERIES, "code", "detail"]


def remarks(
    problem: MonthlyProblem, daily: Daily, calendar: Calendar, months: Months, zero: Flags, new: Flags
) -> pd.DataFrame:
    """outlet, service, code, detail: short, new and zero series, and years without announced make-up days."""
    known = (months.known_days > 0).sum(1)
    short = (known > 0) & (known < YEAR) & ~zero
    frames = [
        _noted(daily, short, "forecast.months_short", [str(count) for count in known]),
        _noted(daily, new & ~zero, "forecast.months_new", daily.series["kind"].astype(str).tolist()),
        _noted(daily, zero, "forecast.months_zero", [str(count) for count in known]),
    ]
    end = problem.ahead[-1] + pd.offsets.MonthEnd()
    ahead = pd.date_range(problem.first_month, end, freq="D", unit="us")
    years = sorted(set(ahead.year[~calendar.announced[calendar.place(ahead)]]))
    unknown = pd.DataFrame({"code": "forecast.unannounced", "detail": [str(year) for year in years]})
    unknown.insert(0, "service", "")
    unknown.insert(0, "outlet", "")
    strangers = sorted(set(problem.opening["outlet"]) - set(daily.series["outlet"]))
    frames.append(pd.DataFrame({"outlet": strangers, "service": "", "code": "forecast.no_kin", "detail": ""}))
    if len(months.starts) < YEAR:
        whole = pd.DataFrame({"outlet": [""], "service": "", "code": "forecast.months_no_season"})
        unknown = pd.concat([unknown, whole.assign(detail=str(len(months.starts)))], ignore_index=True)
    return pd.concat([*frames, unknown], ignore_index=True)[COLUMNS].astype("str")


def _noted(daily: Daily, concerned: Flags, code: str, detail: list[str]) -> pd.DataFrame:
    return daily.series[SERIES].assign(code=code, detail=detail)[np.asarray(concerned)]
