"""Planners' adjustments: which apply, what they move, and what stays the model's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from forecast.values import QUANTILES, Forecast
from scenarios.network import Network
from scenarios.plan.adjusting import adjusted, applying, moved_counts
from scenarios.plan.demand import COUNTS, RATES, scaled
from scenarios.plan.foreseen import foresee
from scenarios.premises import DemandFactor
from tests.plan.fixtures import DAYS, PATHS, tiny, tiny_forecast
from tests.plan.planned import planned, written

OUTLET, SERVICE = "SC01", "visitor"
FIRST = tiny().first_day


def day(after: int) -> pd.Timestamp:
    """A day of the horizon, or before it."""
    return FIRST + pd.Timedelta(days=after)


def adjustment(name: str, uplift: float, first: int, last: int, *, service: str = "", made: int = -3) -> dict:
    """One row of the table."""
    return {
        "adjustment": name,
        "outlet": OUTLET,
        "service": service,
        "first_day": day(first),
        "last_day": day(last),
        "uplift": uplift,
        "author": "Li",
        "reason": "fair",
        "made_on": day(made),
    }


def network(*rows: dict) -> Network:
    """The tiny network with these adjustments alone."""
    return tiny().with_tables(adjustments=pd.DataFrame(rows))


def made(*rows: dict) -> tuple[Forecast, pd.DataFrame]:
    """The tiny forecast under these adjustments."""
    return adjusted(tiny_forecast(), applying(network(*rows), FIRST, DAYS), tiny().grid)


def concerned(frame: pd.DataFrame, first: int, last: int, service: str = "") -> np.ndarray:
    """Rows of a forecast's intervals that an adjustment names."""
    days = tiny().grid.business_day(pd.DatetimeIndex(frame["start"]))
    named = (frame["outlet"] == OUTLET).to_numpy() & (days >= day(first)) & (days <= day(last))
    return named & (frame["service"] == service).to_numpy() if service else named


def test_only_what_was_made_before_the_plan_and_concerns_it_applies() -> None:
    """Made on the first day is too late; a period that ends before or begins after the horizon is not taken in."""
    rows = network(
        adjustment("late", 0.1, 1, 2, made=0),
        adjustment("just", 0.1, 1, 2, made=-1),
        adjustment("past", 0.1, -5, -1, made=-9),
        adjustment("far", 0.1, DAYS, DAYS + 2),
        adjustment("reaches in", 0.1, -5, 0, made=-9),
        adjustment("last day", 0.1, DAYS - 1, DAYS + 2),
    )
    assert applying(rows, FIRST, DAYS)["adjustment"].tolist() == ["reaches in", "last day", "just"]


def test_the_adjusted_mean_stands_beside_the_models() -> None:
    """Means of the named outlet, service and days move by the factor, no other; the model's stay to the digit."""
    before, (after, _) = tiny_forecast(), made(adjustment("a", 0.2, 1, 2, service=SERVICE))
    here = concerned(before.intervals, 1, 2, SERVICE)
    assert here.any()
    np.testing.assert_array_equal(after.intervals["model_mean"], before.intervals["mean"])
    np.testing.assert_array_equal(after.days["model_mean"], before.days["mean"])
    ratio = np.where(here, 1.2, 1.0)[:, None]
    moved = ["mean", *RATES]
    np.testing.assert_allclose(after.intervals[moved], before.intervals[moved].to_numpy() * ratio)
    np.testing.assert_array_equal(after.intervals.loc[~here, COUNTS], before.intervals.loc[~here, COUNTS])
    sums = after.intervals.assign(day=tiny().grid.business_day(pd.DatetimeIndex(after.intervals["start"])))
    keys = ["outlet", "service", "day"]
    np.testing.assert_allclose(after.days.set_index(keys)["mean"], sums.groupby(keys)["mean"].sum())


@pytest.mark.parametrize("uplift", [-0.4, 0.5])
def test_paths_move_with_the_mean_and_stay_counts(uplift: float) -> None:
    """Counts are whole and not negative, their mean follows the factor; other series and days keep theirs."""
    before, (after, _) = tiny_forecast(), made(adjustment("a", uplift, 0, 3))
    days = tiny().grid.business_day(before.paths.starts)
    rows = (before.paths.series["outlet"] == OUTLET).to_numpy()
    here = np.ix_(np.arange(PATHS), rows, days <= day(3))
    assert after.paths.counts.dtype == np.int32
    assert (after.paths.counts >= 0).all()
    # 20 paths of four days of some 150 customers: about one per cent of noise.
    assert after.paths.counts[here].sum() == pytest.approx(
        (1 + uplift) * before.paths.counts[here].sum(), rel=0.03
    )
    np.testing.assert_allclose(after.paths.rates[here], (1 + uplift) * before.paths.rates[here], rtol=1e-5)
    np.testing.assert_array_equal(after.paths.counts[:, ~rows], before.paths.counts[:, ~rows])
    np.testing.assert_array_equal(
        after.paths.counts[:, :, days > day(3)], before.paths.counts[:, :, days > day(3)]
    )


def test_overlapping_adjustments_multiply_and_their_effects_add_up() -> None:
    """On the shared day the factors multiply; the effects told add up to what the mean rose by."""
    after, told = made(adjustment("a", 0.2, 1, 2, made=-4), adjustment("b", 0.5, 2, 4, service=SERVICE))
    here = concerned(after.intervals, 2, 2, SERVICE) & (after.intervals["model_mean"] > 0).to_numpy()
    np.testing.assert_allclose(
        after.intervals.loc[here, "mean"] / after.intervals.loc[here, "model_mean"], 1.2 * 1.5
    )
    rise = (after.intervals["mean"] - after.intervals["model_mean"]).sum()
    assert told["adjustment"].tolist() == ["a", "b"]
    assert told["effect"].sum() == pytest.approx(rise)
    assert told["effect"].iloc[0] == pytest.approx(0.2 * told["customers"].iloc[0])


@pytest.mark.parametrize("factor", [0.5, 1.6])
@pytest.mark.parametrize(("mean", "excess"), [(4.0, 0.03), (60.0, 0.0), (60.0, 0.03), (900.0, 0.05)])
def test_count_quantiles_are_those_of_that_much_demand(mean: float, excess: float, factor: float) -> None:
    """Against the negative binomial of the moved mean, within one customer or 3 %; never out of order."""

    def exact(of: float) -> np.ndarray:
        size = 1 / max(excess, 1e-9)
        return nbinom.ppf(QUANTILES, size, size / (size + of))

    frame = pd.DataFrame([exact(mean)], columns=COUNTS).assign(mean=mean)
    moved = moved_counts(frame, np.array([factor]))[0]
    assert (np.diff(moved) >= 0).all()
    np.testing.assert_allclose(moved, exact(factor * mean), rtol=0.03, atol=1.01)


def test_adjusted_quantiles_agree_with_the_adjusted_paths() -> None:
    """Of 400 paths, as many days lie inside the adjusted 80 % range as of the model's inside the model's."""
    rows = network(adjustment("a", 0.5, 0, DAYS - 1), adjustment("b", -0.3, 0, 3, service=SERVICE))
    seen = foresee(rows, DAYS, 400)
    inside = []
    for found in (seen.model, seen.forecast):
        days = tiny().grid.business_day(found.paths.starts)
        totals = np.stack([found.paths.counts[:, :, days == day(n)].sum(2) for n in range(DAYS)], axis=2)
        keys = pd.MultiIndex.from_frame(found.paths.series[["outlet", "service"]])
        by = found.days.set_index(["outlet", "service"])
        low, high = (np.stack([by.loc[[key], name].to_numpy() for key in keys]) for name in ("q10", "q90"))
        here = (found.paths.series["outlet"] == OUTLET).to_numpy()
        inside.append(((totals >= low) & (totals <= high))[:, here].mean())
    assert inside[1] == pytest.approx(inside[0], abs=0.03)


def test_without_adjustments_the_forecast_is_the_models() -> None:
    """Nothing moves, and the model's mean is there all the same."""
    seen = foresee(tiny().with_tables(adjustments=pd.DataFrame()), DAYS, PATHS)
    assert seen.adjustments.empty
    assert seen.forecast.paths is seen.model.paths
    pd.testing.assert_series_equal(seen.forecast.days["mean"], seen.forecast.days["model_mean"], check_names=False)


def test_what_a_scenario_does_moves_both_means() -> None:
    """A factor of a scenario comes on top of adjustments and acts on the model's mean alike."""
    after, _ = made(adjustment("a", 0.2, 1, 2))
    halved = scaled(after, (DemandFactor(0.5, None, None, None, None),), tiny().grid)
    for frame, before in ((halved.intervals, after.intervals), (halved.days, after.days)):
        np.testing.assert_allclose(frame["mean"], 0.5 * before["mean"])
        np.testing.assert_allclose(frame["model_mean"], 0.5 * before["model_mean"])


def test_a_plan_shows_both_means_and_who_adjusted() -> None:
    """The plan's tables have the adjusted mean beside the model's, and the adjustments that apply."""
    made_plan = planned()
    told = made_plan.layers["adjustments"]
    assert made_plan.forecast is not None
    apart = made_plan.forecast.days["mean"] - made_plan.forecast.days["model_mean"]
    assert apart.sum() == pytest.approx(told["effect"].sum())
    assert told["effect"].abs().min() > 0
    again = pd.read_parquet(written()[0] / "tables" / "layer_adjustments.parquet")
    assert again[["author", "reason"]].equals(told[["author", "reason"]])
