"""The page of a consolidation study."""

from api.report.consolidating.page import render_consolidation

__all__ = ["render_consolidation"]
