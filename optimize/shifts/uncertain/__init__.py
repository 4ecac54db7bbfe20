"""Staff planned under uncertainty: base duties and standby now, recourse on every path."""

from optimize.shifts.uncertain.solve import along, solve
from optimize.shifts.uncertain.values import FirstStage, Outcome, Risk, Terms, UncertainPlan, UncertainProblem
from optimize.shifts.uncertain.worth import Worth, mean_need, quantile_need, single, worth

__all__ = [
    "FirstStage",
    "Outcome",
    "Risk",
    "Terms",
    "UncertainPlan",
    "UncertainProblem",
    "Worth",
    "along",
    "mean_need",
    "quantile_need",
    "single",
    "solve",
    "worth",
]
