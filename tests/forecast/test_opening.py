"""Opening hours: closed is zero, changed hours scale, days of 23 and 25 hours are whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forecast import forecast
from quarterhour.grid import TimeGrid
from tests.forecast.world import World


def test_closed_intervals_are_exactly_zero() -> None:
    """Outside opening hours mean, quantiles, rates and counts are 0, and nothing is negative."""
    world = World(days=200, closed_weekdays=(6,))
    result = forecast(world.problem())
    closed = result.intervals[~result.intervals["open"]]
    assert len(closed) > 0
    assert (closed.drop(columns=["open"]).select_dtypes("number").to_numpy() == 0).all()
    opened = result.intervals["open"].to_numpy().reshape(len(world.outlets), -1)
    assert not result.paths.rates[:, ~opened].any()
    assert not result.paths.counts[:, ~opened].any()
    assert (result.paths.counts >= 0).all()
    assert (result.intervals["open"] == (result.intervals["mean"] > 0)).all()


def test_a_shortened_day_gets_the_share_of_its_open_slots() -> None:
    """Half days of one outlet have its usual mornings and nothing after them."""
    world = World(days=200)
    problem = world.problem()
    usual = forecast(problem).intervals
    late = (problem.opening["outlet"] == "O01") & (problem.opening["start"].dt.hour >= 13)
    short = forecast(replace(problem, opening=problem.opening[~late])).intervals
    mine = (usual["outlet"] == "O01") & (usual["start"].dt.hour < 13)
    np.testing.assert_allclose(short.loc[mine, "mean"], usual.loc[mine, "mean"], rtol=1e-9)
    assert (short.loc[(usual["outlet"] == "O01") & ~mine, "mean"] == 0).all()


def test_a_lengthened_day_takes_the_new_hours_from_its_kin() -> None:
    """An outlet that never opened after 15:00 gets the late hours in the proportion of its kin's."""
    world = World(days=300)
    problem = world.problem()
    mine = problem.history["outlet"] == "O02"
    seen = problem.history[~(mine & (problem.history["start"].dt.hour >= 15))]
    result = forecast(replace(problem, history=seen)).intervals
    result = result[result["outlet"] == "O02"]
    late = result.loc[result["start"].dt.hour >= 15, "mean"].sum() / result["mean"].sum()
    shape = world.shape()
    assert abs(late - shape[15:].sum()) < 0.02


def test_days_of_23_and_25_hours_are_whole() -> None:
    """Around the clock in Berlin: the hour that is skipped is missing, the one that comes twice counts twice."""
    world = World(
        outlets=("O00", "O01"),
        first="2023-03-01",
        days=200,
        opens=0,
        closes=24,
        timezone="Europe/Berlin",
        mean=400,
    )
    for first, hours in (("2023-03-20", 23), ("2023-10-23", 25)):
        grid = TimeGrid("Europe/Berlin", 60)
        problem = world.problem()
        start = pd.Timestamp(first)
        days = pd.date_range("2022-05-01", "2023-12-31", freq="D")
        calendar = pd.DataFrame({"day": days, "holiday": "", "kind": "ordinary", "announced": True})
        begin = grid.day_start(start)
        history = problem.history
        if start < pd.Timestamp(world.first) + pd.Timedelta(days=60):
            history = history.assign(start=history["start"] - pd.Timedelta(days=250))
        opening = pd.MultiIndex.from_product([world.outlets, grid.starts(start, 7)], names=["outlet", "start"])
        problem = replace(
            problem,
            history=history[history["start"] < begin],
            opening=opening.to_frame(index=False),
            days=calendar,
            first_day=start,
            horizon=7,
        )
        result = forecast(problem)
        sunday = result.intervals[grid.business_day(pd.DatetimeIndex(result.intervals["start"])) == _sunday(start)]
        mine = sunday[sunday["outlet"] == "O00"]
        assert len(mine) == hours
        if hours == 25:
            twice = mine[mine["start"].dt.hour == 2]["mean"].to_numpy()
            assert twice[0] == twice[1]
        total = result.days[(result.days["outlet"] == "O00") & (result.days["day"] == _sunday(start))]["mean"]
        np.testing.assert_allclose(total, mine["mean"].sum())


def test_a_history_across_the_change_of_clocks_keeps_its_level() -> None:
    """Days of 25 hours in the history are no peaks: levels are per interval that was open."""
    world = World(outlets=("O00",), first="2023-08-01", days=120, opens=0, closes=24, timezone="Europe/Berlin")
    result = forecast(world.problem())
    truth = world.truth()
    expected = truth.loc[truth["day"] >= world.start, "expected"].mean() * 0.5
    assert abs(result.days["mean"].mean() / expected - 1) < 0.15  # four months teach no season


def test_business_days_may_end_after_midnight() -> None:
    """With the day cut at 04:00 an outlet open till 02:00 has one business day, not two halves."""
    world = World(outlets=("O00", "O01"), days=120, opens=9, closes=17)
    grid = TimeGrid("Asia/Shanghai", 60, day_cut=240)
    problem = world.problem()
    later = pd.Timedelta(hours=9)  # 18:00 to 02:00
    problem = replace(
        problem,
        grid=grid,
        history=problem.history.assign(start=problem.history["start"] + later),
        opening=problem.opening.assign(start=problem.opening["start"] + later),
    )
    result = forecast(problem)
    days = result.days[result.days["outlet"] == "O01"]
    assert (days["mean"] > 0).all()
    opened = result.intervals[result.intervals["open"] & (result.intervals["outlet"] == "O01")]
    assert set(opened["start"].dt.hour) == {18, 19, 20, 21, 22, 23, 0, 1}
    np.testing.assert_allclose(days["mean"].sum(), opened["mean"].sum())


def _sunday(start: pd.Timestamp) -> pd.Timestamp:
    return start + pd.Timedelta(days=6)
