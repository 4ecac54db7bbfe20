"""Full-time people needed by month and skill, against contracts, attrition and the training lead."""

from scenarios.headcount.headcount import headcount
from scenarios.headcount.values import Headcount

__all__ = ["Headcount", "headcount"]
