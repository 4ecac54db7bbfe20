"""Every rule recomputed from a roster's segments alone, by code that the model has no part in."""

from optimize.roster.checker.evidence import View
from optimize.roster.checker.limits import check_limits
from optimize.roster.checker.recompute import HARD, check, check_hard
from optimize.roster.checker.soft import SOFT
from optimize.roster.checker.teams import TEAMS

__all__ = ["HARD", "SOFT", "TEAMS", "View", "check", "check_hard", "check_limits"]
