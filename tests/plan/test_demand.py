"""Demand after the forecast: factors, deflection, customers known ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scenarios.plan.demand import RATES, as_block, net, rates, scaled, with_appointments
from scenarios.premises import DemandFactor
from tests.plan.fixtures import tiny, tiny_forecast


def everywhere(factor: float) -> DemandFactor:
    """A factor on all demand."""
    return DemandFactor(factor, None, None, None, None)


@pytest.mark.parametrize("factor", [0.5, 1.3])
def test_factor_scales_means_rates_and_paths_alike(factor: float) -> None:
    """Means, rate quantiles and path rates are multiplied; counts follow in the mean, within noise."""
    before = tiny_forecast()
    after = scaled(before, (everywhere(factor),), tiny().grid)
    assert after.intervals["mean"].sum() == pytest.approx(factor * before.intervals["mean"].sum())
    np.testing.assert_allclose(after.intervals[RATES], factor * before.intervals[RATES].to_numpy())
    np.testing.assert_allclose(after.paths.rates, factor * before.paths.rates, rtol=1e-5)
    # 20 paths of some thousand customers each: half a per cent of noise at most.
    assert after.paths.counts.sum() == pytest.approx(factor * before.paths.counts.sum(), rel=0.01)


def test_factor_concerns_only_what_it_names() -> None:
    """Other outlets, services and days stay as they are, to the last digit."""
    before, network = tiny_forecast(), tiny()
    outlet = network.table("outlets")["outlet"].iloc[0]
    day = network.first_day + pd.Timedelta(days=2)
    factor = DemandFactor(2.0, frozenset([outlet]), None, day, day)
    after = scaled(before, (factor,), network.grid)
    days = network.grid.business_day(pd.DatetimeIndex(before.intervals["start"]))
    concerned = (before.intervals["outlet"] == outlet).to_numpy() & (days == day)
    ratio = np.where(concerned, 2.0, 1.0)
    np.testing.assert_allclose(after.intervals["mean"], ratio * before.intervals["mean"])


def test_days_stay_the_sum_of_their_intervals() -> None:
    """After a factor, day means are still the sums of interval means."""
    after = scaled(tiny_forecast(), (everywhere(1.7),), tiny().grid)
    assert after.days["mean"].sum() == pytest.approx(after.intervals["mean"].sum())


def test_gross_history_is_reduced_by_what_self_service_contains() -> None:
    """Human workload is gross x (1 - routine share x contained share); net histories stay."""
    network = tiny()
    services = network.table("services").copy()
    first = services["service"].iloc[0]
    services.loc[services["service"] == first, ["history_is", "routine_share", "contained_share"]] = [
        "gross",
        0.5,
        0.8,
    ]
    after = net(tiny_forecast(), network.with_tables(services=services), network.grid)
    ratio = (
        after.intervals.groupby("service")["mean"].sum()
        / tiny_forecast().intervals.groupby("service")["mean"].sum()
    )
    assert ratio[first] == pytest.approx(1 - 0.5 * 0.8)
    assert (ratio.drop(first) == 1.0).all()


def test_appointments_come_on_top_of_every_path() -> None:
    """Customers known ahead are certain: the mean and each path rise by exactly their number."""
    network, before = tiny(), tiny_forecast()
    row = before.intervals[before.intervals["open"]].iloc[5]
    booked = pd.DataFrame(
        {"outlet": [row["outlet"]], "service": [row["service"]], "start": [row["start"]], "count": [4]}
    )
    after = with_appointments(before, network.with_tables(appointments=booked), network.grid)
    assert after.intervals["mean"].sum() == pytest.approx(before.intervals["mean"].sum() + 4)
    assert ((after.paths.counts - before.paths.counts).sum(axis=(1, 2)) == 4).all()


def test_staffing_quantile_is_interpolated_between_known_ones() -> None:
    """The 80% rate lies a third of the way from the 75% to the 90% rate; open intervals only."""
    forecast = tiny_forecast()
    shown = forecast.intervals[forecast.intervals["open"]]
    expected = shown["r75"] + (0.8 - 0.75) / 0.15 * (shown["r90"] - shown["r75"])
    asked = rates(forecast, 0.8)
    assert len(asked) == len(shown)
    np.testing.assert_allclose(asked["rate"], expected)


def test_blocks_follow_labels_not_positions() -> None:
    """A shuffled frame gives the same block."""
    forecast = tiny_forecast()
    means = forecast.intervals["mean"].to_numpy(dtype=float)
    straight = as_block(forecast, means)
    order = np.random.default_rng(1).permutation(len(means))
    shuffled = type(forecast)(**{**forecast.__dict__, "intervals": forecast.intervals.iloc[order]})
    np.testing.assert_array_equal(as_block(shuffled, means[order]), straight)
