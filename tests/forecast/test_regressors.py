"""Known regressors: what they explain is foreseen where their future is given, and left out where it is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from forecast import Forecast, ForecastProblem, forecast
from forecast.regressors import NO_REGRESSORS, read_regressors
from quarterhour.labels import LabelError
from tests.forecast.world import World
from tests.shelf import made_once

WORLD = World(days=600, horizon=28, noise=0.05)
RAIN, PROMOTION = -0.3, 0.5
PROMOTED = "O02"


@cache
def rain() -> pd.Series:
    """Rain by day: dry on most, correlated from day to day."""
    days = pd.date_range(WORLD.first, periods=WORLD.days + WORLD.horizon, unit="us")
    draw = np.random.default_rng(5).standard_normal(len(days))
    for day in range(1, len(draw)):
        draw[day] = 0.5 * draw[day - 1] + np.sqrt(0.75) * draw[day]
    return pd.Series(np.maximum(draw - 0.3, 0.0), index=days)


@cache
def promotions() -> pd.Series:
    """One day in nine, at one outlet."""
    days = rain().index
    return pd.Series((np.random.default_rng(6).random(len(days)) < 0.11).astype(float), index=days)


@cache
def lived() -> pd.DataFrame:
    """The world's intervals with rain everywhere and promotions at one outlet; `truth` without chance."""
    rows = WORLD.intervals()
    log = RAIN * rows["day"].map(rain()) + PROMOTION * rows["day"].map(promotions()) * (rows["outlet"] == PROMOTED)
    draw = np.random.default_rng(7)
    moved = np.exp(log.to_numpy())
    # A Poisson count thinned, or with a second one on top, is Poisson of the moved mean.
    thinned = draw.binomial(rows["count"].astype(int), np.minimum(moved, 1.0))
    further = draw.poisson(np.maximum(moved - 1.0, 0.0) * rows["expected"])
    return rows.assign(count=(thinned + further).astype(float), truth=rows["expected"] * moved)


def told(series: pd.Series, name: str, outlet: str = "") -> pd.DataFrame:
    """A regressor's rows."""
    return pd.DataFrame({"regressor": name, "outlet": outlet, "day": series.index, "value": series.to_numpy()})


def everything() -> pd.DataFrame:
    """Rain for all outlets and promotions for one."""
    return pd.concat([told(rain(), "rain"), told(promotions(), "promotion", PROMOTED)], ignore_index=True)


def problem(regressors: pd.DataFrame | None) -> ForecastProblem:
    """What the forecaster is given."""
    return replace(WORLD.problem(lived()), regressors=regressors)


@made_once
def answers() -> tuple[Forecast, Forecast]:
    """Without and with regressors."""
    return forecast(problem(None)), forecast(problem(everything()))


def errors(made: Forecast) -> pd.Series:
    """Absolute errors of days against the truth, relative to it, by outlet."""
    ahead = lived()[lived()["day"] >= WORLD.start]
    truth = ahead.groupby(["outlet", "day"])["truth"].sum()
    off = (made.days.set_index(["outlet", "day"])["mean"] - truth).abs()
    return off.groupby("outlet").sum() / truth.groupby("outlet").sum()


def test_rain_that_is_foretold_is_foreseen() -> None:
    """The error against the truth falls by more than a half at every outlet."""
    without, with_rain = (errors(made) for made in answers())
    assert (with_rain < 0.5 * without).all()


def test_a_regressor_of_one_outlet_moves_no_other() -> None:
    """On promotion days, the promoted outlet is lifted by what promotions do; the others are not."""
    days = answers()[1].days
    rise = {}
    only_rain = forecast(problem(told(rain(), "rain"))).days
    ratio = (days["mean"] / only_rain["mean"]).groupby([days["outlet"], days["day"].map(promotions())]).mean()
    for outlet in WORLD.outlets:
        rise[outlet] = ratio[outlet, 1.0] / ratio[outlet, 0.0]
    assert rise.pop(PROMOTED) == pytest.approx(np.exp(PROMOTION), abs=0.15)
    assert all(abs(other - 1) < 0.03 for other in rise.values())


def test_ranges_narrow_with_what_is_known() -> None:
    """The 80 % ranges of days are narrower with rain known, and hold what came as often as they should."""
    without, with_rain = answers()
    width = [(made.days["q90"] - made.days["q10"]).sum() for made in (without, with_rain)]
    assert width[1] < 0.8 * width[0]
    ahead = lived()[lived()["day"] >= WORLD.start]
    came = ahead.groupby(["outlet", "day"])["count"].sum()
    days = with_rain.days.set_index(["outlet", "day"])
    assert 0.7 <= came.between(days["q10"], days["q90"]).mean() <= 0.95


def test_without_its_future_a_regressor_is_left_out_and_told() -> None:
    """Rain that ends with the history, or has a gap ahead, changes nothing; a note names it."""
    gap = everything()[lambda rows: ~((rows["regressor"] == "rain") & (rows["day"] == WORLD.start))]
    without = forecast(problem(told(promotions(), "promotion", PROMOTED)))
    gapped = forecast(problem(gap))
    pd.testing.assert_frame_equal(gapped.days, without.days)
    notes = gapped.notes[gapped.notes["code"].str.startswith("forecast.regressor")]
    assert notes[["outlet", "code", "detail"]].to_numpy().tolist() == [["", "forecast.regressor_missing", "rain"]]
    past = everything()[lambda rows: (rows["outlet"] == "") | (rows["day"] < WORLD.start)]
    notes = forecast(problem(past)).notes
    assert ["forecast.regressor_missing_at", "promotion"] in notes[["code", "detail"]].to_numpy().tolist()
    assert PROMOTED in set(notes["outlet"])


def test_an_irrelevant_regressor_does_little_harm() -> None:
    """Noise that moves nothing raises the error by less than a tenth of it, and a constant changes nothing."""
    noise = pd.Series(np.random.default_rng(8).standard_normal(len(rain())), index=rain().index)
    both = pd.concat([everything(), told(noise, "noise")], ignore_index=True)
    constant = pd.concat([everything(), told(noise * 0 + 3.0, "constant")], ignore_index=True)
    before = errors(answers()[1]).mean()
    assert errors(forecast(problem(both))).mean() < 1.1 * before
    np.testing.assert_allclose(forecast(problem(constant)).days["mean"], answers()[1].days["mean"])


def test_a_season_is_not_taken_for_weather() -> None:
    """Temperature that follows the season alone leaves the forecast nearly as it is: the calendar knows it."""
    days = rain().index
    warmth = pd.Series(np.sin(2 * np.pi * days.day_of_year.to_numpy() / 365.25), index=days)
    known = pd.concat([everything(), told(warmth, "warmth")], ignore_index=True)
    assert errors(forecast(problem(known))).mean() < 1.2 * errors(answers()[1]).mean()


def test_an_outlets_own_rows_are_stronger() -> None:
    """Values by outlet take the place of those for all; days out of reach are not read."""
    days = pd.date_range("2026-01-01", periods=3, unit="us")
    rows = [("", 0, 1.0), ("", 1, 2.0), ("", 2, 3.0), ("B", 1, 9.0), ("stranger", 1, 5.0), ("", 40, 7.0)]
    frame = pd.DataFrame(rows, columns=["outlet", "after", "value"]).assign(regressor="rain")
    frame["day"] = days[0] + pd.to_timedelta(frame["after"], unit="D")
    read = read_regressors(frame, pd.Series(["A", "B", "B"]), days, 1)
    assert read.given[read.row][:, :, 0].tolist() == [[1, 2, 3], [1, 9, 3], [1, 9, 3]]
    assert read.left_out == ()
    assert read_regressors(None, pd.Series(["A"]), days, 1) is NO_REGRESSORS
    with pytest.raises(LabelError, match="twice"):
        read_regressors(pd.concat([frame, frame]), pd.Series(["A"]), days, 1)
