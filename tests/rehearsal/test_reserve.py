"""The reserve is called when customers wait, comes after its way, and changes nothing before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scenarios.rehearsal import RehearsalProblem, rehearse
from scenarios.rehearsal.values import Rehearsal
from tests.rehearsal.cases import FIRST, at, duty, problem, service

TEN_IN_A_HUNDRED = {"promise": "share_within", "promise_share": 0.9}


def scene(rate: float = 30.0, standby: int = 3, **changes: Any) -> RehearsalProblem:
    """Two people for `rate` customers an hour of five minutes, two days; some stand by from ten to six on both."""
    segments: list[dict[str, Any]] = []
    for day in range(2):
        segments += [one for name in ("ann", "bob") for one in duty(name, day, (8, 18))]
        for number in range(standby):
            ready = duty(f"ready{number}", day, (10, 18))
            segments += [{**one, "activity": "standby"} for one in ready]
    return problem({("A", "s"): rate}, [service("s", **TEN_IN_A_HUNDRED)], segments, days=2, **changes)


def played(case: RehearsalProblem) -> Rehearsal:
    """Twelve times over."""
    return rehearse(case, replications=12, seed=4)


def test_without_standby_nobody_is_called() -> None:
    """No row of calls, and the same customers as ever."""
    found = played(scene(standby=0))
    assert found.calls.empty
    assert {"outlet", "day", "standby", "called", "people", "hours"} <= set(found.calls.columns)


def test_a_reserve_that_is_called_shortens_waits() -> None:
    """Two people can serve 24 an hour; with thirty coming the others are called and the promise fares better."""
    alone, helped = played(scene(calls_reserve=False)), played(scene())
    assert helped.calls["called"].tolist() == [1.0, 1.0]
    assert helped.calls["standby"].tolist() == [3, 3]
    assert helped.services["achieved"].iloc[0] > alone.services["achieved"].iloc[0] + 0.1
    assert alone.calls.empty


def test_nothing_is_different_before_they_come() -> None:
    """Until a call and the way at the earliest, every interval is as without a reserve, day by day."""
    lead = 90.0
    alone, helped = (played(scene(calls_reserve=called, longest_lead=lead)) for called in (False, True))
    for day in range(2):
        soonest = at(day, 8.5) + pd.Timedelta(minutes=10 + lead)
        before = alone.service_intervals["start"].between(at(day, 8), soonest - pd.Timedelta(minutes=30))
        columns = ["queue", "queue_high"]
        pd.testing.assert_frame_equal(
            alone.service_intervals.loc[before, columns], helped.service_intervals.loc[before, columns]
        )
        after = alone.service_intervals["start"].between(soonest + pd.Timedelta(hours=1), at(day, 17))
        assert (helped.service_intervals["queue"] < alone.service_intervals["queue"])[after].all()


def test_a_quiet_day_calls_nobody() -> None:
    """Where promises hold the reserve stays at home, and the rehearsal is that without one."""
    quiet = played(scene(rate=3.0))
    assert quiet.calls["called"].tolist() == [0.0, 0.0]
    assert quiet.calls["hours"].tolist() == [0.0, 0.0]
    pd.testing.assert_frame_equal(quiet.services, played(scene(rate=3.0, standby=0)).services)


@pytest.mark.parametrize("lead", [0.0, 60.0, 120.0])
def test_the_way_takes_its_time(lead: float) -> None:
    """Nobody serves longer than from the earliest call and the way until the standby ends."""
    found = played(scene(rate=60.0, longest_lead=lead))
    # The first interval, 8:00 to 8:30, is seen to fail ten minutes after its end; nobody is ready before ten.
    longest = 18.0 - max(10.0, 8.5 + (10 + lead) / 60)
    assert (found.calls["hours"] <= 3 * longest + 1e-9).all()
    assert (found.calls["hours"] > 3 * longest - 1.0).all()


def test_a_way_that_is_known_is_taken() -> None:
    """A duty with a lead of its own comes then, the others after the longest."""
    case = scene(rate=60.0, standby=1, longest_lead=600.0)
    assert played(case).calls["hours"].tolist() == [0.0, 0.0]
    known = pd.DataFrame({"duty": ["A/0/ready0"], "lead": [30.0]})
    first, second = played(replace(case, lead=known)).calls["hours"]
    assert first > 7.0
    assert second == 0.0


@pytest.mark.parametrize(("end", "called"), [(8.5, 0.0), (9.0, 1.0)])
def test_nobody_is_called_whose_standby_is_over(end: float, called: float) -> None:
    """The first interval is seen to fail at 8:40; who stood by until half past eight can not be called."""
    case = scene(rate=60.0, standby=0)
    ready = [{**one, "activity": "standby"} for one in duty("ready", 0, (8, end))]
    segments = pd.concat([case.segments, pd.DataFrame(ready)], ignore_index=True)
    assert played(replace(case, segments=segments)).calls["called"].tolist() == [called]


def test_who_may_be_called_is_not_planned_work() -> None:
    """A reserve that is called and comes too late leaves every weak point and its reason as they were."""
    alone, late = played(scene(calls_reserve=False)), played(scene(longest_lead=600.0))
    assert late.calls["called"].tolist() == [1.0, 1.0]
    # 75 minutes of work come in half an hour and 60 are planned, with or without three more on standby.
    assert "rehearsal.short_of_people" in set(alone.weak_points["reason"])
    pd.testing.assert_frame_equal(late.weak_points, alone.weak_points)


def test_nobody_serves_without_a_desk() -> None:
    """With desks for those on duty only, whoever is called finds none; with one more, one of three serves."""
    assert played(scene(rate=60.0, desks=2)).calls["hours"].tolist() == [0.0, 0.0]
    one = played(scene(rate=60.0, desks=3)).calls
    many = played(scene(rate=60.0, desks=9)).calls
    np.testing.assert_allclose(many["hours"], 3 * one["hours"], rtol=0.01)


def test_who_does_not_come_does_not_come_when_called() -> None:
    """With everybody absent nobody serves, called or not."""
    found = played(scene(unplanned_absence=1.0))
    assert found.calls["called"].tolist() == [1.0, 1.0]
    assert found.calls["hours"].tolist() == [0.0, 0.0]
    assert found.services["served"].iloc[0] == 0


def test_who_was_called_is_on_duty_from_then_on() -> None:
    """People there by interval: the two planned ones first, then everybody."""
    there = played(scene(rate=60.0)).intervals.set_index("start")["on_duty"]
    assert there[at(0, 9.5)] == 2.0
    assert there[at(0, 14.0)] == 5.0
    assert played(scene(rate=60.0)).calls["day"].tolist() == [FIRST, FIRST + pd.Timedelta(days=1)]
