"""Repair of a published roster: fewest changes after an event, replacements, swaps and leave."""

from optimize.roster.repair.event import Event
from optimize.roster.repair.leave import Leave, leave
from optimize.roster.repair.loans import Reach, lend
from optimize.roster.repair.notice import Notice
from optimize.roster.repair.repair import repair
from optimize.roster.repair.replacements import Candidates, Replacements
from optimize.roster.repair.standing import Standing
from optimize.roster.repair.swap import Swap, swap
from optimize.roster.repair.values import Repair

__all__ = [
    "Candidates",
    "Event",
    "Leave",
    "Reach",
    "Notice",
    "Repair",
    "Replacements",
    "Standing",
    "Swap",
    "leave",
    "lend",
    "repair",
    "swap",
]
