"""The page of a comparison, and the sentences that the command line shares with it."""

from api.report.comparison.page import render_comparison

__all__ = ["render_comparison"]
