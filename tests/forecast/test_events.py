"""The organisation's own events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import Forecast, forecast
from tests.forecast.world import World
from tests.shelf import made_once

pytestmark = pytest.mark.usefixtures("all_trees")

WORLD = World(days=500, horizon=14)
FAIR = WORLD.start + pd.Timedelta(days=4)


@made_once
def answer() -> Forecast:
    """A fair every 20 days doubles demand at two of the outlets, also on the fifth day of the horizon."""
    rows = WORLD.intervals()
    fairs = [FAIR - pd.Timedelta(days=20 * number) for number in range(20)]
    concerned = rows["outlet"].isin(["O01", "O02"]) & rows["day"].isin(fairs)
    raised = rows.assign(count=rows["count"].where(~concerned, 2 * rows["count"]))
    events = pd.MultiIndex.from_product([["O01", "O02"], fairs], names=["outlet", "day"]).to_frame(index=False)
    return forecast(replace(WORLD.problem(raised), events=events.assign(kind="fair")))


def test_an_event_raises_the_outlets_it_concerns_and_no_others() -> None:
    """On the day of the fair the two outlets are forecast at twice the truth, the others at the truth."""
    truth = WORLD.truth().set_index("day").loc[FAIR, "expected"]
    days = answer().days.set_index(["outlet", "day"])["mean"]
    for outlet, size in WORLD.sizes().items():
        factor = 2.0 if outlet in ("O01", "O02") else 1.0
        assert abs(days[outlet, FAIR] / (factor * size * truth) - 1) < 0.15


def test_the_lift_of_an_event_is_told_with_its_error() -> None:
    """The true lift of 1.0 lies within three standard errors and 5 points for the shrunk level."""
    effect = answer().effects.query("family == 'event'").iloc[0]
    assert effect["effect"] == "fair"
    assert effect["days"] == 2 * 19  # the last fair lies ahead
    assert abs(effect["lift"] - 1.0) < 3 * effect["error"] + 0.05


def test_a_fair_is_a_peak_of_its_name() -> None:
    """The peaks of the horizon are the fair's, at the two outlets, on its day."""
    peaks = answer().peaks
    assert peaks["outlet"].tolist() == ["O01", "O02"]
    assert set(peaks["name"]) == {"fair"}
    assert (peaks["first_day"] == FAIR).all()
    np.testing.assert_allclose(peaks["lift"], 1.0, atol=0.2)
