"""Every rule recomputed from a roster's segments alone, by code that the model has no part in."""

from optimize.roster.checker.recompute import HARD, SOFT, check, check_hard
from optimize.roster.checker.teams import TEAMS

__all__ = ["HARD", "SOFT", "TEAMS", "check", "check_hard"]
