"""Planning: the pipeline over all stages, and plans as files."""

from scenarios.plan.files import read_plan, write_plan
from scenarios.plan.options import PlanOptions
from scenarios.plan.pipeline import plan
from scenarios.plan.playing import rehearse_plan, with_rehearsal
from scenarios.plan.values import Plan

__all__ = [
    "Plan",
    "PlanOptions",
    "plan",
    "read_plan",
    "rehearse_plan",
    "with_rehearsal",
    "write_plan",
]
