"""The consolidation study of a network: review, decision sheets, joint choice, and what comes next."""

from scenarios.consolidating.consolidating import consolidation_of
from scenarios.consolidating.until import MonthUnknownError, until
from scenarios.consolidating.values import Consolidated

__all__ = ["Consolidated", "MonthUnknownError", "consolidation_of", "until"]
