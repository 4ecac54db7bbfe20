"""The tiny network and its forecast, made once for all tests."""

from __future__ import annotations

from forecast import forecast
from forecast.values import Forecast
from scenarios.network import Network
from scenarios.plan.history import forecast_problem
from scenarios.sample import sample_network
from tests.shelf import made_once

DAYS = 7


@made_once
def tiny() -> Network:
    """Three outlets, planned for a week."""
    return sample_network("tiny")


@made_once
def tiny_forecast() -> Forecast:
    """The tiny network's forecast of one week."""
    return forecast(forecast_problem(tiny(), DAYS, 20))
