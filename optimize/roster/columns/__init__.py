"""Rosters of whole days by columns: see `engine`."""

from optimize.roster.columns.engine import Answer, Incumbent, solve
from optimize.roster.columns.problem import BANNED, Problem

__all__ = ["solve", "Answer", "Incumbent", "Problem", "BANNED"]
