"""Settings, the autoregression and the calibration: what playing back the past decides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast.calibration import Calibration, calibrate, look
from forecast.columns import quantile
from forecast.ground import prepare
from forecast.margins import margins
from forecast.models import autoregression
from forecast.models.ridge import robust_ridge
from forecast.seer import Seer
from forecast.setting import SETTINGS, USUAL
from forecast.tuning import MOST, Tuning
from tests.forecast.world import World

HORIZON = 14


def test_settings_are_weighed_by_what_had_passed() -> None:
    """Only origins whose horizon had ended count; the better setting weighs more; weights add up to 1."""
    good, bad = [1.0] * len(SETTINGS), [5.0] * len(SETTINGS)
    good[2], bad[3] = 0.9, 0.1
    tuning = Tuning(HORIZON, 6, {100: good, 200: bad})
    assert tuning.weights(100 + HORIZON - 1) == {USUAL: 1.0}
    early = tuning.weights(100 + HORIZON)
    assert max(early, key=lambda setting: early[setting]) == SETTINGS[2]
    assert list(tuning.weights(200 + HORIZON)) == [SETTINGS[3]]
    assert sum(early.values()) == pytest.approx(1.0)
    assert len(early) <= MOST


def test_series_without_error_leave_the_usual_setting() -> None:
    """Where every setting is right to the last customer (an empty panel) nothing can be chosen."""
    assert Tuning(HORIZON, 1, {10: [0.0] * len(SETTINGS)}).weights(100) == {USUAL: 1.0}


def test_an_outlook_is_the_same_whatever_was_asked_before() -> None:
    """What is kept between origins changes no answer."""
    ground = prepare(World(first="2024-01-01", days=300, horizon=HORIZON).problem())
    known = len(ground.history.days)
    seer = Seer(ground, HORIZON)
    seer.outlook(known - 2 * HORIZON)
    again, _ = seer.outlook(known)
    alone, _ = Seer(ground, HORIZON).outlook(known)
    np.testing.assert_array_equal(again.level, alone.level)
    np.testing.assert_array_equal(again.spread.sigma, alone.spread.sigma)


def test_the_autoregression_follows_what_no_calendar_knows() -> None:
    """Where levels wander from day to day, tomorrow is less than half as far off as last week's weekday."""
    draw = np.random.default_rng(3)
    shape = 20 + 15 * np.sin(2 * np.pi * np.arange(24) / 24)
    level = np.exp(np.cumsum(draw.normal(0, 0.15, (40, 120)), axis=1))
    values = (level[..., None] * shape * draw.uniform(0.97, 1.03, (40, 120, 24))).reshape(40, -1)
    ahead = autoregression._run(np.sqrt(values[:, : 119 * 24]), 24, 24) ** 2
    actual, week_ago = values[:, 119 * 24 :], values[:, 112 * 24 : 113 * 24]
    size = actual.sum(1, keepdims=True)
    assert (np.abs(ahead - actual) / size).sum() < 0.5 * (np.abs(week_ago - actual) / size).sum()


def test_the_autoregression_has_no_opinion_on_hours_of_opening() -> None:
    """Outlets that close at night get NaN, and then the day's outlook is left as it is."""
    ground = prepare(World(first="2024-01-01", days=200, horizon=HORIZON).problem())
    sight = look(ground, 200 - HORIZON, HORIZON, {USUAL: 1.0})
    assert np.isnan(sight.short).all()
    alone = replace(sight, opinions=replace(sight.opinions, medians=np.full_like(sight.opinions.medians, np.nan)))
    outlook = calibrate(ground.history, [alone], 200).outlook(alone)
    np.testing.assert_allclose(outlook.centre, sight.outlook.centre)


def test_a_share_moves_only_the_series_with_an_opinion() -> None:
    """Series that close at night stay as they were beside one that has an opinion, which gets its means."""
    ground = prepare(World(first="2024-01-01", days=200, horizon=HORIZON).problem())
    outlook = look(ground, 200, HORIZON, {USUAL: 1.0}).outlook
    other = np.full((*outlook.shares[:, :7].shape,), np.nan)
    other[0] = 5.0
    mixed = outlook.mixed(other, np.ones((len(other), 7)))
    np.testing.assert_allclose(mixed.shares[1:], outlook.shares[1:])
    np.testing.assert_allclose(mixed.centre[1:], outlook.centre[1:])
    np.testing.assert_allclose(mixed.centre[0, :7, None] * mixed.shares[0, :7], other[0])
    np.testing.assert_array_equal(mixed.shares[:, 7:], outlook.shares[:, 7:])


def test_a_day_of_nothing_takes_the_opinion_as_it_is() -> None:
    """Where the day's own median is nothing, or next to it, the mean follows the opinion and stays finite."""
    ground = prepare(World(first="2024-01-01", days=200, horizon=HORIZON).problem())
    outlook = look(ground, 200, HORIZON, {USUAL: 1.0}).outlook
    other = np.full((*outlook.shares[:, :7].shape,), 5.0)
    for nothing in (0.0, 1e-14):
        mixed = replace(outlook, centre=np.full_like(outlook.centre, nothing)).mixed(
            other, np.ones((len(other), 7))
        )
        np.testing.assert_allclose(mixed.centre[:, :7, None] * mixed.shares[:, :7], other)
        assert mixed.level[:, :7].max() < 100 * other.sum(2).max()


def test_nothing_is_learnt_from_an_origin_that_has_not_passed() -> None:
    """Calibration at an origin is the default until a whole horizon has been seen."""
    ground = prepare(World(first="2024-01-01", days=200, horizon=HORIZON).problem())
    sight = look(ground, 200 - HORIZON, HORIZON, {USUAL: 1.0})
    unlearnt = calibrate(ground.history, [sight], 199)
    assert (unlearnt.day, unlearnt.scatter, unlearnt.share.size) == (1.0, 1.0, Calibration().share.size)
    learnt = calibrate(ground.history, [sight], 200)
    assert (learnt.day, learnt.scatter) != (1.0, 1.0)


def test_quantiles_rise_and_the_distribution_function_undoes_them() -> None:
    """Quantiles never fall with the probability; F(quantile(p)) is p give or take one count."""
    problem = World(first="2024-01-01", days=200, horizon=HORIZON).problem()
    ground = prepare(problem)
    outlook, _ = Seer(ground, HORIZON).outlook(200)
    exposure = (ground.history.open[:, -HORIZON:] > 0).astype(np.uint8)
    expected = margins(outlook, exposure)
    levels = (0.025, 0.1, 0.5, 0.9, 0.975)
    days = np.stack([expected.day_count(level) for level in levels])
    slots = np.stack([expected.interval_count(level) for level in levels])
    assert (np.diff(days, axis=0) >= 0).all()
    assert (np.diff(slots, axis=0) >= 0).all()
    assert (slots[:, exposure == 0] == 0).all()
    there = expected.totals > 0
    for level, count in zip(levels, days, strict=True):
        assert (expected.day_cumulative(count)[there] >= level - 0.02).all()
        assert (expected.day_cumulative(np.maximum(count - 2, 0))[there & (count > 2)] <= level + 0.02).all()


def test_an_interval_s_median_is_the_mixed_one_however_much_counts_scatter() -> None:
    """Opinions are medians of intervals: more scatter widens the range around them and does not pull them down."""
    ground = prepare(World(first="2024-01-01", days=200, horizon=HORIZON).problem())
    outlook = look(ground, 200 - HORIZON, HORIZON, {USUAL: 1.0}).outlook
    large = replace(outlook, centre=20 * outlook.centre, level=20 * outlook.level)
    exposure = (ground.history.open[:, -HORIZON:] > 0).astype(np.uint8)
    wanted = large.centre[..., None] * large.shares
    for excess in (0.02, 0.5):
        expected = margins(replace(large, excess=np.full_like(large.excess, excess)), exposure)
        there = (expected.means > 50) & (exposure > 0)
        ratio = expected.interval_count(0.5)[there] / wanted[there]
        assert 0.97 < ratio.min() <= ratio.max() < 1.03


def test_the_median_of_measured_values_is_the_centre() -> None:
    """Values that are no whole numbers carry no scatter of counts, so nothing pulls their median down."""
    problem = World(first="2024-01-01", days=300, horizon=HORIZON).problem()
    history = problem.history.assign(count=problem.history["count"] * 1.1 + 0.05)
    ground = prepare(replace(problem, history=history))
    outlook, _ = Seer(ground, HORIZON).outlook(300)
    assert not outlook.counted.any()
    assert (outlook.counting(outlook.level) == 0).all()


def test_gaps_are_taken_out_of_the_shared_matrix() -> None:
    """A series with gaps gets the coefficients that it would get from its known days alone."""
    draw = np.random.default_rng(5)
    X, weight, penalty = draw.normal(size=(80, 4)), draw.uniform(0.5, 2, 80), np.diag([0.1, 1.0, 2.0, 0.5])
    Y = X @ draw.normal(size=(4, 3)) + 0.1 * draw.normal(size=(80, 3))
    Y[::5, 1] = np.nan
    Y[:70, 2] = np.nan
    prior = np.zeros((4, 3))
    both, _ = robust_ridge(X, Y, weight, penalty, prior)
    for column in range(3):
        known = np.isfinite(Y[:, column])
        alone, _ = robust_ridge(X[known], Y[known, column : column + 1], weight[known], penalty, prior[:, :1])
        np.testing.assert_allclose(both[:, column], alone[:, 0], atol=1e-9)


def test_quantiles_of_columns_are_numpys() -> None:
    """With gaps, over several probabilities."""
    values = np.random.default_rng(0).normal(size=(50, 6))
    values[::3, 2] = np.nan
    values[:, 5] = np.nan
    for probability in (0.1, 0.5, 0.9):
        ours = quantile(values, probability)
        np.testing.assert_allclose(ours[:5], np.nanquantile(values[:, :5], probability, axis=0))
        assert ours[5] == 0.0


def test_a_panel_of_days_alone_keeps_nothing_by_interval() -> None:
    """History known by day only takes no room for the slots of each day, however many series there are."""
    problem = World(first="2024-01-01", days=60, horizon=HORIZON).problem()
    day = problem.history["start"].dt.tz_localize(None).dt.normalize()
    daily = problem.history.assign(day=day).groupby(["outlet", "service", "day"], as_index=False)["count"].sum()
    history = prepare(replace(problem, history=problem.history[:0], daily=daily)).history
    assert history.counts.base is not None
    assert all(stride == 0 for stride in history.counts.strides)
    assert pd.notna(history.totals).any()


def test_the_hour_that_comes_twice_is_no_peak_to_the_autoregression() -> None:
    """Fifty customers in every hour, both passes of the doubled one included: fifty are foreseen for each."""
    world = World(first="2024-08-12", days=77, horizon=7, opens=0, closes=24, timezone="Europe/Berlin")
    history = prepare(world.problem()).history
    assert (history.known[:, -1] == 2).any()  # 27 October 2024
    even = replace(history, counts=50 * history.known.astype(np.float32))
    np.testing.assert_allclose(autoregression.look_ahead(even, 1), 50.0, rtol=1e-6)
