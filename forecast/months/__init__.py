"""Monthly forecasts: calendar-adjusted months, pooled seasons, damped trends, a mix chosen by backtest."""
