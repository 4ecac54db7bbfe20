"""The tiny network and its forecast, made once for all tests."""

from __future__ import annotations

from forecast.values import Forecast
from scenarios.network import Network
from scenarios.plan.history import forecast_problem
from scenarios.sample import sample_network
from tests.answered_once import foreseen_once
from tests.shelf import made_once

DAYS, PATHS = 7, 20


@made_once
def tiny() -> Network:
    """Three outlets, planned for a week."""
    return sample_network("tiny")


@made_once
def tiny_forecast() -> Forecast:
    """The tiny network's forecast of one week."""
    return foreseen_once(forecast_problem(tiny(), DAYS, PATHS))
