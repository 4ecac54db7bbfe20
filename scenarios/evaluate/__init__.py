"""The independent evaluator: every hard rule, cover count, coverage figure and cost, from a plan's files.

It shares no code with the solvers or with the problems that were given to them: it reads the plan's tables
and the organisation's, and works everything out again in the plainest way.
"""

from scenarios.evaluate.evaluate import evaluate
from scenarios.evaluate.finding import Finding

__all__ = ["Finding", "evaluate"]
