"""Holidays, make-up workdays and years that are not announced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import forecast
from forecast.calendar import read_calendar
from forecast.design import build_design
from forecast.models.calendar_regression import fit_calendar
from forecast.models.panel import Panel
from forecast.setting import USUAL
from quarterhour.labels import LabelError
from quarterhour.messages import LANGUAGES, text
from tests.forecast.world import World


def _days(first: str, count: int) -> pd.DataFrame:
    day = pd.date_range(first, periods=count, freq="D")
    return pd.DataFrame({"day": day, "holiday": "", "kind": "ordinary", "announced": True})


def test_a_makeup_saturday_behaves_as_a_workday() -> None:
    """On a make-up Saturday demand is that of the mean workday, not of a Saturday, in level and in shape."""
    world = World(first="2023-01-30", days=719, horizon=14)  # 2025-01-25 is a make-up Saturday
    saturday = pd.Timestamp("2025-01-25")
    assert world.calendar.set_index("day").loc[saturday, "kind"] == "workday"
    truth = world.truth().set_index("day")["expected"] * sum(world.sizes().values())
    means = forecast(world.problem()).days.groupby("day")["mean"].sum()
    assert abs(means[saturday] / truth[saturday] - 1) < 0.08
    assert means[saturday] > 1.15 * means[saturday - pd.Timedelta(days=7)]  # 1.04 against 0.8 in truth


def test_an_outlet_closed_on_saturdays_is_forecast_when_it_opens_to_make_up() -> None:
    """Such a day has no Saturday to learn from; it takes the level of the outlet's workdays."""
    world = World(first="2023-01-30", days=726, horizon=14, closed_weekdays=(5, 6))
    means = forecast(world.problem()).days.groupby("day")["mean"].sum()
    truth = world.truth().set_index("day")["expected"] * sum(world.sizes().values())
    assert abs(means["2025-01-25"] / truth["2025-01-25"] - 1) < 0.1
    assert means["2025-01-26"] == 0


def test_years_without_announced_makeup_days_are_noted_and_do_not_stop_the_forecast() -> None:
    """The horizon reaches into 2027, whose days carry announced = False: a note names the year."""
    world = World(first="2026-01-05", days=350, horizon=28)
    problem = world.problem()
    later = problem.days["day"] >= "2027-01-01"
    problem = replace(problem, days=problem.days.assign(announced=~later))
    result = forecast(problem)
    assert result.notes.loc[result.notes["code"] == "forecast.unannounced", "detail"].tolist() == ["2027"]
    assert (result.days["mean"] > 0).all()


def test_distance_columns_move_with_a_lunar_holiday() -> None:
    """The same column marks the first day of Spring Festival in January 2023 and in February 2024."""
    world = World(first="2023-01-02", days=730)
    calendar = read_calendar(world.calendar, (5, 6))
    days = pd.date_range("2023-01-02", periods=700, freq="D", unit="us")
    design = build_design(calendar, days)
    column = design.matrix[:, design.columns.index("Spring Festival +0")]
    assert days[np.flatnonzero(column)].strftime("%Y-%m-%d").tolist() == ["2023-01-22", "2024-02-10"]


def test_observed_and_joined_holidays_are_told_apart() -> None:
    """ "(observed)" belongs to the same holiday; two names on one day are two holidays."""
    days = _days("2024-01-01", 40)
    days.loc[3, ["holiday", "kind"]] = "New Year (observed)", "holiday"
    days.loc[4, ["holiday", "kind"]] = "New Year; King's Day", "holiday"
    names = read_calendar(days, (5, 6)).names
    assert {name: np.flatnonzero(flags).tolist() for name, flags in names.items()} == {
        "King's Day": [4],
        "New Year": [3, 4],
    }


def test_a_weekend_that_is_worked_is_no_day_off() -> None:
    """Days off are holidays and weekends, less make-up workdays; the weekend is the organisation's own."""
    days = _days("2024-01-01", 14)  # a Monday
    days.loc[11, "kind"] = "workday"
    off = read_calendar(days, (4, 5)).off
    assert np.flatnonzero(off).tolist() == [4, 5, 12]


def test_a_calendar_with_a_gap_is_refused() -> None:
    """A missing day raises and says so; so does a calendar that ends before the horizon."""
    with pytest.raises(LabelError, match="gap"):
        read_calendar(_days("2024-01-01", 10).drop(index=4), (5, 6))
    problem = World(days=60).problem()
    with pytest.raises(LabelError, match="calendar runs from"):
        forecast(replace(problem, days=problem.days[problem.days["day"] < problem.first_day]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_a_text(language: str) -> None:
    """All codes of notes have a text in every language, with their placeholders."""
    for code in ("short", "no_history", "sparse", "zero", "gaps", "daily_split", "unannounced", "no_kin"):
        shown = text(f"forecast.{code}", language, outlet="A7", service="B", detail="7")
        assert "7" in shown


def test_the_weekday_counts_little_on_a_strong_holiday_and_in_full_far_from_it() -> None:
    """Christmas Eve, four times a workday of 2.5 times the level, is no busier on its first Saturday."""
    days = pd.date_range("2018-06-01", "2022-12-26", freq="D", unit="us")
    known = len(days) - 10
    frame = _days("2018-05-01", len(days) + 80)
    for name, date in {
        "Eve": "12-24",
        "Flag Day": "10-08",
    }.items():  # the other one is weak
        frame.loc[frame["day"].dt.strftime("%m-%d") == date, ["holiday", "kind"]] = name, "holiday"
    calendar = read_calendar(frame, (5, 6))
    place = calendar.place(days)
    eve = calendar.names["Eve"][place]
    weekday = np.log([1.0, 1.0, 1.0, 1.0, 1.0, 1.4, 1.4])[days.day_of_week]
    z = np.where(eve, np.log(2.5), weekday)[None]
    design = build_design(calendar, days).known_after(known, USUAL)
    series = pd.DataFrame({"outlet": ["A"], "service": [""], "kind": [""], "region": [""]})
    no_events = np.zeros((1, len(days), 0), dtype=bool)
    panel = Panel(series, z[:, :known], design, calendar.weekday_shares[place], no_events)
    fit = fit_calendar(panel, design, z[:, :known], USUAL)
    *before, last = fit.effect[0, eve]
    assert abs(last - np.mean(before)) < 0.03  # a Saturday's 0.34 in full
    assert fit.weekday[eve].max() < 0.4
    assert fit.weekday[days == "2022-10-15"].min() > 0.99
