"""Rostering: named people on the duties of the staff plan, in segments, with every rule explained."""

from optimize.roster.checker import check
from optimize.roster.checker.comparable import comparable
from optimize.roster.engine import Unchecked, solve, solve_unchecked
from optimize.roster.ledger import ledger_after
from optimize.roster.near import Before
from optimize.roster.values import Roster, RosterProblem
from optimize.roster.weights import Weights

__all__ = [
    "solve",
    "solve_unchecked",
    "check",
    "comparable",
    "ledger_after",
    "Roster",
    "RosterProblem",
    "Unchecked",
    "Weights",
    "Before",
]
