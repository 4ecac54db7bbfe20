"""The cuts of groups that a relaxation breaks: what each group costs, and the search of one process."""

from __future__ import annotations

from collections.abc import Callable

from optimize.coverage.placing.clock import Clock
from optimize.coverage.placing.covered.group import Group
from optimize.coverage.placing.covered.local import Local, local_cut
from optimize.coverage.placing.covered.problem import Core
from optimize.coverage.placing.covered.values import Relaxed

EACH, THREE = 200_000.0, 40.0
"""What looking for a cut counts as, and every three of its sites, in any order."""

Search = Callable[[Core, Relaxed, list[Group], Clock, float], list[Local]]
"""Finds cuts of groups that a relaxation breaks, until a part of the work is used, or of the time but for what the
next relaxation takes."""


def steps_of(group: Group) -> float:
    """What looking for the cut of a group counts as."""
    return EACH + THREE * len(group.sites) ** 3


def affordable(every: list[Group], clock: Clock, part: float) -> list[Group]:
    """Those of the groups that there is work for, which it is spent for."""
    some = []
    for group in every:
        if clock.over(part):
            break
        clock.spend(steps_of(group))
        some.append(group)
    return some


def broken(core: Core, relaxed: Relaxed, every: list[Group], clock: Clock, part: float) -> list[Local]:
    """The search of one process."""
    found = []
    for group in affordable(every, clock, part):
        if clock.late(part, relaxed.alone):
            break
        cut = local_cut(core, group, relaxed.opened, relaxed.reached, clock.left())
        found += [] if cut is None else [cut]
    return found
