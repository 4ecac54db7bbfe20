"""The numerical pieces against other programs and closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from forecast.design import occasions, runs, shifted
from forecast.effects import weighted_least_squares
from forecast.models.calendar_regression import Pooled
from forecast.models.ridge import robust_ridge
from forecast.models.seasonal_naive import seasonal_naive
from forecast.models.smoothed_level import smooth
from forecast.negative_binomial import cumulative, quantile


def test_negative_binomial_quantiles_are_those_of_scipy() -> None:
    """Every quantile over means from 0.01 to 5,000 and excesses from 0 to 2 equals scipy's; mean 0 gives 0."""
    mean = np.geomspace(0.01, 5000, 40)[:, None, None]
    excess = np.array([0.0, 0.01, 0.3, 2.0])[:, None]
    probability = np.array([0.05, 0.1, 0.5, 0.9, 0.95])
    ours = quantile(probability, mean, excess)
    shape = np.where(excess > 0, 1 / np.maximum(excess, 1e-9), 1.0)
    spread = stats.nbinom.ppf(probability, shape, 1 / (1 + excess * mean))
    expected = np.where(excess > 0, spread, stats.poisson.ppf(probability, mean))
    np.testing.assert_array_equal(ours, expected)
    assert quantile(np.array(0.5), np.zeros(3), np.ones(3)).tolist() == [0, 0, 0]
    vast = quantile(np.array(0.5), np.array(1e17), np.array(0.1))  # beyond which counts of doubles are not exact
    np.testing.assert_allclose(vast, stats.gamma.ppf(0.5, 10, scale=1e16), rtol=1e-6)
    np.testing.assert_allclose(cumulative(np.array(3.0), np.array(2.0), np.array(0.0)), stats.poisson.cdf(3, 2))


def test_the_penalised_fit_equals_least_squares_with_extra_rows() -> None:
    """Normal equations and statsmodels' WLS on augmented rows give the same coefficients."""
    draw = np.random.default_rng(0)
    X, weight = draw.normal(size=(200, 6)), draw.uniform(0.5, 2, 200)
    penalty, prior = np.diag(draw.uniform(0.1, 5, 6)), draw.normal(size=6)
    y = X @ draw.normal(size=6) + draw.normal(size=200)
    beta, pulled = robust_ridge(X, y[:, None], weight, penalty, prior[:, None])
    fit = Pooled("all", "", X, pulled[:, 0], weight, penalty, prior, beta[:, 0])
    np.testing.assert_allclose(weighted_least_squares(fit).params, beta[:, 0], atol=1e-10)


def test_outliers_are_pulled_in() -> None:
    """One response in twenty a hundred standard deviations off moves the coefficients by less than two errors."""
    draw = np.random.default_rng(1)
    X = draw.normal(size=(400, 3))
    y = X @ [1.0, -2.0, 0.5] + 0.1 * draw.normal(size=400)
    y[::20] += 10.0
    beta, _ = robust_ridge(X, y[:, None], np.ones(400), 1e-6 * np.eye(3), np.zeros((3, 1)), rounds=30)
    np.testing.assert_allclose(beta[:, 0], [1.0, -2.0, 0.5], atol=0.03)


def test_runs_shifts_and_occasions() -> None:
    """Place and length in runs, shifted flags, and occasions that bridge gaps of up to 3 days: by hand."""
    flags = np.array([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1], dtype=bool)
    place, length = runs(flags)
    assert place.tolist() == [0, 1, 2, 0, 0, 1, 0, 0, 0, 0, 1]
    assert length.tolist() == [0, 2, 2, 0, 0, 1, 0, 0, 0, 0, 1]
    assert np.flatnonzero(shifted(flags, 2)).tolist() == [3, 4, 7]
    assert np.flatnonzero(shifted(flags, -1)).tolist() == [0, 1, 4, 9]
    first, last = occasions(flags)
    assert (first.tolist(), last.tolist()) == ([1, 10], [5, 10])


def test_the_yardstick_looks_one_week_back_and_never_ahead() -> None:
    """Same weekday of the last known week, the week before where that is unknown; later days are not read."""
    values = np.arange(35.0)[None]
    values[0, 22] = np.nan
    values[0, 28:] = -1.0
    answer = seasonal_naive(values, 28, 14)[0]
    assert answer[:7].tolist() == [21, 15, 23, 24, 25, 26, 27]
    assert answer[7:].tolist() == answer[:7].tolist()


def test_the_level_follows_a_step_and_a_changed_weekday() -> None:
    """After a step of 0.5 and a Monday that rose by 0.4, forecasts are near both, for every series alike."""
    days = 400
    weekday = pd.date_range("2024-01-01", periods=days + 14).day_of_week.to_numpy()
    shares = np.eye(7)[weekday]
    truth = np.where(np.arange(days + 14) >= 250, 0.5, 0.0) + np.where(
        (np.arange(days + 14) >= 200) & (weekday == 0), 0.4, 0.0
    )
    noise = np.random.default_rng(4).normal(0, 0.05, (3, days))
    residual = truth[:days] + noise
    residual[1, 100:120] = np.nan
    answer = smooth(residual, shares)
    np.testing.assert_allclose(answer.forecast, np.tile(truth[days:], (3, 1)), atol=0.15)
