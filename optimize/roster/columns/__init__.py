"""Rosters of whole days by columns: see `engine`."""

from optimize.roster.columns.engine import solve
from optimize.roster.columns.problem import BANNED, Problem
from optimize.roster.columns.values import Answer, Incumbent

__all__ = ["solve", "Answer", "Incumbent", "Problem", "BANNED"]
