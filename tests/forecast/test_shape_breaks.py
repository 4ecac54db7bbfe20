"""Days whose shape jumped, and histories brought to one shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import forecast
from forecast.ground import Ground, prepare
from forecast.history import SERIES
from forecast.reshaped import reshaped
from forecast.shape_breaks import find_breaks
from tests.forecast.world import World

WORLD = World(days=300, first="2023-01-02", opens=0, closes=24, mean=6000.0, timezone="UTC")
"""Ends late in October: no holiday is near the break."""
LATE = 6
"""Days at the end on which the clock is right; before, for `WRONG` days, it was an hour late."""
WRONG = 150


def late_clock(world: World, outlets: tuple[str, ...]) -> pd.DataFrame:
    """The world's intervals, an hour too early on the `WRONG` days before the last `LATE` of the history."""
    rows = world.intervals()
    end = world.start - pd.Timedelta(days=LATE)
    wrong = (rows["day"] < end) & (rows["day"] >= end - pd.Timedelta(days=WRONG)) & rows["outlet"].isin(outlets)
    ahead = rows.groupby(SERIES)["count"].shift(-1).fillna(0.0)
    return rows.assign(count=np.where(wrong, ahead, rows["count"]))


def ground_of(world: World, outlets: tuple[str, ...]) -> Ground:
    """Arrays of the world with a late clock at some outlets."""
    return prepare(world.problem(late_clock(world, outlets)))


def test_a_moved_clock_is_found_where_it_moved_and_on_its_day() -> None:
    """Two of six outlets jumped: these have a break on the first day of the right clock (or the weekend before
    it, of whose shape nothing is asked), the others none.
    """
    ground = ground_of(WORLD, ("O01", "O04"))
    breaks = find_breaks(ground.history, ground.calendar)
    assert np.flatnonzero(breaks).tolist() == [1, 4]
    assert np.abs(breaks[[1, 4]] - (WORLD.days - LATE)).max() <= 2


def test_no_break_is_seen_where_there_is_none() -> None:
    """At no origin of a year, holidays among them, does a world of one shape look as if it had two, and such a
    history is handed on as it is.
    """
    ground = prepare(replace(WORLD, days=420).problem())
    for until in range(100, 421, 8):
        history = ground.history.until(until)
        assert not find_breaks(history, ground.calendar).any()
        assert reshaped(history, ground.calendar) is history


def test_one_odd_day_is_no_break() -> None:
    """A day on which half of the slots were lost leaves the history alone."""
    rows = WORLD.intervals()
    odd = (rows["day"] == WORLD.start - pd.Timedelta(days=8)) & (rows["start"].dt.hour < 13)
    ground = prepare(WORLD.problem(rows.assign(count=rows["count"].where(~odd, 0.0))))
    assert not find_breaks(ground.history, ground.calendar).any()


def test_days_of_the_old_shape_are_brought_to_the_new_one_and_no_others() -> None:
    """What a late clock counted looks, reshaped, as the right clock would have counted it; the days before it went
    wrong, the days since, other outlets and whole-number counts stay.
    """
    jumped = ("O01", "O04")
    ground, right = ground_of(WORLD, jumped), prepare(WORLD.problem())
    history = reshaped(ground.history, ground.calendar)
    rows, others = [1, 4], [0, 2, 3, 5]
    end = WORLD.days - LATE
    np.testing.assert_array_equal(history.counts[others], ground.history.counts[others])
    np.testing.assert_array_equal(history.counts[rows, end:], ground.history.counts[rows, end:])
    long_ago = slice(0, end - WRONG - 20)
    np.testing.assert_array_equal(history.counts[rows, long_ago], ground.history.counts[rows, long_ago])
    np.testing.assert_array_equal(history.counts, np.rint(history.counts))
    middle = slice(end - WRONG + 20, end - 3)
    truth, was, now = (h.counts[rows, middle].sum(1) for h in (right.history, ground.history, history))
    assert np.abs(now - truth).sum() < 0.2 * np.abs(was - truth).sum()
    assert now.sum() == pytest.approx(was.sum(), rel=0.01)


def test_a_forecast_follows_a_clock_that_was_put_right() -> None:
    """A week after, the outlet's hours are foretold nearly as well as in the world whose clock was never wrong."""
    world = replace(WORLD, horizon=7, paths=0)
    truth = world.intervals()
    truth = truth[(truth["day"] >= world.start) & (truth["outlet"] == "O01")].set_index("start")["expected"]
    errors = []
    for outlets in ((), ("O01", "O04")):
        told = forecast(world.problem(late_clock(world, outlets))).intervals
        told = told[told["outlet"] == "O01"].set_index("start")["mean"]
        errors.append(float((told - truth).abs().sum() / truth.sum()))
    assert errors[1] < errors[0] + 0.03


def test_a_first_day_that_began_in_its_middle_does_not_set_the_opening_hours() -> None:
    """A new outlet whose counts begin on a Saturday evening has a usual Saturday a week later, not one that takes
    those two hours for all of it.
    """
    world = replace(WORLD, days=89, horizon=7, paths=0)
    rows = world.intervals()
    begin = world.start.tz_localize("UTC") - pd.Timedelta(days=7) + pd.Timedelta(hours=18)
    assert begin.day_name() == "Saturday"
    rows = rows[(rows["outlet"] != "O03") | (rows["start"] >= begin)]
    told = forecast(world.problem(rows)).intervals
    by_day = told.groupby(["outlet", told["start"].dt.normalize()])["mean"].sum()
    mine, rest = by_day["O03"], by_day["O02"]
    sizes = world.sizes()
    np.testing.assert_allclose(mine / sizes["O03"], rest / sizes["O02"], rtol=0.2)
