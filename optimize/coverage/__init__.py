"""The 15-minute circle: coverage, placement of sites, and consolidation of under-used outlets."""

from optimize.coverage.placement import solve

__all__ = ["solve"]
