"""Deferred work that is overdue though staffed as required: warned of with its age, and summed up."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from optimize.requirement import Requirement
from scenarios.plan.indicators import indicators
from scenarios.plan.warnings import warnings
from tests.plan.fixtures import tiny


def _overloaded() -> Requirement:
    """At one outlet: on the first day half of it in time, on the second all, then nothing is said."""
    network = tiny()
    services = network.table("services")
    service = services.loc[services["kind"] == "deferred", "service"].iloc[0]
    days = [network.grid.day_start(network.first_day + pd.Timedelta(days=day)) for day in range(3)]
    backlog = pd.DataFrame(
        {
            "outlet": network.table("outlets")["outlet"].iloc[0],
            "service": service,
            "start": [days[0] + pd.Timedelta(hours=9), days[0] + pd.Timedelta(hours=10), *days[1:]],
            "arrived": [3.0, 1.0, 4.0, 4.0],
            "settled": 1.0,
            "open": 2.0,
            "oldest_minutes": [90.0, 200.0, 30.0, 500.0],
            "in_time": [0.6, 0.2, 1.0, float("nan")],
        }
    )
    nothing = pd.DataFrame({"people": []})
    return Requirement(nothing, nothing, nothing, backlog)


def test_overdue_work_warns_with_the_age_of_the_oldest() -> None:
    """Half of what comes is in time: orange below nine tenths of the promise, red below half of it."""
    network = tiny()
    found = warnings(network, _overloaded(), None, None, None).query("warning == 'work_overdue'")
    services = network.table("services")
    promised = services.loc[services["kind"] == "deferred"].iloc[0]
    assert found["value"].tolist() == [200.0]
    assert found["limit"].tolist() == [float(promised["promise_minutes"])]
    assert found["level"].tolist() == ["orange"]
    assert found["start"].iloc[0] == network.grid.day_start(network.first_day)


def test_the_plan_sums_up_what_is_in_time_and_how_old_the_rest_is() -> None:
    """Of eight customers of whom something is said two are late; the oldest is told, whatever is said of it."""
    none: dict[str, Any] = dict.fromkeys(["forecast", "staff", "roster", "rehearsal", "coverage"])
    costs = pd.DataFrame({"money": [0.0]})
    told = indicators(grain=30, requirement=_overloaded(), costs=costs, **none).set_index("indicator")["value"]
    assert told["work_in_time"] == pytest.approx(6.0 / 8.0)
    assert told["work_oldest"] == 500.0
