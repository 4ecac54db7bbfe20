"""The page of the coverage report."""

from api.report.coverage.page import render_coverage

__all__ = ["render_coverage"]
