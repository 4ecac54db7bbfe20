"""Plans made by hand for the tests of the faces."""

from tests.api.plans.made import bare_plan, large_plan, made_plan, small_plan

__all__ = ["bare_plan", "large_plan", "made_plan", "small_plan"]
