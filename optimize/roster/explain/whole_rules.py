"""A minimal set of whole rules, whoever's, that can not all hold with what was asked.

Where a contradiction ties most of a unit together, a set by person is long, and finding it takes one solve for
every member. There are about a dozen rules: each is left out for everybody, and goes for good where the others
still clash (deletion filter, as in `clash`). The linear relaxation settles most of these trials: they are solved
without assumptions, which would forbid it.
"""

from __future__ import annotations

import time
from dataclasses import replace

from optimize.roster.explain.groups import Grouped
from optimize.roster.explain.guard import only
from optimize.roster.explain.settle import shared, thorough
from optimize.roster.explain.values import Clash, Group
from optimize.roster.rules import ALLOWS
from optimize.roster.rules import LIMITS as LIMIT_RULES
from optimize.solve import solve_cp
from quarterhour.result import Limits, Status

STAGE = "roster why not"
SHARES = 0.25, 1.0, 2.0
"""Of the work for one trial: rules that are judged quickly first, as the others are quicker without them."""
TRIALS = 6
"""Limits of work that all trials have together."""


def rules_clash(grouped: Grouped, limits: Limits) -> Clash | None:
    """The minimal set of a model without a solution; None where the limits end before that is proven.

    Rules that forbid single pairs are tried last: what they open makes the model larger.
    """
    keys = whole_rules(grouped)
    clash = {key for key in keys if key is not None}
    needed: set[Group] = set()
    began, spent = time.perf_counter(), 0.0
    for share in SHARES:
        for rule in sorted(clash - needed, key=lambda rule: (rule.rule in ALLOWS, rule)):
            left = None if limits.seconds is None else limits.seconds - (time.perf_counter() - began)
            if (left is not None and left <= 0) or (limits.work is not None and spent >= TRIALS * limits.work):
                return None
            others = only(grouped.model.cp, keys, clash - {rule})
            trial = replace(shared(limits, share), seconds=left)
            answer = solve_cp(others, stage=STAGE, limits=trial, tune=thorough)
            spent += answer.solver.response_proto.deterministic_time
            if answer.proof.status is Status.INFEASIBLE:
                clash.discard(rule)
            elif answer.found:
                needed.add(rule)
    return Clash(tuple(sorted(clash)), minimal=True, whole=True) if clash <= needed else None


def whole_rules(grouped: Grouped) -> list[Group | None]:
    """The rule of each constraint, for everybody; limits are told apart by their names."""
    return [None if group is None else _for_everybody(group) for group in grouped.groups]


def _for_everybody(group: Group) -> Group:
    return Group(group.rule, (), group.place if group.rule in LIMIT_RULES else "")
