"""Small rehearsals, told in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from forecast.values import Paths
from quarterhour.grid import TimeGrid
from scenarios.rehearsal import RehearsalProblem

GRID = TimeGrid("Asia/Shanghai", 30)
FIRST = pd.Timestamp("2026-10-05")


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
        "promise_period": "day",
        "deadline_clock": "clock",
    }
    return plain | changes


def at(day: int, hour: float) -> pd.Timestamp:
    """An instant by day of the horizon and hour of the clock."""
    return GRID.day_start(FIRST + pd.Timedelta(days=day)) + pd.Timedelta(hours=hour)


def duty(employee: str, day: int, *hours: tuple[float, float], outlet: str = "A", post: str = "p") -> list[dict]:
    """Work segments of one duty; several stretches leave breaks between them."""
    return [
        {
            "employee": employee,
            "start": at(day, begin),
            "end": at(day, end),
            "outlet": outlet,
            "post": post,
            "activity": "work",
            "duty": f"{outlet}/{day}/{employee}",
            "day": FIRST + pd.Timedelta(days=day),
        }
        for begin, end in hours
    ]


def problem(
    rates: Mapping[tuple[str, str], float],
    services: Sequence[dict[str, Any]],
    segments: Sequence[dict[str, Any]],
    *,
    opens: Sequence[tuple[float, float]] = ((8, 18),),
    days: int = 1,
    desks: int = 50,
    posts: Sequence[tuple[str, str, str, tuple[str, ...]]] | None = None,
    paths: int = 20,
    counts: np.ndarray | None = None,
    **changes: Any,
) -> RehearsalProblem:
    """Outlets with constant rates (customers an hour by outlet and service) while open."""
    starts = GRID.starts(FIRST, days)
    hour = (starts.hour + starts.minute / 60).to_numpy()
    opened = np.any([(hour >= begin) & (hour < end) for begin, end in opens], axis=0)
    level = np.array(list(rates.values()))[:, None] * opened / 2
    rate = np.broadcast_to(level, (paths, *level.shape)).astype(np.float32)
    drawn = np.random.default_rng(3).poisson(rate).astype(np.int32)
    outlets = sorted({outlet for outlet, _ in rates})
    names = tuple(str(one["service"]) for one in services)
    columns = ["employee", "start", "end", "outlet", "post", "activity", "duty", "day"]
    return RehearsalProblem(
        segments=pd.DataFrame(segments, columns=columns).astype({"start": starts.dtype, "end": starts.dtype}),
        posts=pd.DataFrame(
            posts or [(outlet, "p", "front", names) for outlet in outlets],
            columns=["outlet", "post", "pool", "services"],
        ).assign(flexible=True),
        services=pd.DataFrame(services),
        paths=Paths(
            pd.DataFrame(list(rates), columns=["outlet", "service"]),
            starts,
            rate,
            drawn if counts is None else counts,
        ),
        opening=pd.concat(
            [pd.DataFrame({"outlet": outlet, "start": starts[opened]}) for outlet in outlets], ignore_index=True
        ),
        desks=pd.DataFrame({"outlet": outlets, "desks": desks}),
        grid=GRID,
        first_day=FIRST,
        days=days,
        **changes,
    )
