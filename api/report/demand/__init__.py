"""Blocks about demand, shared by the plan's page and the pages of forecasts."""
