"""How errors go together: found again where it is known, and totals as sure as single days are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import backtest, forecast, measure, totals
from forecast.arrays import Array
from forecast.calendar import read_calendar
from forecast.ground import prepare
from forecast.joint import PARTS, TIERS, TYPICAL, Joint, fit_joint
from forecast.paths import _tier
from forecast.played_back import near_new_holidays, played_origins, whole_outlets
from tests.forecast.world import FESTIVAL, NATIONAL, World
from tests.shelf import made_once

TRUE = Joint(np.array([[0.10, 0.02, 0.18], [0.10, 0.0, 0.10], [0.15, 0.05, 0.30]]), np.array([0.4, 0.0, 0.1]))
OUTLETS = np.repeat(np.arange(20), 3)


def drawn(joint: Joint, origins: int, days: int = 28, outlets: Array = OUTLETS, seed: int = 3) -> Array:
    """z of three services at each of 20 outlets, shape (origins, days, series)."""
    draw = np.random.default_rng(seed)
    parts = {tier: {} for tier in TIERS}
    for outlet in np.unique(outlets):
        parts["outlet"][outlet] = _tier(draw, joint, "outlet", origins, days)
    network = _tier(draw, joint, "network", origins, days)
    columns = [network + parts["outlet"][o] + _tier(draw, joint, "own", origins, days) for o in outlets]
    return np.stack(columns, axis=2)


def test_shares_that_add_up_leave_every_day_standard_normal() -> None:
    """Whatever the shares: mean 0, variance 1 on the first day as on the last; totals differ."""
    z = drawn(TRUE, 4000, outlets=np.arange(4))
    assert TRUE.shares.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(z.mean(0), 0.0, atol=0.08)
    np.testing.assert_allclose(z.var(0), 1.0, atol=0.1)
    alone = drawn(Joint(np.diag([0.0, 0.0, 1.0]), np.zeros(3)), 4000, outlets=np.arange(4))
    assert z.sum((1, 2)).var() > 3 * alone.sum((1, 2)).var()


def test_known_shares_are_found_again() -> None:
    """300 origins drawn from known shares: every share and carry within 0.03 and 0.12."""
    found = fit_joint(0.2 * drawn(TRUE, 300), np.zeros(60), OUTLETS)
    np.testing.assert_allclose(found.shares, TRUE.shares, atol=0.03)
    np.testing.assert_allclose(found.carry, TRUE.carry, atol=0.12)
    assert found.share("network", "daily") == pytest.approx(0.18, abs=0.03)


def test_the_scatter_of_counts_hides_no_shared_error() -> None:
    """Counts scatter as much again as rates do: told so, the same shares are found; not told, half of them."""
    z = drawn(TRUE, 300)
    noisy = 0.2 * (z + np.random.default_rng(8).standard_normal(z.shape))
    told = fit_joint(noisy, np.full(60, 0.04), OUTLETS)
    untold = fit_joint(noisy, np.zeros(60), OUTLETS)
    assert told.share("network", "daily") == pytest.approx(0.18, abs=0.04)
    assert untold.share("network", "daily") == pytest.approx(0.09, abs=0.03)


def test_errors_that_are_independent_stay_so_and_nothing_known_is_typical() -> None:
    """Noise alone leaves what little the typical shares weigh; no origin leaves the typical shares themselves."""
    draw = np.random.default_rng(5)
    found = fit_joint(draw.standard_normal((12, 28, 60)), np.zeros(60), OUTLETS)
    assert found.shares[-1, -1] > 0.85
    assert found.shares[0].sum() < 0.04
    np.testing.assert_array_equal(fit_joint(np.full((3, 28, 60), np.nan), np.zeros(60), OUTLETS).shares, TYPICAL)
    assert TYPICAL.sum() == pytest.approx(1.0)


def test_outlets_of_one_service_have_no_tier_of_their_own() -> None:
    """Without pairs inside outlets nothing lies between the network and the series."""
    found = fit_joint(drawn(TRUE, 12, outlets=np.arange(20)), np.zeros(20), np.arange(20))
    assert found.shares[TIERS.index("outlet")].tolist() == [0.0] * len(PARTS)
    assert found.shares.sum() == pytest.approx(1.0)


def test_origins_and_rows_that_are_played_back() -> None:
    """Four weeks apart up to the end, none too early; outlets whole, at most as many rows as asked."""
    assert played_origins(150) == [66, 94, 122]
    assert played_origins(60) == []
    assert len(played_origins(2000)) == 12
    ground = prepare(World(days=60).problem())
    assert whole_outlets(ground).tolist() == list(range(6))
    assert whole_outlets(ground, 4).tolist() == [0, 2, 3, 5]


def test_holidays_never_seen_before_do_not_count_as_shared_errors() -> None:
    """The first National Day of a history is left out with its neighbours, the second is not."""
    world = World(first="2023-06-05", days=760)
    calendar = read_calendar(world.calendar, (5, 6))
    days = pd.date_range(world.first, periods=760)
    for year, strange in ((2023, 13), (2024, 0)):
        origin = days.get_loc(pd.Timestamp(f"{year}-09-20"))
        flags = near_new_holidays(calendar, days[: origin + 28], origin)
        assert len(flags) == 28
        assert flags.sum() == strange
        assert flags.any() == bool(strange)
    assert {FESTIVAL, NATIONAL} == set(calendar.names)


def shaken(world: World, level: float, daily: float) -> pd.DataFrame:
    """The world's intervals with a level that wanders for all outlets together, and a day's factor for all."""
    rows = world.intervals()
    day = np.unique(rows["day"].to_numpy())
    draw = np.random.default_rng(12)
    wander = np.zeros(len(day))
    for place in range(1, len(day)):
        wander[place] = 0.99 * wander[place - 1] + np.sqrt(1 - 0.99**2) * draw.normal()
    factor = dict(zip(day, np.exp(level * wander + daily * draw.normal(size=len(day))), strict=True))
    return rows.assign(count=draw.poisson(rows["expected"] * rows["day"].map(factor)).astype(float))


@made_once
def played(level: float, daily: float) -> pd.DataFrame:
    """Coverage of totals in a world of six outlets over sixteen origins."""
    world = World(days=1100, horizon=28, paths=20)
    return measure(
        backtest(world.problem(shaken(world, level, daily)), horizon=28, origins=16).totals, ["scope", "span"]
    )


def test_totals_are_held_where_errors_are_shared_and_last() -> None:
    """A shared level that wanders: 80 % ranges of the network's days, weeks and horizons hold what they promise.

    Drawn as if errors were independent, they held 54, 43 and 30 % (over eight origins), and horizons of single
    outlets 45 %.
    """
    held = played(0.1, 0.06).set_index(["scope", "span"])["held_80"]
    assert 0.68 <= held["network", "day"] <= 0.92
    assert 0.7 <= held["network", "week"] <= 0.97
    assert held["network", "horizon"] >= 0.5
    assert 0.65 <= held["outlet", "horizon"] <= 0.95


def test_totals_add_up_and_their_ranges_come_from_whole_paths() -> None:
    """Means of every scope are sums of the days' means; ranges are quantiles of path sums, narrower than added."""
    world = World(days=420, horizon=14, paths=200)
    problem = world.problem()
    regions = np.where(problem.outlets["outlet"] < "O03", "north", "south")
    problem = replace(problem, outlets=problem.outlets.assign(region=regions))
    made = forecast(problem)
    found = (
        totals(made, problem.outlets, problem.grid).set_index(["scope", "name", "span", "first_day"]).sort_index()
    )
    whole = found.loc[("network", "", "horizon", world.start)]
    assert whole["mean"] == pytest.approx(made.days["mean"].sum(), rel=1e-12)
    north = made.days[made.days["outlet"] < "O03"]
    assert found.loc[("region", "north", "horizon", world.start), "mean"] == pytest.approx(north["mean"].sum())
    by_day = made.days.groupby("day")["mean"].sum()
    days = found.xs(("network", "", "day"))
    np.testing.assert_allclose(days["mean"], by_day)
    path = made.paths.counts.sum((1, 2))
    np.testing.assert_allclose(whole[["q05", "q50", "q95"]].astype(float), np.quantile(path, [0.05, 0.5, 0.95]))
    assert whole["q95"] - whole["q05"] < (days["q95"] - days["q05"]).sum()
    assert len(found.xs(("network", "", "week"))) == 2
    assert set(found.index.get_level_values("name")) == {"", "north", "south", *world.outlets}
