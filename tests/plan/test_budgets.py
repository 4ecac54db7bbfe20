"""Budgets of a network, period by period."""

from __future__ import annotations

import pandas as pd

from optimize.roster.values import no_budgets
from scenarios.network import Network
from scenarios.plan.budgets import budgets, days_back
from tests.network.fixtures import tables

WEDNESDAY = pd.Timestamp("2026-03-04")


def test_periods_that_touch_the_horizon_or_its_first_week() -> None:
    """Five days from a Wednesday: March from its first day, one week from its Monday; blank weights stay hard."""
    found = budgets(Network.from_tables(tables()), WEDNESDAY, 5)
    assert found.dtypes.to_dict() == no_budgets().dtypes.to_dict()
    assert found["limit"].tolist() == ["march", "week"]
    assert found["first_day"].dt.day.tolist() == [1, 2]
    assert found["last_day"].dt.day.tolist() == [31, 8]
    assert found["weight"].isna().tolist() == [False, True]
    assert days_back(found, WEDNESDAY) == 3
    assert days_back(found.head(0), WEDNESDAY) == 0


def test_dates_count_once_and_other_periods_between_theirs() -> None:
    """A span of dates is one period where it touches; a week that begins before the first day does not count."""
    table = pd.DataFrame(
        {
            "name": ["fair", "weeks", "over"],
            "outlet": "A",
            "period": ["dates", "week", "dates"],
            "first_day": ["2026-02-20", "2026-03-05", "2026-02-01"],
            "last_day": ["2026-03-04", "", "2026-02-28"],
            "most": 100,
        }
    )
    found = budgets(Network.from_tables({**tables(), "budgets": table}), WEDNESDAY, 12)
    assert list(zip(found["limit"], found["first_day"].dt.strftime("%m-%d"), strict=True)) == [
        ("fair", "02-20"),
        ("weeks", "03-09"),
    ]
