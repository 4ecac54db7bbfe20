"""Demand forecasting: labelled frames in, means, ranges and sample paths out. Knows no files."""

from forecast.backtest import backtest
from forecast.forecast import forecast
from forecast.values import QUANTILES, Forecast, ForecastProblem, Paths

__all__ = ["forecast", "backtest", "Forecast", "ForecastProblem", "Paths", "QUANTILES"]
