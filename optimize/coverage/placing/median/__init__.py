"""The p-median: p sites with the least weighted way of everybody to the nearest."""

from optimize.coverage.placing.median.solve import PMedian, solve

__all__ = ["PMedian", "solve"]
