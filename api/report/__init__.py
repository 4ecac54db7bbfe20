"""The report: one self-contained page of a plan, and one of a comparison."""

from api.report.comparison import render_comparison
from api.report.page import render_report

__all__ = ["render_comparison", "render_report"]
