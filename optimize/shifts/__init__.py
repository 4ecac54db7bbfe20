"""Staff planning: which shifts start where and when, who lends, and who stands by."""

from optimize.shifts.solve import solve
from optimize.shifts.values import StaffPlan, StaffPrices, StaffProblem

__all__ = ["StaffPlan", "StaffPrices", "StaffProblem", "solve"]
