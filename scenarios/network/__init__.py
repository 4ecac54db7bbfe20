"""The organisation's own tables: read, checked, written; opening hours, calendar, history and pools from them."""

from scenarios.network.calendar import day_calendar, weekend
from scenarios.network.cells import guard_formulas, minutes, names
from scenarios.network.history import history
from scenarios.network.hours import open_mask, opening
from scenarios.network.model import Network
from scenarios.network.pools import able, able_elsewhere, posts_with_pools
from scenarios.network.problems import NetworkProblemsError, Problem
from scenarios.network.questions import missing_for, questions
from scenarios.network.read import check_network, read_network
from scenarios.network.schema import QUESTIONS
from scenarios.network.settings import Settings
from scenarios.network.template import write_template
from scenarios.network.write import write_network

__all__ = [
    "QUESTIONS",
    "Network",
    "NetworkProblemsError",
    "Problem",
    "Settings",
    "able",
    "able_elsewhere",
    "check_network",
    "day_calendar",
    "guard_formulas",
    "history",
    "minutes",
    "missing_for",
    "names",
    "open_mask",
    "opening",
    "posts_with_pools",
    "questions",
    "read_network",
    "weekend",
    "write_network",
    "write_template",
]
