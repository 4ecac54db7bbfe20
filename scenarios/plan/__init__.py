"""Planning: the pipeline over all stages, plans as files, plans side by side."""

from scenarios.plan.compare import compare
from scenarios.plan.files import read_plan, write_plan
from scenarios.plan.options import PlanOptions
from scenarios.plan.pipeline import plan
from scenarios.plan.playing import rehearse_plan, with_rehearsal
from scenarios.plan.values import Comparison, Plan

__all__ = [
    "Comparison",
    "Plan",
    "PlanOptions",
    "compare",
    "plan",
    "read_plan",
    "rehearse_plan",
    "with_rehearsal",
    "write_plan",
]
