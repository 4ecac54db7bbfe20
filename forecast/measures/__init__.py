"""Measures of forecasts, each by itself: for backtests on an organisation's own past and for the benchmarks."""
