"""Scenarios made part of the base: an explicit act with a record of who, when and why."""

from scenarios.decisions.deciding import promotion, recorded, withdrawal
from scenarios.decisions.record import decisions_in, read_decisions, record_of
from scenarios.decisions.standing import decided, with_decisions
from scenarios.decisions.values import Decision, Decisions

__all__ = [
    "Decision",
    "Decisions",
    "decided",
    "decisions_in",
    "promotion",
    "read_decisions",
    "record_of",
    "recorded",
    "with_decisions",
    "withdrawal",
]
