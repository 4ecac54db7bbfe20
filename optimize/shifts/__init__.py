"""Staff planning: which shifts start where and when, who lends, and who stands by."""

from optimize.shifts.near import Near, solve_near
from optimize.shifts.solve import solve
from optimize.shifts.values import StaffPlan, StaffPrices, StaffProblem

__all__ = ["Near", "StaffPlan", "StaffPrices", "StaffProblem", "solve", "solve_near"]
