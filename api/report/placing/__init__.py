"""The page of a placement study."""

from api.report.placing.page import render_placing

__all__ = ["render_placing"]
