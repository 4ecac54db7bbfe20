"""Rolling origins see only what was known then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import backtest, forecast
from tests.forecast.world import World

WORLD = World(days=500, horizon=14)


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
    rows = backtest(problem, horizon=14, origins=1).query("model == 'ours' and grain == 'day'")
    assert (rows["origin"] == cut).all()
    np.testing.assert_allclose(rows.set_index("outlet")["error"], error, rtol=1e-6)


def test_measures_are_what_they_say() -> None:
    """WAPE, MASE and coverage follow from the sums beside them; both models are judged on the same days."""
    rows = backtest(WORLD.problem(), horizon=14, origins=2, every=7)
    np.testing.assert_allclose(rows["wape"], rows["error"] / rows["actual"])
    np.testing.assert_allclose(rows["mase"], rows["error"] / rows["points"] / rows["scale"])
    ours, naive = (rows[rows["model"] == model].reset_index(drop=True) for model in ("ours", "seasonal_naive"))
    pd.testing.assert_frame_equal(
        ours[["outlet", "origin", "grain", "actual", "points"]],
        naive[["outlet", "origin", "grain", "actual", "points"]],
    )
    assert rows["origin"].nunique() == 2
    assert sorted(rows["grain"].unique()) == ["day", "interval"]


def test_a_history_too_short_to_play_back_is_refused_by_backtest_but_not_by_forecast() -> None:
    """Thirty days hold no origin: the backtest says so, the forecast goes without evidence."""
    world = World(days=30, horizon=14)
    with pytest.raises(ValueError, match="no origin"):
        backtest(world.problem(), horizon=14, origins=2)
    assert forecast(world.problem()).evidence.empty
