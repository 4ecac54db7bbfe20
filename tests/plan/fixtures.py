"""The tiny network and its forecast, made once for all tests of a process."""

from __future__ import annotations

from functools import cache

from forecast import forecast
from forecast.values import Forecast
from scenarios.network import Network
from scenarios.plan.history import forecast_problem
from scenarios.sample import sample_network

DAYS = 7


@cache
def tiny() -> Network:
    """Three outlets, planned for a week."""
    return sample_network("tiny")


@cache
def tiny_forecast() -> Forecast:
    """The tiny network's forecast of one week."""
    return forecast(forecast_problem(tiny(), DAYS, 20))
