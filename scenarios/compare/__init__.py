"""Plans side by side: figures and their differences, what changed, cost and benefit, the cheapest that will do."""

from scenarios.compare.compare import compare
from scenarios.compare.measures import OlderRehearsalError
from scenarios.compare.targets import TargetError
from scenarios.compare.values import Comparison

__all__ = ["Comparison", "OlderRehearsalError", "TargetError", "compare"]
