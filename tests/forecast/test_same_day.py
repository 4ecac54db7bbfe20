"""The rest of a day, foreseen from its first part: on simulated days whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import Forecast, forecast, negative_binomial
from forecast.day_factor import path_excess, rest_excess, update_factor
from forecast.same_day import update_day
from quarterhour.grid import TimeGrid
from quarterhour.labels import LabelError
from tests.forecast.world import World
from tests.shelf import made_once

DAYS, INTERVALS, KNOWN = 4000, 18, 6
PROFILE = np.exp(-(((np.arange(INTERVALS) - 7) / 5) ** 2))
NOON = pd.Timedelta(hours=12)
WORLD = World(outlets=tuple(f"O{n:02d}" for n in range(14)), days=500, noise=0.25, horizon=28, paths=100)
GRID = TimeGrid(WORLD.timezone, WORLD.grain)


def simulated(sigma: float, excess: float, mean: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Expected and counted arrivals of many days: log-normal day factors of mean 1, negative-binomial counts."""
    draw = np.random.default_rng(seed)
    means = np.tile(mean * PROFILE / PROFILE.mean(), (DAYS, 1))
    factor = np.exp(draw.normal(-(sigma**2) / 2, sigma, (DAYS, 1)))
    scatter = draw.gamma(1 / excess, excess, means.shape) if excess else 1.0
    return means, draw.poisson(means * factor * scatter).astype(float)


def so_far(counts: np.ndarray, known: int = KNOWN) -> np.ndarray:
    """What is known after the first intervals."""
    return np.where(np.arange(INTERVALS) < known, counts, np.nan)


@pytest.mark.parametrize(
    ("sigma", "excess", "mean"), [(0.2, 0.0, 10.0), (0.3, 0.1, 10.0), (0.15, 0.05, 40.0), (0.4, 0.3, 2.0)]
)
def test_the_rest_is_nearer_and_its_range_holds(sigma: float, excess: float, mean: float) -> None:
    """Absolute error of the rest falls, and 74 to 86 % of the rests lie inside the updated 80 % range."""
    means, counts = simulated(sigma, excess, mean)
    variance, scatter = np.full(DAYS, np.expm1(sigma**2)), np.full(DAYS, excess)
    factor = update_factor(means, so_far(counts), variance, scatter)
    rest = np.where(np.arange(INTERVALS) < KNOWN, 0.0, means)
    before, now, came = rest.sum(1), factor.mean * rest.sum(1), counts[:, KNOWN:].sum(1)
    assert np.abs(came - now).mean() < 0.93 * np.abs(came - before).mean()
    whole = rest_excess(rest, factor, scatter)[1]
    low, high = (negative_binomial.quantile(np.array(p), now, whole) for p in (0.1, 0.9))
    assert 0.74 <= ((came >= low) & (came <= high)).mean() <= 0.86
    assert now.mean() == pytest.approx(before.mean(), rel=0.02)


def test_scatter_within_the_day_is_not_taken_for_its_level() -> None:
    """Where intervals scatter much, ignoring that would raise the error; the same counts move the day less."""
    means, counts = simulated(0.1, 0.5, 20.0)
    variance = np.full(DAYS, np.expm1(0.1**2))
    came, rest = counts[:, KNOWN:].sum(1), means[:, KNOWN:].sum(1)
    told, ignored = (
        update_factor(means, so_far(counts), variance, np.full(DAYS, excess)).mean for excess in (0.5, 0.0)
    )
    error = [np.abs(came - factor * rest).mean() for factor in (told, ignored)]
    assert error[0] < 0.95 * error[1]
    assert np.abs(told - 1).mean() < 0.5 * np.abs(ignored - 1).mean()


def test_the_factor_is_the_conjugate_one() -> None:
    """Poisson counts and a gamma prior of variance 0.25: shape 4 + 30, rate 4 + 20, by hand."""
    factor = update_factor(
        np.array([[10.0, 10.0, 10.0]]), np.array([[12.0, 18.0, np.nan]]), np.array([0.25]), np.zeros(1)
    )
    assert factor.shape == pytest.approx([34.0])
    assert factor.rate == pytest.approx([24.0])
    # Excess 0.1 halves what an interval of 10 says: shape 4 + 15, rate 4 + 10.
    held = update_factor(np.full((1, 2), 10.0), np.array([[12.0, 18.0]]), np.array([0.25]), np.array([0.1]))
    assert held.mean == pytest.approx([19 / 14])


def test_before_anything_is_counted_nothing_moves() -> None:
    """Without a count the factor has mean 1 and its first variance; more counts leave less of it."""
    means, counts = simulated(0.3, 0.1, 10.0)
    variance, excess = np.full(DAYS, 0.09), np.full(DAYS, 0.1)
    left = [update_factor(means, so_far(counts, known), variance, excess) for known in (0, 3, 9)]
    assert left[0].mean == pytest.approx(np.ones(DAYS))
    assert left[0].variance == pytest.approx(variance)
    assert left[0].variance.mean() > left[1].variance.mean() > left[2].variance.mean()


@made_once
def world() -> tuple[Forecast, pd.DataFrame]:
    """The forecast of a made-up world, and what came on its days."""
    rows = WORLD.intervals()
    ahead = rows[rows["day"] >= WORLD.start]
    return forecast(WORLD.problem(rows)), ahead


def test_on_forecast_days_the_error_falls_and_ranges_hold() -> None:
    """At noon of 28 days at 14 outlets: the rest's error falls by a tenth, and the 80 % ranges hold 74 to 86 %."""
    made, ahead = world()
    days, intervals = [], []
    for day in sorted(ahead["day"].unique()):
        came = ahead[ahead["day"] == day]
        now = GRID.day_start(day) + NOON
        updated = update_day(made, came[["outlet", "service", "start", "count"]], now, GRID)
        later = came[came["start"] >= now]
        keys = ["outlet", "service", "start"]
        intervals.append(updated.intervals[updated.intervals["open"]].merge(later, on=keys, validate="one_to_one"))
        rests = later.groupby(["outlet", "service"], as_index=False)["count"].sum()
        days.append(updated.days.merge(rests, on=["outlet", "service"], validate="one_to_one"))
    rest, parts = pd.concat(days), pd.concat(intervals)
    assert len(rest) == 28 * 14
    after, before = ((rest["count"] - rest[name]).abs().sum() for name in ("rest", "rest_before"))
    assert after < 0.9 * before
    assert 0.74 <= rest["count"].between(rest["q10"], rest["q90"]).mean() <= 0.86
    error = [(parts["count"] - parts[name]).abs().sum() for name in ("mean", "mean_before")]
    assert error[0] < error[1]
    assert 0.78 <= parts["count"].between(parts["q10"], parts["q90"]).mean() <= 0.9  # whole numbers cover more


def test_frames_carry_labels_and_figures_that_agree() -> None:
    """Intervals of the rest add up to it; quantiles rise; order of the counted rows does not matter."""
    made, ahead = world()
    day = WORLD.start + pd.Timedelta(days=3)
    now = GRID.day_start(day) + NOON + pd.Timedelta(minutes=20)
    came = ahead.loc[ahead["day"] == day, ["outlet", "service", "start", "count"]]
    updated = update_day(made, came, now, GRID)
    shuffled = update_day(made, came.sample(frac=1, random_state=4), now, GRID)
    pd.testing.assert_frame_equal(updated.intervals, shuffled.intervals)
    pd.testing.assert_frame_equal(updated.days, shuffled.days)
    # The interval that has begun is not known yet.
    assert updated.intervals["start"].min() == GRID.day_start(day) + NOON
    earlier = came[came["start"] < GRID.day_start(day) + NOON]
    sums = earlier.groupby("outlet")["count"].sum()
    np.testing.assert_allclose(updated.days.set_index("outlet")["counted"], sums)
    by_outlet = updated.intervals.groupby("outlet")[["mean", "mean_before"]].sum()
    np.testing.assert_allclose(updated.days.set_index("outlet")["rest"], by_outlet["mean"])
    np.testing.assert_allclose(updated.days.set_index("outlet")["rest_before"], by_outlet["mean_before"])
    for letter in "rq":
        names = [name for name in updated.intervals if name[0] == letter and name[1:].isdigit()]
        assert (np.diff(updated.intervals[names].to_numpy(), axis=1) >= 0).all()
    assert (updated.intervals.loc[~updated.intervals["open"], "mean"] == 0).all()


def test_labels_that_do_not_fit_are_refused() -> None:
    """A clock without zone, a day beyond the forecast, an unknown outlet, an interval twice."""
    made, ahead = world()
    now = GRID.day_start(WORLD.start) + NOON
    came = ahead.loc[ahead["day"] == WORLD.start, ["outlet", "service", "start", "count"]]
    with pytest.raises(LabelError, match="time zone"):
        update_day(made, came, now.tz_localize(None), GRID)
    with pytest.raises(LabelError, match="Maybe make one"):
        update_day(made, came, now + pd.Timedelta(days=100), GRID)
    with pytest.raises(LabelError, match="no series elsewhere"):
        update_day(made, came.assign(outlet=came["outlet"].replace("O03", "elsewhere")), now, GRID)
    with pytest.raises(LabelError, match="stands twice"):
        update_day(made, pd.concat([came, came]), now, GRID)


def test_excess_is_read_from_the_paths() -> None:
    """Paths drawn with a known excess tell it; Poisson paths tell none."""
    made, _ = world()
    draw = np.random.default_rng(2)
    rates = np.full(made.paths.rates.shape, 8.0, dtype=np.float32)
    for excess in (0.0, 0.2):
        scatter = draw.gamma(1 / excess, excess, rates.shape) if excess else 1.0
        paths = replace(made.paths, rates=rates, counts=draw.poisson(rates * scatter).astype(np.int32))
        assert path_excess(paths) == pytest.approx(np.full(len(paths.series), excess), abs=0.01)
