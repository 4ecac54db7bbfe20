"""Who comes, and when: chances belong to places and days, so that plans meet the same ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scenarios.rehearsal.breakdowns import Breakdowns
from scenarios.rehearsal.presence import Chances, Presence, draw_presence

DAYS = pd.date_range("2026-10-05", periods=3, unit="us")
NONE = Breakdowns(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
Duty = tuple[str, int, float, float]


def _drawn(duties: list[Duty], chances: Chances, replications: int = 400, seed: int = 7) -> Presence:
    names = sorted({who for who, *_ in duties})
    rows = [
        ("A", "p", "p", names.index(who), who, start, DAYS[0] + pd.Timedelta(days=day), start, end, 30.0)
        for who, day, start, end in duties
    ]
    columns = ["outlet", "pool", "post", "person", "place", "duty", "day", "start", "end", "travel"]
    return draw_presence(pd.DataFrame(rows, columns=columns), 9, NONE, chances, DAYS, replications, seed)


def _there(presence: Presence, who: str, day: int) -> dict[int, float]:
    """When whoever has the place begins on that day, by replication in which she comes."""
    windows = presence.windows
    chosen = (windows["place"] == who) & (windows["day"] == DAYS[0] + pd.Timedelta(days=day))
    own = np.isin(presence.there.window, np.flatnonzero(chosen))
    return dict(zip(presence.there.replication[own].tolist(), presence.there.start[own].tolist(), strict=True))


def test_others_change_nobodys_day() -> None:
    """Ann comes on the same days, as late, whoever else is on duty and whatever she did before."""
    chances = Chances(absence=0.3, lateness=5.0, travel_spread=0.5)
    few = _drawn([("ann", 0, 480, 960), ("ann", 2, 480 + 2880, 960 + 2880)], chances)
    many = _drawn(
        [
            ("aaron", 0, 480, 960),
            ("ann", 0, 480, 960),
            ("aaron", 1, 480 + 1440, 960 + 1440),
            ("ann", 1, 480 + 1440, 960 + 1440),
            ("ann", 2, 480 + 2880, 960 + 2880),
        ],
        chances,
    )
    for day in (0, 2):
        assert _there(few, "ann", day) == _there(many, "ann", day)
    assert _there(few, "ann", 0).keys() != _there(few, "ann", 2).keys()
    assert _there(many, "aaron", 0).keys() != _there(many, "ann", 0).keys()


def test_more_replications_change_nobody() -> None:
    """The first ones stay as they were."""
    chances = Chances(absence=0.3, lateness=5.0)
    few, many = (_drawn([("ann", 1, 1920, 2400)], chances, count) for count in (50, 400))
    assert _there(few, "ann", 1) == {run: at for run, at in _there(many, "ann", 1).items() if run < 50}


def test_shares_are_those_asked_for() -> None:
    """Absence 0.3 over 9 persons and 2,000 replications: standard error 0.0034."""
    duties: list[Duty] = [(f"e{number}", 0, 480.0, 960.0) for number in range(9)]
    there = _drawn(duties, Chances(absence=0.3), replications=2000).there
    assert len(there.window) / (9 * 2000) == pytest.approx(0.7, abs=0.011)


def test_duties_from_before_the_horizon_have_chances_too() -> None:
    """A night that began the day before."""
    found = _drawn([("ann", -1, 0.0, 300.0)], Chances(absence=0.5))
    assert 100 < len(found.there.window) < 300
