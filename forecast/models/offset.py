"""The offset under the logs, which every model of the day level shares."""

OFFSET = 0.3
"""Share of a typical day added before taking logs, so that very small days do not rule."""
