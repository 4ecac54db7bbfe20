"""Forecast accuracy on public histories, beside peers, by rolling origins."""
