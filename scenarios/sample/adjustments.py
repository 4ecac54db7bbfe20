"""What planners did to the forecast: twice in the past, once with reason, and once for the weeks to come."""

from __future__ import annotations

import pandas as pd

from scenarios.sample.demand import rain
from scenarios.sample.size import Size

RECENT_WEEKS = 8
RAINY_DAYS = 3
PARK, STATION = "SC01", "ST01"


def adjustments(size: Size, seed: int) -> pd.DataFrame:
    """The table `adjustments`.

    The weather forecast announces the rainiest days of the last weeks, which do empty the park. A campaign that
    the station expects customers from brings none. An exhibition in the park is yet to open.
    """
    start = size.plan_start
    wet = _rainiest(size, seed)
    campaign = start - pd.Timedelta(weeks=3)
    rows = [
        ("rain", PARK, "", wet, RAINY_DAYS, -0.25, "李晓岚", "天气预报连续降雨", wet - pd.Timedelta(days=2)),
        (
            "campaign",
            STATION,
            "insurance",
            campaign,
            5,
            0.3,
            "周明远",
            "社保补缴宣传周，预计办理增多",
            campaign - pd.Timedelta(days=5),
        ),
        (
            "exhibition",
            PARK,
            "visitor",
            start + pd.Timedelta(days=3),
            2,
            0.2,
            "李晓岚",
            "摄影展开幕",
            start - pd.Timedelta(days=4),
        ),
    ]
    names = ["adjustment", "outlet", "service", "first_day", "days", "uplift", "author", "reason", "made_on"]
    frame = pd.DataFrame(rows, columns=names)
    frame["last_day"] = frame["first_day"] + pd.to_timedelta(frame.pop("days") - 1, unit="D")
    return frame


def _rainiest(size: Size, seed: int) -> pd.Timestamp:
    """First of the three days in a row with the most rain in the last weeks, by the weather that moved demand."""
    history = (size.plan_start - size.first_day).days
    weather = pd.Series(rain(history + 7 * size.plan_weeks, seed)).iloc[:history]
    together = weather.rolling(RAINY_DAYS).sum().iloc[-7 * RECENT_WEEKS :]
    last = int(together.index[int(together.argmax())])
    return size.first_day + pd.Timedelta(days=last - RAINY_DAYS + 1)
