"""Priority levels of soft rules: what is decided before what, and what is weighed together."""

from __future__ import annotations

from collections.abc import Mapping

FIRST, LAST = 1, 9
"""Levels in their order; what has none is in the first."""


def level_of(levels: Mapping[str, int], rule: str, limit: str = "") -> int:
    """The level of a rule, or of a row of `limits` by its own name before its rule's."""
    return levels.get(limit, levels.get(rule, FIRST))
