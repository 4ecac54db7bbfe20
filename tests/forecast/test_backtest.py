"""Rolling origins see only what was known then, and their figures are what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import Backtest, backtest, forecast, measure
from forecast.backtest import TooShortError
from forecast.measures.near_holidays import holidays_and_neighbours, near
from forecast.measures.transform import inside, randomised_transform
from forecast.negative_binomial import cumulative
from quarterhour.progress import Progress
from tests.forecast.world import World
from tests.shelf import made_once

WORLD = World(days=500, horizon=14)


@made_once
def played(origins: int = 2, every: int | None = 7) -> Backtest:
    """The world's backtest."""
    return backtest(WORLD.problem(), horizon=14, origins=origins, every=every)


def test_an_origin_forecasts_as_if_history_ended_there() -> None:
    """Errors of the last origin are those of a forecast made from the shortened history alone."""
    problem = WORLD.problem()
    cut = WORLD.start - pd.Timedelta(days=14)
    begin = cut.tz_localize(WORLD.timezone)
    past = problem.history[problem.history["start"] < begin]
    after = problem.history[problem.history["start"] >= begin]
    alone = forecast(replace(problem, history=past, opening=after[["outlet", "start"]], first_day=cut))
    day = after["start"].dt.tz_localize(None).dt.normalize()
    actual = after.assign(day=day).groupby(["outlet", "service", "day"], as_index=False)["count"].sum()
    both = alone.days.merge(actual, on=["outlet", "service", "day"])
    error = (both["mean"] - both["count"]).abs().groupby(both["outlet"]).sum()
    cells = played(6, None).cells.query("grain == 'day' and origin == @cut")
    np.testing.assert_allclose(cells.groupby("outlet")["error"].sum(), error, rtol=1e-6)


def test_figures_follow_from_the_days_that_are_told() -> None:
    """WAPE, MASE, bias and the naive's WAPE, recomputed from the days' own rows and the history."""
    found = measure(played().cells.query("grain == 'day'"), ["outlet"]).set_index("outlet")
    days = played().days.dropna(subset=["actual", "naive"])
    history = WORLD.problem().history
    whole = history.assign(day=history["start"].dt.tz_localize(None).dt.normalize())
    by_day = whole.groupby(["outlet", "day"])["count"].sum()
    for outlet, rows in days.groupby("outlet"):
        error = (rows["mean"] - rows["actual"]).abs()
        assert found.loc[outlet, "wape"] == pytest.approx(error.sum() / rows["actual"].sum())
        assert found.loc[outlet, "bias"] == pytest.approx(
            (rows["mean"] - rows["actual"]).sum() / rows["actual"].sum()
        )
        naive = (rows["naive"] - rows["actual"]).abs().sum() / rows["actual"].sum()
        assert found.loc[outlet, "naive_wape"] == pytest.approx(naive)
        assert found.loc[outlet, "better"] == pytest.approx(1 - found.loc[outlet, "wape"] / naive)
        ratios = []
        for origin, mine in error.groupby(rows["origin"]):
            known = by_day[outlet][by_day[outlet].index < origin].asfreq("D")
            ratios.append(mine.mean() / known.diff(7).abs().mean())
        assert found.loc[outlet, "mase"] == pytest.approx(np.mean(ratios), rel=1e-6)


def test_both_grains_tell_the_same_customers() -> None:
    """Sums of counts and of bias by interval are those by day; every day has its eight open intervals."""
    found = measure(played().cells, ["grain", "outlet"])
    day, interval = (found[found["grain"] == grain].reset_index(drop=True) for grain in ("day", "interval"))
    np.testing.assert_allclose(day["actual"], interval["actual"])
    np.testing.assert_allclose(day["bias"], interval["bias"], atol=1e-9)
    assert (interval["points"] == 8 * day["points"]).all()
    assert (interval["wape"] > day["wape"]).all()  # errors of intervals cancel out over a day
    assert (interval["floor"] > day["floor"]).all()


def test_days_near_holidays_are_told_apart() -> None:
    """National Day of 2023 with three days on both sides; nothing else in October."""
    cells = backtest(World(days=500, first="2022-06-13", horizon=28).problem(), horizon=28, origins=1).cells
    close = cells.loc[cells["near"], "day"].unique()
    assert sorted(close) == list(pd.date_range("2023-09-28", "2023-10-10"))
    figures = measure(cells.query("grain == 'day'"), ["near"])
    assert figures["near"].tolist() == [False, True]
    assert figures["points"].tolist() == [6 * 15, 6 * 13]


def test_near_reaches_as_far_as_it_says() -> None:
    """By flags in a row and by calendar alike, also where the row is shorter than the reach."""
    off = np.array([False] * 5 + [True] + [False] * 5)
    assert np.flatnonzero(near(off, 2)).tolist() == [3, 4, 5, 6, 7]
    assert near(np.array([True]), 3).tolist() == [True]
    day = pd.date_range("2024-01-01", periods=11)
    calendar = pd.DataFrame({"day": day, "kind": np.where(off, "holiday", "ordinary")})
    assert holidays_and_neighbours(calendar, 2).tolist() == day[3:8].tolist()


def test_the_transform_of_the_right_distribution_is_uniform_and_of_a_narrow_one_is_not() -> None:
    """Negative binomial counts around 3: the 80 % range holds 80 % of them; a Poisson's holds clearly fewer."""
    draw = np.random.default_rng(4)
    mean, excess = np.full((1, 20_000), 3.0), np.full((1, 20_000), 0.8)
    actual = draw.poisson(mean * draw.gamma(1 / 0.8, 0.8, mean.shape)).astype(float)
    actual[0, :100] = np.nan
    uniform, counted = draw.random(mean.shape), np.ones(1, dtype=bool)
    right = randomised_transform(lambda count: cumulative(count, mean, excess), actual, counted, uniform)
    narrow = randomised_transform(lambda count: cumulative(count, mean, 0 * excess), actual, counted, uniform)
    assert np.isnan(right[0, :100]).all()
    known = np.isfinite(actual)
    for nominal in (0.5, 0.8, 0.95):
        assert inside(right, nominal)[known].mean() == pytest.approx(nominal, abs=0.012)
    assert inside(narrow, 0.8)[known].mean() < 0.66


def test_ranges_are_held_as_often_as_the_hits_say_with_the_error_of_blocks() -> None:
    """Six origins: shares between 70 and 90 %, standard errors above those of independent points."""
    cells = played(6, None).cells
    found = measure(cells, ["grain"]).set_index("grain")
    assert found["held_80"].between(0.7, 0.9).all()
    hits = cells.query("grain == 'day'")["within_80"]
    assert found.loc["day", "held_80"] == pytest.approx(hits.mean())
    assert (found["held_80_error"] > 0).all()
    assert (found["held_95"] > found["held_80"]).all()


def test_when_asked_to_stop_the_latest_origin_is_judged() -> None:
    """One origin is there however early it was stopped."""
    progress = Progress()
    progress.stop()
    made = backtest(WORLD.problem(), horizon=14, origins=3, progress=progress)
    assert made.cells["origin"].unique().tolist() == [WORLD.start - pd.Timedelta(days=14)]


def test_a_history_too_short_to_play_back_is_refused_by_backtest_but_not_by_forecast() -> None:
    """Thirty days hold no origin: the backtest says so, the forecast goes without evidence."""
    world = World(days=30, horizon=14)
    with pytest.raises(TooShortError, match="no origin"):
        backtest(world.problem(), horizon=14, origins=2)
    assert forecast(world.problem()).evidence.empty
