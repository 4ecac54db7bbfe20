"""Generated networks for the queueing benchmarks: every tenth outlet around the clock, four services."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.values import Paths
from optimize.requirement import RequirementProblem
from quarterhour.grid import TimeGrid
from scenarios.rehearsal import RehearsalProblem

GRID = TimeGrid("Asia/Shanghai", 30)
FIRST, DAYS, PATHS = pd.Timestamp("2026-10-05"), 28, 30
SHARES = {"enquiry": 0.65, "application": 0.3, "complaint": 0.03, "file": 0.02}
VISITORS = 150
"""A day and outlet."""


def services() -> pd.DataFrame:
    """Two immediate services, one with patience, and two deferred ones."""
    return pd.DataFrame(
        {
            "service": list(SHARES),
            "kind": ["immediate", "immediate", "deferred", "deferred"],
            "handling_minutes": [8.0, 12.0, 30.0, 45.0],
            "handling_spread": [6.0, np.nan, 20.0, 30.0],
            "patience_minutes": [np.nan, 30.0, np.nan, np.nan],
            "promise": ["mean_wait", "share_within", "settled_within", "settled_within"],
            "promise_minutes": [10.0, 15.0, 240.0, 1440.0],
            "promise_share": [np.nan, 0.8, 0.95, 0.95],
            "promise_period": "day",
            "deadline_clock": "clock",
        }
    )


def _open(outlet: int, starts: pd.DatetimeIndex) -> np.ndarray:
    hour = starts.hour.to_numpy()
    return np.full(len(starts), True) if outlet % 10 == 0 else (hour >= 8) & (hour < 18)


def _name(outlet: int) -> str:
    return f"o{outlet:03d}"


def _rates(outlets: int, starts: pd.DatetimeIndex) -> np.ndarray:
    """Expected arrivals by outlet, service and interval, with a wave over the day."""
    wave = 1 + 0.5 * np.sin(starts.hour.to_numpy() / 24 * 2 * np.pi)
    profiles = np.stack([wave * _open(outlet, starts) for outlet in range(outlets)])
    profiles *= VISITORS * DAYS / profiles.sum(axis=1, keepdims=True)
    rates: np.ndarray = profiles[:, None, :] * np.array(list(SHARES.values()))[None, :, None]
    return rates


def _posts(outlets: int) -> pd.DataFrame:
    """A counter and a back office; in every other outlet one pool."""
    rows: list[tuple[object, ...]] = []
    for outlet in range(outlets):
        back = "front" if outlet % 2 else "back"
        rows.append((_name(outlet), "counter", "front", ("enquiry", "application", "complaint"), 1, True))
        rows.append((_name(outlet), "office", back, ("file",), 0, outlet % 2 == 0))
    return pd.DataFrame(rows, columns=["outlet", "post", "pool", "services", "minimum_people", "flexible"])


def _desks(outlets: int) -> pd.DataFrame:
    return pd.DataFrame({"outlet": [_name(outlet) for outlet in range(outlets)], "desks": 12})


def requirement_problem(outlets: int, seed: int) -> RequirementProblem:
    """Four weeks of demand with noise between intervals."""
    starts = GRID.starts(FIRST, DAYS)
    rates = _rates(outlets, starts) * np.random.default_rng(seed).gamma(4, 0.25, (outlets, 1, len(starts)))
    parts = []
    for outlet in range(outlets):
        opened = _open(outlet, starts)
        for row, service in enumerate(SHARES):
            part = {"outlet": _name(outlet), "service": service, "start": starts[opened]}
            parts.append(pd.DataFrame(part | {"rate": rates[outlet, row, opened]}))
    demand = pd.concat(parts, ignore_index=True)
    return RequirementProblem(demand, services(), _posts(outlets), _desks(outlets), GRID.grain)


def rehearsal_problem(outlets: int, seed: int) -> RehearsalProblem:
    """A plain roster: six people from eight to six, or three shifts of three, each with a break."""
    starts = GRID.starts(FIRST, DAYS)
    rates = _rates(outlets, starts).reshape(-1, len(starts)).astype(np.float32)
    whole = np.broadcast_to(rates, (PATHS, *rates.shape)).copy()
    counts = np.random.default_rng(seed).poisson(whole).astype(np.int32)
    labels = [(_name(outlet), service) for outlet in range(outlets) for service in SHARES]
    opening = [
        pd.DataFrame({"outlet": _name(outlet), "start": starts[_open(outlet, starts)]})
        for outlet in range(outlets)
    ]
    return RehearsalProblem(
        segments=pd.DataFrame(
            [row for outlet in range(outlets) for day in range(DAYS) for row in _duties(outlet, day)],
            columns=["employee", "start", "end", "outlet", "post", "activity", "duty", "day"],
        ),
        posts=_posts(outlets).assign(flexible=True),  # nobody stands at the office where it shares its people
        services=services(),
        paths=Paths(pd.DataFrame(labels, columns=["outlet", "service"]), starts, whole, counts),
        opening=pd.concat(opening, ignore_index=True),
        desks=_desks(outlets),
        grid=GRID,
        first_day=FIRST,
        days=DAYS,
        unplanned_absence=0.03,
    )


def _duties(outlet: int, day: int) -> list[tuple[object, ...]]:
    name, hour, date = _name(outlet), pd.Timedelta(hours=1), FIRST + pd.Timedelta(days=day)
    midnight = GRID.day_start(date)

    def work(person: str, post: str, start: pd.Timestamp, end: pd.Timestamp) -> tuple[object, ...]:
        return f"{name}{person}", start, end, name, post, "work", f"{name}/{day}/{person}", date

    shifts = [(8 * (person % 3), 8) for person in range(9)] if outlet % 10 == 0 else [(8, 10)] * 6
    rows = []
    for person, (opens, length) in enumerate(shifts):
        start, pause = midnight + opens * hour, midnight + (opens + 3 + person % 3) * hour
        rows.append(work(f"e{person}", "counter", start, pause))
        rows.append(work(f"e{person}", "counter", pause + hour / 2, start + length * hour))
    if outlet % 2 == 0:
        rows.append(work("office", "office", midnight + 9 * hour, midnight + 14 * hour))
    return rows
