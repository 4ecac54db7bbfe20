"""Which few shifts should exist, group by group of outlets, from a stored plan's requirement."""

from scenarios.plan.designing.designing import design_shifts
from scenarios.plan.designing.values import NotDesignedError, ShiftDesign, ShiftRules

__all__ = ["NotDesignedError", "ShiftDesign", "ShiftRules", "design_shifts"]
