"""Means, ranges and effects against a truth that is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from forecast import QUANTILES, Backtest, Forecast, backtest, forecast, measure
from tests.forecast.world import FESTIVAL, NATIONAL, WEEKDAY, World
from tests.shelf import made_once

pytestmark = pytest.mark.usefixtures("all_trees")

WORLD = World(first="2022-10-01", days=1096, horizon=28)  # the horizon holds National Day 2025


@made_once
def answer() -> Forecast:
    """The forecast that these tests look at."""
    return forecast(WORLD.problem())


@made_once
def played() -> Backtest:
    """The last three origins played back, two weeks each."""
    return backtest(WORLD.problem(), horizon=14, origins=3)


@cache
def intervals() -> pd.DataFrame:
    """Forecast and truth side by side, open intervals of the horizon."""
    truth = WORLD.intervals()
    return answer().intervals.merge(truth[truth["day"] >= WORLD.start], on=["outlet", "service", "start"])


def test_the_mean_is_near_the_truth() -> None:
    """Expected arrivals by interval are met within 5 %, holidays included, and without bias beyond 3 %."""
    rows = intervals()
    assert np.abs(rows["mean"] - rows["expected"]).sum() / rows["expected"].sum() < 0.05
    assert abs(rows["mean"].sum() / rows["expected"].sum() - 1) < 0.03


def test_holiday_lifts_are_recovered_within_their_error() -> None:
    """The true factors 1.8 and 0.5 lie within three standard errors, which themselves are below 5 points."""
    effects = answer().effects.query("group == 'all' and family == 'holiday'").set_index("effect")
    for name, truth in WORLD.lift.items():
        lift, error = effects.loc[name, "lift"], effects.loc[name, "error"]
        assert 0 < error < 0.05
        assert abs(lift - (truth - 1)) < 3 * error + 0.02  # 2 points for the shrinkage of the ridge


def test_weekday_effects_are_recovered() -> None:
    """Reported weekday lifts are the truth's, relative to the geometric mean of the week, within 3 points."""
    effects = answer().effects.query("group == 'all' and family == 'weekday'")
    truth = WEEKDAY / np.exp(np.log(WEEKDAY).mean()) - 1
    np.testing.assert_allclose(effects["lift"], truth, atol=0.03)


def test_quantiles_are_ordered_and_counts_cover_the_share_they_promise() -> None:
    """r05 <= .. <= r95, q05 <= .. <= q95; 80 % ranges of counts hold 73 to 90 % of what comes."""
    rows = intervals()
    for letter in "rq":
        columns = [f"{letter}{round(q * 100):02d}" for q in QUANTILES]
        assert (np.diff(rows[columns].to_numpy(), axis=1) >= 0).all()
        assert (rows[columns].to_numpy() >= 0).all()
    inside = (rows["count"] >= rows["q10"]) & (rows["count"] <= rows["q90"])
    assert 0.73 <= inside.mean() <= 0.90


def test_days_are_the_sum_of_their_intervals() -> None:
    """The mean of a day is the sum of its intervals' means, for every outlet, service and day."""
    result = answer()
    day = result.intervals["start"].dt.tz_localize(None).dt.normalize()
    sums = result.intervals.assign(day=day).groupby(["outlet", "service", "day"])["mean"].sum()
    days = result.days.set_index(["outlet", "service", "day"])["mean"]
    pd.testing.assert_series_equal(days.sort_index(), sums.sort_index(), check_index_type=False)


def test_the_seasonal_naive_is_beaten() -> None:
    """In the light evidence and in the rolling backtest our WAPE is at least a quarter below the yardstick's."""
    sums = answer().evidence.groupby("model")[["actual", "error"]].sum()
    assert sums.loc["ours", "actual"] == sums.loc["seasonal_naive", "actual"]
    assert sums.loc["ours", "error"] < 0.75 * sums.loc["seasonal_naive", "error"]
    figures = measure(played().cells, ["grain"])
    assert figures["grain"].tolist() == ["day", "interval"]
    assert (figures["better"] > 0.25).all()


def test_backtest_coverage_is_sensible() -> None:
    """Day and interval ranges of 80 % hold between 70 and 90 % over three origins."""
    figures = measure(played().cells, ["grain"])
    assert figures["held_80"].between(0.7, 0.9).all()


def test_peaks_are_named_and_dated() -> None:
    """National Day, 1 to 7 October, is a peak at every outlet, with about its true lift; nothing else is."""
    peaks = answer().peaks
    assert set(peaks["name"]) == {NATIONAL}
    assert set(peaks["outlet"]) == set(WORLD.outlets)
    assert (peaks["first_day"] == pd.Timestamp("2025-10-01")).all()
    assert (peaks["last_day"] == pd.Timestamp("2025-10-07")).all()
    assert peaks["lift"].between(0.6, 1.0).all()  # the truth is 0.8


def test_a_holiday_that_lowers_demand_is_no_peak() -> None:
    """Spring Festival halves demand here: it is forecast low, in another month than the year before."""
    world = World(first="2023-02-06", days=705, horizon=35)  # from 11 January 2025; New Year 2024 was in February
    result = forecast(world.problem())
    assert result.peaks.empty
    truth = world.truth().set_index("day")
    festival = truth.index[(truth["holiday"] == FESTIVAL) & (truth.index >= world.start)]
    assert festival[0] == pd.Timestamp("2025-01-29")
    means = result.days.groupby("day")["mean"].sum()
    expected = truth["expected"] * sum(world.sizes().values())
    ratio = means[festival] / expected[festival]
    assert abs(ratio.mean() - 1) < 0.1
