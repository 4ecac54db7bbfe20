"""Dispatch: given now, the best moves within two hours, ranked, with what they do at both ends."""

from __future__ import annotations

from optimize.shared_staff.dispatch.solve import kept, solve
from optimize.shared_staff.dispatch.values import DAY_KINDS, NOW_KINDS, Dispatch, Policy, Situation

__all__ = ["DAY_KINDS", "NOW_KINDS", "Dispatch", "Policy", "Situation", "kept", "solve"]
