"""Demand forecasting: labelled frames in, means, ranges and sample paths out. Knows no files."""

from forecast.backtest import backtest
from forecast.forecast import forecast
from forecast.same_day import SameDay, update_day
from forecast.values import QUANTILES, Forecast, ForecastProblem, Paths

__all__ = ["forecast", "backtest", "update_day", "Forecast", "ForecastProblem", "SameDay", "Paths", "QUANTILES"]
