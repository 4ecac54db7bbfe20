"""Lending over a day: base shifts are given, a day's need is laid over them, and people are lent by the block."""

from optimize.shared_staff.lending.solve import solve
from optimize.shared_staff.lending.values import LendingPlan, LendingProblem, LendingTerms

__all__ = ["LendingPlan", "LendingProblem", "LendingTerms", "solve"]
