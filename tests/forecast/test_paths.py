"""Sample paths: repeatable, independent of order, and drawn from the distribution that is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecast import Forecast, forecast
from tests.forecast.world import World
from tests.shelf import made_once

WORLD = World(days=420, horizon=14, paths=400)


@made_once
def drawn() -> Forecast:
    """400 paths of the world."""
    return forecast(WORLD.problem())


def test_same_seed_same_paths_whatever_the_order() -> None:
    """Two runs agree bit by bit, also with shuffled rows; another seed differs."""
    problem = replace(WORLD.problem(), paths=10)
    shuffled = replace(
        problem,
        history=problem.history.sample(frac=1, random_state=1),
        outlets=problem.outlets.iloc[::-1],
        opening=problem.opening.sample(frac=1, random_state=2),
    )
    first, second, third = (forecast(p).paths for p in (problem, shuffled, replace(problem, seed=2)))
    np.testing.assert_array_equal(first.counts, second.counts)
    np.testing.assert_array_equal(first.rates, second.rates)
    assert (first.counts != third.counts).any()


def test_paths_have_the_mean_and_the_range_that_are_told() -> None:
    """Over 400 paths: means within 2 %, and the 10 % and 90 % quantiles of days bound 80 +- 5 %."""
    result = drawn()
    paths = result.paths
    mean = result.intervals["mean"].to_numpy().reshape(paths.rates.shape[1:])
    assert abs(paths.rates.mean() / mean.mean() - 1) < 0.02
    assert abs(paths.counts.mean() / mean.mean() - 1) < 0.02
    shape = (len(paths.series), WORLD.horizon)
    totals = paths.counts.reshape(WORLD.paths, *shape, -1).sum(3)
    low, high = (result.days[name].to_numpy().reshape(shape) for name in ("q10", "q90"))
    assert 0.75 <= ((totals >= low) & (totals <= high)).mean() <= 0.87
    interval_low = result.intervals["q10"].to_numpy().reshape(mean.shape)
    interval_high = result.intervals["q90"].to_numpy().reshape(mean.shape)
    opened = mean > 0
    inside = (paths.counts >= interval_low) & (paths.counts <= interval_high)
    assert 0.78 <= inside[:, opened].mean() <= 0.92  # whole numbers cover a little more


def test_rates_and_counts_are_kept_apart() -> None:
    """Counts scatter more than the rates they are drawn from; rates' quantiles are narrower than counts'."""
    result = drawn()
    opened = result.paths.rates[0] > 0
    assert (result.paths.counts.var(0)[opened] > result.paths.rates.var(0)[opened]).mean() > 0.99
    rows = result.intervals[result.intervals["open"]]
    assert ((rows["r95"] - rows["r05"]) < (rows["q95"] - rows["q05"])).mean() > 0.99


def test_a_shock_that_all_outlets_share_is_found_in_the_paths() -> None:
    """Where all outlets have the same day factor, path totals of different outlets are correlated; else not.

    Three years, so that the season is known: one that is not would be an error that all share.
    """
    world = World(days=1100, horizon=14, paths=400)
    shared = world.intervals()
    draw = np.random.default_rng(9)
    day = shared["day"].to_numpy()
    factor = dict(zip(np.unique(day), np.exp(draw.normal(0, 0.3, len(np.unique(day)))), strict=True))
    shaken = shared.assign(count=np.round(shared["count"] * shared["day"].map(factor)))
    correlations = []
    for rows in (shaken, shared):
        rates = forecast(world.problem(rows)).paths.rates.astype(float)
        totals = rates.reshape(world.paths, len(world.outlets), world.horizon, -1).sum(3)
        pairs = [np.corrcoef(totals[:, :, day].T)[np.triu_indices(6, 1)].mean() for day in range(world.horizon)]
        correlations.append(np.mean(pairs))
    assert correlations[0] > 0.6
    assert correlations[1] < 0.4
