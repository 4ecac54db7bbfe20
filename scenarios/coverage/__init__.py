"""Who is within the service circle today, who is not, and which site would help most; no plan is needed."""

from scenarios.coverage.coverage import coverage_of
from scenarios.coverage.values import Area, Coverage

__all__ = ["Area", "Coverage", "coverage_of"]
