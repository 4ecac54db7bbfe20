"""The organisation's own tables: read, checked, written; opening hours, calendar, history and pools from them."""

from scenarios.network.model import Network, minutes, names
from scenarios.network.problems import NetworkProblemsError, Problem
from scenarios.network.questions import missing_for, questions
from scenarios.network.read import check_network, read_network
from scenarios.network.schema import QUESTIONS
from scenarios.network.settings import Settings
from scenarios.network.write import guard_formulas, write_network

__all__ = [
    "QUESTIONS",
    "Network",
    "NetworkProblemsError",
    "Problem",
    "Settings",
    "check_network",
    "guard_formulas",
    "minutes",
    "missing_for",
    "names",
    "questions",
    "read_network",
    "write_network",
]
