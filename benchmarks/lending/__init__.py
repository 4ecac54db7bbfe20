"""Lending over a day, beside plain models of the same day."""
