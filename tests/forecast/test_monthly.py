"""Monthly forecasts: calendar taken out and put back, levels that agree, and every rung of the ladder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from forecast.monthly import forecast_months
from forecast.months.candidates import holt
from forecast.months.values import MonthlyForecast, MonthlyProblem
from quarterhour.labels import LabelError
from tests.forecast.world import FESTIVAL, NEW_YEAR, NO_EVENTS

FIRST = pd.Timestamp("2023-01-01")
OUTLETS = ("A", "B", "C", "D", "E")
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.9, 0.7])


def calendar(last: str = "2028-01-31") -> pd.DataFrame:
    """Seven days of Spring Festival a year, known to 2026; no make-up days."""
    day = pd.date_range("2022-11-01", last, unit="us")
    frame = pd.DataFrame({"day": day, "holiday": "", "kind": "ordinary", "announced": day.year < 2026})
    for first in [*NEW_YEAR.values(), "2027-02-06"]:
        run = (day >= first) & (day < pd.Timestamp(first) + pd.Timedelta(days=7))
        frame.loc[run, ["holiday", "kind"]] = FESTIVAL, "holiday"
    return frame


def truth(days: pd.DatetimeIndex, size: float, lift: float = 0.3) -> np.ndarray:
    """Expected customers by day: size x weekday x season x festival."""
    festival = calendar().set_index("day")["holiday"].reindex(days) == FESTIVAL
    season = 1 + 0.2 * np.sin(2 * np.pi * days.day_of_year.to_numpy() / 365.25)
    return 100 * size * WEEK[days.day_of_week] * season * np.where(festival, lift, 1.0)


def problem(first_day: str = "2026-01-01", months: int = 12, first: pd.Timestamp = FIRST) -> MonthlyProblem:
    """Five outlets of different size, open every day, Poisson counts."""
    past = pd.date_range(first, pd.Timestamp(first_day) - pd.Timedelta(days=1), unit="us")
    ahead = pd.date_range(first_day, periods=31 * (months + 1), unit="us")
    draw = np.random.default_rng(7)
    daily = [
        pd.DataFrame(
            {"outlet": name, "service": "s", "day": past, "count": draw.poisson(truth(past, 1.0 + place))}
        )
        for place, name in enumerate(OUTLETS)
    ]
    return MonthlyProblem(
        daily=pd.concat(daily, ignore_index=True).astype({"count": float}),
        opening=pd.concat([pd.DataFrame({"outlet": name, "day": ahead}) for name in OUTLETS], ignore_index=True),
        days=calendar(),
        events=NO_EVENTS,
        outlets=pd.DataFrame({"outlet": OUTLETS, "kind": "station", "region": ["N", "N", "N", "S", "S"]}),
        first_day=pd.Timestamp(first_day),
        months=months,
    )


def likely(made: MonthlyForecast, outlet: str) -> np.ndarray:
    """The outlet's months in order."""
    return made.months.loc[made.months["outlet"] == outlet, "likely"].to_numpy()


def expected(first_day: str, months: int, size: float) -> np.ndarray:
    """The truth by month."""
    days = pd.date_range(first_day, pd.Timestamp(first_day) + pd.DateOffset(months=months), inclusive="left")
    return pd.Series(truth(days, size), days).groupby(days.to_period("M")).sum().to_numpy()


@pytest.fixture(scope="module")
def made() -> MonthlyForecast:
    """Three years of history, a year ahead."""
    return forecast_months(problem())


def test_the_new_year_of_another_month_is_met(made: MonthlyForecast) -> None:
    """In 2025 the festival lay in January and February, in 2026 in February alone: every month within 6 %."""
    for size, outlet in enumerate(OUTLETS, start=1):
        ratio = likely(made, outlet) / expected("2026-01-01", 12, size)
        assert np.abs(ratio - 1).max() < 0.06


def test_outlets_add_up_to_regions_and_the_total(made: MonthlyForecast) -> None:
    """The sums are the same from every level."""
    by_month = made.months.groupby("month")["likely"].sum()
    for frame in (made.regions, made.total):
        whole = frame[frame["service"] == ""].groupby("month")["likely"].sum()
        np.testing.assert_allclose(whole, by_month)


def test_ranges_are_in_order_and_never_negative(made: MonthlyForecast) -> None:
    """q05 <= q10 <= ... <= q95, and the total's range is narrower than the sum of ranges."""
    for frame in (made.months, made.regions, made.total):
        values = frame[["q05", "q10", "q25", "q50", "q75", "q90", "q95"]].to_numpy()
        assert (values >= 0).all()
        assert (np.diff(values, axis=1) >= 0).all()
    apart = made.months.groupby("month")[["q10", "q90"]].sum()
    whole = made.total[made.total["service"] == ""].set_index("month")
    assert ((whole["q90"] - whole["q10"]) <= (apart["q90"] - apart["q10"]) * 1.05).all()


def test_the_same_seed_gives_the_same_answer(made: MonthlyForecast) -> None:
    """Nothing depends on chance beyond the seed."""
    again = forecast_months(problem())
    pd.testing.assert_frame_equal(made.total, again.total)


def test_under_a_year_works_and_says_so() -> None:
    """Seven months of history: a forecast for two years, with a note on the season; years without make-up days
    too."""
    made = forecast_months(problem("2025-08-01", 24, pd.Timestamp("2025-01-01")))
    assert len(made.total[made.total["service"] == ""]) == 24
    assert (made.months["likely"] > 0).all()
    assert {"forecast.months_no_season", "forecast.months_short", "forecast.unannounced"} <= set(
        made.notes["code"]
    )


def test_an_outlet_of_eight_months_borrows_the_season() -> None:
    """Its months ahead lie within 10 % of the truth, though it never saw the first third of a year."""
    base = problem()
    young = (base.daily["outlet"] == "C") & (base.daily["day"] < "2025-05-01")
    made = forecast_months(replace(base, daily=base.daily[~young]))
    assert np.abs(likely(made, "C") / expected("2026-01-01", 12, 3.0) - 1).max() < 0.10


def test_a_new_outlet_is_forecast_as_its_kind() -> None:
    """Without history it lies between the least and the largest of its kind, wider than theirs, and is noted."""
    base = problem()
    made = forecast_months(replace(base, daily=base.daily[base.daily["outlet"] != "E"]))
    mine = made.months[made.months["outlet"] == "E"]
    assert (mine["likely"].to_numpy() > likely(made, "A")).all()
    assert (mine["likely"].to_numpy() < likely(made, "D")).all()
    width = (made.months["q90"] / made.months["q10"]).groupby(made.months["outlet"]).min()
    assert width.idxmax() == "E"
    assert "forecast.months_new" in made.notes.loc[made.notes["outlet"] == "E", "code"].tolist()


def test_zero_and_closed_stay_zero() -> None:
    """Nobody came at A; B is closed from March on."""
    base = problem()
    none = base.daily.assign(count=base.daily["count"].where(base.daily["outlet"] != "A", 0.0))
    shut = base.opening[(base.opening["outlet"] != "B") | (base.opening["day"] < "2026-03-01")]
    made = forecast_months(replace(base, daily=none, opening=shut))
    assert (made.months.loc[made.months["outlet"] == "A", ["likely", "q05", "q95"]] == 0).all(axis=None)
    assert (likely(made, "B")[:2] > 0).all()
    assert (likely(made, "B")[2:] == 0).all()


def test_gaps_are_no_zeros() -> None:
    """Three unknown weeks of the last month leave the forecast where it was, within 3 %."""
    base = problem()
    gone = (base.daily["day"] >= "2025-12-05") & (base.daily["day"] < "2025-12-26")
    made = forecast_months(replace(base, daily=base.daily.assign(count=base.daily["count"].mask(gone))))
    whole = forecast_months(base)
    assert np.abs(likely(made, "D") / likely(whole, "D") - 1).max() < 0.03


def test_a_plan_from_the_middle_of_a_month_begins_with_the_next() -> None:
    """First day 15 March: April is the first month, and the days of March are history."""
    made = forecast_months(problem("2025-03-15", 6))
    assert made.total["month"].min() == pd.Timestamp("2025-04-01")
    assert np.abs(likely(made, "B") / expected("2025-04-01", 6, 2.0) - 1).max() < 0.08


def test_the_damped_trend_is_the_textbooks() -> None:
    """The recursion over all series at once equals statsmodels' with the same parameters and start."""
    y = np.cumsum(np.random.default_rng(3).normal(0.02, 0.1, 40))
    fit = ExponentialSmoothing(
        y[1:], trend="add", damped_trend=True, initialization_method="known", initial_level=y[0], initial_trend=0.0
    ).fit(smoothing_level=0.4, smoothing_trend=0.1, damping_trend=0.9, optimized=False)
    level, slope = holt(y[None], 0.4, 0.1, 0.9)
    assert level[0] + 0.9 * slope[0] == pytest.approx(fit.forecast(1)[0])


def test_no_history_is_refused() -> None:
    """Nothing known is said, not guessed; nor are 25 months forecast."""
    base = problem()
    with pytest.raises(LabelError):
        forecast_months(replace(base, daily=base.daily.head(0)))
    with pytest.raises(ValueError, match="1 to 24"):
        forecast_months(replace(base, months=25))
