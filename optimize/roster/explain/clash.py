"""A minimal set of rules that can not all hold with what was asked.

Every rule of every person gets a literal that its constraints need. Solved under the assumption that all are
true, without an objective, CP-SAT names assumptions that suffice for the contradiction. One after the other is
left out: where the others still clash, it goes, and the answer's own assumptions shrink the rest; else it stays.
What is left is minimal (deletion filter; Chinneck and Dravnieks, Locating minimal infeasible constraint sets in
linear programs, ORSA Journal on Computing 3, 1991).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from optimize.roster.explain.groups import Grouped
from optimize.roster.explain.guard import guard, only
from optimize.roster.explain.settle import shared
from optimize.roster.explain.values import Clash, Group
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits, Status

STAGE = "roster why not"
SHARE = 0.05
"""Share of the limits for one trial: most take a hundredth of it."""


def find_clash(grouped: Grouped, day: int, limits: Limits) -> Clash | None:
    """The minimal set, None where the limits end before there is any; empty where what was asked is absurd.

    Duties are tried before rules, those furthest from `day` (number) first: where there is a choice, the set has
    few duties, and near ones.
    """
    cp = grouped.model.cp.clone()
    switches = guard(cp, grouped.groups)
    began, spent = time.perf_counter(), 0.0
    found, work = _core(cp, switches, set(switches), limits)
    if not isinstance(found, set):
        return None
    cp = only(cp, grouped.groups, found)  # what is left is quick to try again
    unsettled: set[Group] = set()
    for group in _order(grouped, found, day):
        if group not in found:
            continue
        spent += work
        late = limits.seconds is not None and time.perf_counter() - began > limits.seconds
        if late or (limits.work is not None and spent > limits.work):
            unsettled |= found
            break
        smaller, work = _core(cp, switches, found - {group}, shared(limits, SHARE))
        if smaller is Status.UNKNOWN:
            unsettled.add(group)
        elif isinstance(smaller, set):
            found = smaller
    return Clash(tuple(sorted(found)), not unsettled & found)


def _core(
    cp: cp_model.CpModel, switches: Mapping[Group, cp_model.IntVar], chosen: set[Group], limits: Limits
) -> tuple[set[Group] | Status, float]:
    """Groups of `chosen` that suffice for a contradiction, or the status without one; and the work it took."""
    cp.clear_assumptions()
    cp.add_assumptions([switches[group] for group in sorted(chosen)])
    answer = solve_cp(cp, stage=STAGE, limits=replace(limits, workers=1))
    work = answer.solver.response_proto.deterministic_time
    if answer.proof.status is not Status.INFEASIBLE:
        return answer.proof.status, work
    groups = {switch.index: group for group, switch in switches.items()}
    return {groups[index] for index in answer.solver.sufficient_assumptions_for_infeasibility()}, work


def _order(grouped: Grouped, groups: set[Group], day: int) -> list[Group]:
    facts = grouped.model.facts
    days = dict(
        zip(facts.members["duty"], facts.kinds["day_number"].to_numpy()[facts.members["kind"]], strict=True)
    )

    def rank(group: Group) -> tuple[bool, int, Group]:
        is_rule = group.rule != "hole"
        return is_rule, 0 if is_rule else -abs(int(days[group.place]) - day), group

    return sorted(groups, key=rank)
