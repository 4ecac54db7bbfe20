"""Demand forecasting: labelled frames in, means, ranges and sample paths out. Knows no files."""

from forecast.backtest import Backtest, backtest
from forecast.forecast import forecast
from forecast.measure import measure
from forecast.same_day import SameDay, update_day
from forecast.totals import totals
from forecast.values import QUANTILES, Forecast, ForecastProblem, Paths

__all__ = [
    "forecast",
    "backtest",
    "measure",
    "totals",
    "update_day",
    "Backtest",
    "Forecast",
    "ForecastProblem",
    "SameDay",
    "Paths",
    "QUANTILES",
]
