"""Small requirement problems, told in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimize.requirement import Requirement, RequirementProblem, require

GRAIN = 30


def service(name: str, **changes: Any) -> dict[str, Any]:
    """An immediate service of 5 minutes with a promised mean wait of 10, unless changed."""
    plain = {
        "service": name,
        "kind": "immediate",
        "handling_minutes": 5.0,
        "handling_spread": np.nan,
        "patience_minutes": np.nan,
        "promise": "mean_wait",
        "promise_minutes": 10.0,
        "promise_share": np.nan,
        "deadline_clock": "clock",
    }
    return plain | changes


def deferred(name: str, minutes: float, **changes: Any) -> dict[str, Any]:
    """A deferred service of half an hour's work, due after so many minutes."""
    plain = {"kind": "deferred", "handling_minutes": 30.0, "promise": "settled_within", "promise_share": 0.95}
    return service(name, promise_minutes=minutes, **(plain | changes))


def post(name: str, services: Sequence[str], **changes: Any) -> dict[str, Any]:
    """A flexible post of outlet A's only pool."""
    plain = {"outlet": "A", "pool": "front", "minimum_people": 0, "flexible": True}
    return {"post": name, "services": tuple(services)} | plain | changes


def hours(day: str, first: int, last: int) -> pd.DatetimeIndex:
    """Interval starts of one day's opening."""
    begin = pd.Timestamp(day, tz="Asia/Shanghai")
    return pd.date_range(
        begin + pd.Timedelta(hours=first),
        begin + pd.Timedelta(hours=last),
        freq="30min",
        inclusive="left",
        unit="us",
    )


def problem(
    rates: Mapping[str, Sequence[float]],
    services: Sequence[dict[str, Any]],
    posts: Sequence[dict[str, Any]],
    starts: pd.DatetimeIndex | None = None,
    desks: int = 100,
) -> RequirementProblem:
    """Outlet A with the given rates by service and interval; by default from 8 o'clock on one Monday."""
    length = len(next(iter(rates.values())))
    if starts is None:
        starts = hours("2026-10-05", 8, 24)[:length]
    demand = pd.concat(
        pd.DataFrame({"outlet": "A", "service": name, "start": starts, "rate": np.asarray(values, float)})
        for name, values in rates.items()
    ).reset_index(drop=True)
    outlets = pd.DataFrame({"outlet": ["A"], "desks": [desks]})
    return RequirementProblem(demand, pd.DataFrame(services), pd.DataFrame(posts), outlets, GRAIN)


def textbook(asked: RequirementProblem) -> Requirement:
    """The requirement with each interval's rate taken as lasting: what closed formulas can be held against."""
    return require(asked, method="stationary")
