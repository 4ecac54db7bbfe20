"""Dispatch of a stored plan at a moment of one of its days."""

from __future__ import annotations

from scenarios.dispatch.dispatch import Dispatched, dispatch
from scenarios.dispatch.files import is_answer, read_answer, write_answer
from scenarios.dispatch.problem import HOURS, CannotDispatchError
from scenarios.dispatch.reading import Report, nothing, read_report

__all__ = [
    "HOURS",
    "CannotDispatchError",
    "Dispatched",
    "Report",
    "dispatch",
    "is_answer",
    "nothing",
    "read_answer",
    "read_report",
    "write_answer",
]
