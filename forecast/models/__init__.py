"""Models of the day's level, one a file."""
