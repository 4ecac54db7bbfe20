"""Colours of duties on paper and in workbooks; the words say the same."""

COLOURS = {
    "own": "#DCEAF5",
    "lent": "#FBE3C0",
    "partner": "#E6DAF2",
    "standby": "#ECEFF1",
    "training": "#D9EFE2",
    "leave": "#FFFFFF",
}
"""By source for work, by activity for the rest."""
