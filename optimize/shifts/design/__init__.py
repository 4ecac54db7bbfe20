"""Which few shifts should exist: the minimum shift design problem, with breaks, pay and several places."""

from optimize.shifts.design.evaluate import Figures, evaluate
from optimize.shifts.design.solve import solve
from optimize.shifts.design.values import Design, DesignPrices, DesignProblem, DutyRule

__all__ = ["Design", "DesignPrices", "DesignProblem", "DutyRule", "Figures", "evaluate", "solve"]
