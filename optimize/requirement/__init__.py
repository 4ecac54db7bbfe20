"""How many people must be at the post, by pool and interval, so that the promises hold."""

from optimize.requirement.assignment import UnservedError, assign_services
from optimize.requirement.outlets import PromiseError
from optimize.requirement.requirement import require
from optimize.requirement.values import Requirement, RequirementProblem

__all__ = ["PromiseError", "Requirement", "RequirementProblem", "UnservedError", "assign_services", "require"]
