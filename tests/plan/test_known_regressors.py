"""The table `regressors`: from a network's files into the forecast."""

from __future__ import annotations

import pandas as pd

from scenarios.plan.history import daily_counts, forecast_problem
from scenarios.sample.demand import rain
from scenarios.sample.size import SIZES
from tests.answered_once import foreseen_once
from tests.plan.fixtures import tiny

TINY = SIZES["tiny"]
DAYS = 28
FIRST = TINY.plan_start - pd.Timedelta(days=DAYS)


def weather(days: int) -> pd.DataFrame:
    """The rain that did move the tiny network's customers, for so many of its days."""
    whole = (TINY.plan_start - TINY.first_day).days + 7 * TINY.plan_weeks
    rows = pd.DataFrame({"regressor": "rain", "value": rain(whole, 2026)})
    rows["day"] = TINY.first_day + pd.to_timedelta(rows.index, unit="D")
    return rows.iloc[:days]


def test_weather_known_ahead_lowers_the_error_in_the_park() -> None:
    """Rain empties the park: with it known, its visitors are foreseen better, over twice four weeks."""
    known = tiny().with_tables(regressors=weather(10_000))
    errors = [0.0, 0.0]
    for number, network in enumerate((tiny(), known)):
        for origin in (FIRST - pd.Timedelta(days=DAYS * before) for before in range(2)):
            days = foreseen_once(forecast_problem(network, DAYS, 1, origin)).days
            both = days.merge(daily_counts(network), on=["outlet", "service", "day"])
            park = both[both["outlet"] == "SC01"]
            errors[number] += (park["mean"] - park["count"]).abs().sum()
    assert errors[1] < 0.9 * errors[0]


def test_weather_of_the_past_alone_is_left_out_and_told() -> None:
    """Without the days ahead the forecast is as before, and a note says what lacks."""
    past = tiny().with_tables(regressors=weather((FIRST - TINY.first_day).days))
    made, bare = (foreseen_once(forecast_problem(network, DAYS, 1, FIRST)) for network in (past, tiny()))
    pd.testing.assert_frame_equal(made.days, bare.days)
    assert ["forecast.regressor_missing", "rain"] in made.notes[["code", "detail"]].to_numpy().tolist()
