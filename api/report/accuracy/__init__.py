"""Blocks about how good the forecast was, for the page of a backtest."""
