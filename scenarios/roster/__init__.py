"""A roster after planning: read back from workbook or list, checked, compared, and accounted for."""

from scenarios.roster.check import Checked, check_roster
from scenarios.roster.differences import differences
from scenarios.roster.ledger import next_ledger
from scenarios.roster.lending import balance, statement
from scenarios.roster.payroll import payroll
from scenarios.roster.read import of_plan, read_roster
from scenarios.roster.values import HandRoster

__all__ = [
    "Checked",
    "HandRoster",
    "balance",
    "check_roster",
    "differences",
    "next_ledger",
    "of_plan",
    "payroll",
    "read_roster",
    "statement",
]
