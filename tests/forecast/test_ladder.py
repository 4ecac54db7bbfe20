"""Series that are short, sparse, empty, full of gaps, new, or known by day only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import Forecast, ForecastProblem, forecast
from quarterhour.labels import LabelError
from tests.forecast.world import World
from tests.shelf import made_once

WORLD = World(days=400, horizon=14, season=0.0)  # one year teaches no season
ODD = replace(WORLD, outlets=tuple(f"O{number:02d}" for number in range(12)))
SPARSE = 0.25
"""Customers a day, who may come in eight intervals."""


def _mean(result: Forecast, outlet: str) -> float:
    days = result.days[result.days["outlet"] == outlet]
    return float(days["mean"].mean())


def _codes(result: Forecast, outlet: str) -> list[str]:
    return result.notes.loc[result.notes["outlet"] == outlet, "code"].tolist()


def _expected(outlet: str, world: World = WORLD) -> float:
    truth = world.truth()
    ahead = truth[truth["day"] >= world.start]
    return float(world.sizes()[outlet] * ahead["expected"].mean())


def _changed(where: pd.Series, counts: object) -> ForecastProblem:
    problem = WORLD.problem()
    history = problem.history.copy()
    history.loc[where.to_numpy(), "count"] = counts
    return replace(problem, history=history)


@made_once
def odd() -> Forecast:
    """One network in which seven of twelve outlets have a history that is odd, each in its own way."""
    problem = ODD.problem()
    history = problem.history
    outlet, start = history["outlet"], history["start"]
    day = start.dt.normalize()
    draw = np.random.default_rng(5)
    counts = history["count"].copy()
    counts[outlet == "O00"] = np.random.default_rng(3).poisson(SPARSE / 8, int((outlet == "O00").sum()))
    counts[outlet == "O02"] = 0.0
    lost = day.isin(draw.choice(day.unique(), 40, replace=False)) | (draw.random(len(history)) < 0.05)
    counts[lost & (outlet == "O05")] = np.nan
    broken = (start >= _before(60)) & (start < _before(50))
    counts[broken & (outlet == "O08")] = 0.0
    young = ((outlet == "O03") & (start < _before(21))) | ((outlet == "O06") & (start < _before(7)))
    by_day = outlet == "O09"
    daily = history[by_day].assign(day=day[by_day].dt.tz_localize(None))
    daily = daily.groupby(["outlet", "service", "day"], as_index=False)["count"].sum()
    return forecast(replace(problem, history=history.assign(count=counts)[~young & ~by_day], daily=daily))


def _before(days: int) -> pd.Timestamp:
    return (ODD.start - pd.Timedelta(days=days)).tz_localize(ODD.timezone)


def test_a_three_week_old_outlet_takes_its_level_from_itself() -> None:
    """With 21 known days the mean is within 15 % of the truth, weekdays and profile being shared."""
    assert abs(_mean(odd(), "O03") / _expected("O03", ODD) - 1) < 0.15


def test_a_week_old_outlet_takes_the_calendar_of_its_kind_and_is_noted() -> None:
    """With 7 known days the mean is within 20 % of the truth, and the note says short."""
    assert abs(_mean(odd(), "O06") / _expected("O06", ODD) - 1) < 0.2
    assert _codes(odd(), "O06") == ["forecast.short"]
    days = odd().days[odd().days["outlet"] == "O06"].set_index("day")["mean"]
    by_weekday = days.groupby(days.index.day_of_week).mean()
    assert by_weekday[4] > 1.3 * by_weekday[6]  # Friday 1.15, Sunday 0.7, never told apart by one week alone


@made_once
def unseen() -> Forecast:
    """Neither O03 nor O05 has a history; O05 is the only hub, the others are stations."""
    problem = WORLD.problem()
    outlets = problem.outlets.assign(kind=problem.outlets["kind"].where(problem.outlets["outlet"] != "O05", "hub"))
    history = problem.history[~problem.history["outlet"].isin(["O03", "O05"])]
    return forecast(replace(problem, outlets=outlets, history=history))


def test_an_outlet_without_history_takes_the_mean_of_its_kind() -> None:
    """It is forecast at the mean of the others of its kind, for the service they offer, and is noted."""
    others = np.mean([_mean(unseen(), outlet) for outlet in ("O00", "O01", "O02", "O04")])
    assert abs(_mean(unseen(), "O03") / others - 1) < 0.1
    assert _codes(unseen(), "O03") == ["forecast.no_history"]


def test_an_outlet_whose_kind_nobody_knows_is_noted_and_left_out() -> None:
    """A new hub without any other hub has no series; the note names it."""
    assert "O05" not in set(unseen().intervals["outlet"])
    assert _codes(unseen(), "O05") == ["forecast.no_kin"]


def test_a_series_of_zeros_is_forecast_as_zero() -> None:
    """Means, ranges and paths are zero, and the note says so; the other outlets are not disturbed."""
    rows = odd().intervals[odd().intervals["outlet"] == "O02"]
    assert (rows.select_dtypes("number").to_numpy() == 0).all()
    place = odd().paths.series.index[odd().paths.series["outlet"] == "O02"][0]
    assert not odd().paths.counts[:, place].any()
    assert _codes(odd(), "O02") == ["forecast.zero"]
    for outlet in ("O01", "O04", "O07", "O10", "O11"):
        assert abs(_mean(odd(), outlet) / _expected(outlet, ODD) - 1) < 0.1
        assert _codes(odd(), outlet) == []


def test_a_sparse_series_keeps_its_mean() -> None:
    """One customer every four days is forecast as about a quarter a day, and noted as sparse."""
    # About 60 customers in the weighted history: error 13 %.
    assert abs(_mean(odd(), "O00") / SPARSE - 1) < 0.35
    assert _codes(odd(), "O00") == ["forecast.sparse"]


def test_gaps_are_not_zeros() -> None:
    """A tenth of the days unknown and every twentieth interval unknown leave the mean where it was."""
    assert abs(_mean(odd(), "O05") / _expected("O05", ODD) - 1) < 0.08
    assert _codes(odd(), "O05") == ["forecast.gaps"]


def test_one_broken_counter_does_not_pull_the_forecast_down() -> None:
    """Ten days of zeros at a busy outlet are read as an outage."""
    assert abs(_mean(odd(), "O08") / _expected("O08", ODD) - 1) < 0.08


def test_daily_history_is_split_by_the_profile_of_its_kind() -> None:
    """An outlet known by day only has the level of its days and the shape of its kind."""
    assert abs(_mean(odd(), "O09") / _expected("O09", ODD) - 1) < 0.08
    assert _codes(odd(), "O09") == ["forecast.daily_split"]
    shape = [
        odd().intervals[odd().intervals["outlet"] == outlet].groupby("start")["mean"].sum()
        for outlet in ("O09", "O04")
    ]
    np.testing.assert_allclose(shape[0] / shape[0].sum(), shape[1] / shape[1].sum(), atol=0.002)


def test_a_network_known_by_day_only_is_spread_evenly() -> None:
    """Without any profile a day is spread over its open intervals, and adds up to itself."""
    problem = WORLD.problem()
    daily = problem.history.assign(day=lambda rows: rows["start"].dt.tz_localize(None).dt.normalize())
    daily = daily.groupby(["outlet", "service", "day"], as_index=False)["count"].sum()
    result = forecast(replace(problem, history=problem.history.iloc[:0], daily=daily))
    rows = result.intervals[(result.intervals["outlet"] == "O04") & result.intervals["open"]]
    by_day = rows.groupby(rows["start"].dt.date)["mean"]
    assert (by_day.max() - by_day.min()).max() < 1e-9
    assert abs(_mean(result, "O04") / _expected("O04") - 1) < 0.08


def test_a_label_that_stands_twice_is_refused() -> None:
    """Two rows for the same outlet, service and instant raise and are named."""
    problem = WORLD.problem()
    twice = pd.concat([problem.history, problem.history.iloc[[5]]])
    with pytest.raises(LabelError, match="stands twice"):
        forecast(replace(problem, history=twice))


def test_a_network_without_any_history_is_refused() -> None:
    """Nothing says which services there are: the error says so, and what may help."""
    problem = WORLD.problem()
    with pytest.raises(LabelError, match="no series"):
        forecast(replace(problem, history=problem.history.iloc[:0]))


def test_a_history_of_unknown_counts_is_forecast_as_zero_and_noted() -> None:
    """Rows without any count name the series, and teach nothing."""
    history = WORLD.problem().history
    result = forecast(_changed(history["outlet"] != "", np.nan))
    assert (result.days["mean"] == 0).all()
    assert _codes(result, "O01") == ["forecast.no_history", "forecast.gaps"]


def test_services_are_told_apart() -> None:
    """Two services of one outlet are two series with their own levels."""
    problem = WORLD.problem()
    second = problem.history.assign(service="desk", count=np.floor(problem.history["count"] / 2))
    result = forecast(replace(problem, history=pd.concat([problem.history, second])))
    means = result.days[result.days["outlet"] == "O05"].groupby("service")["mean"].mean()
    assert 0.4 < means["desk"] / means["counter"] < 0.5  # halved and rounded down
