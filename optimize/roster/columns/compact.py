"""The whole problem, or a part of it, as one CP-SAT model: what the search asks where whole rosters are too many.

Variables take[p, d, k], and duty[p, d] = their sum. Runs are clauses over windows of days, as in OR-Tools' own
example of shift scheduling (clauses propagate better than automata here); cover is linear with priced deviations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimize.roster.columns.problem import BANNED, Problem, Rosters, counts
from optimize.solve import cp_model, solve_cp
from quarterhour.progress import Progress, Unheard
from quarterhour.result import Limits, Status


@dataclass
class _Model:
    problem: Problem
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    take: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    duty: dict[tuple[int, int], Any] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)


def improve(
    problem: Problem, now: Rosters, limits: Limits, progress: Progress | None = None
) -> tuple[Rosters | None, bool]:
    """Better rosters where some are found, and whether it is proven that none are better than what is returned.

    `progress` is heeded and told nothing: what a part costs is not what the whole costs.
    """
    heeded = None if progress is None else Unheard(progress)
    model = _formulate(problem)
    there = counts(problem, now)
    for (person, day, kind), take in model.take.items():
        if not isinstance(take, int):
            model.cp.add_hint(take, bool(now[person, day] == kind))
    for (person, day), duty in model.duty.items():
        if not isinstance(duty, int):
            model.cp.add_hint(duty, bool(now[person, day]))
    _cover(model, there)
    model.cp.minimize(sum(model.cost))
    answer = solve_cp(model.cp, stage="roster", limits=limits, progress=heeded, tune=_tune)
    proven = answer.proof.status in (Status.OPTIMAL, Status.INFEASIBLE)
    if not answer.found:
        return None, proven
    rosters = np.zeros_like(now)
    for (person, day, kind), take in model.take.items():
        if take if isinstance(take, int) else answer.solver.boolean_value(take):
            rosters[person, day] = kind
    return rosters, proven


def _tune(solver: cp_model.CpSolver) -> None:
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = solver.parameters.num_workers == 1


def _formulate(problem: Problem) -> _Model:
    model = _Model(problem)
    for person in range(len(problem.people)):
        _days(model, person)
        _totals(model, person)
        _runs(model, person)
        _weekends(model, person)
    return model


def _days(model: _Model, person: int) -> None:
    """One kind a day or off; banned successions; prices. What is certain is a constant, not a variable."""
    problem, cp = model.problem, model.cp
    banned = [(np.flatnonzero(row) + 1).tolist() for row in problem.banned]
    before: dict[int, Any] = {}
    for day, price in enumerate(problem.price[person].tolist()):
        kinds = [kind for kind, paid in enumerate(price) if kind and paid < BANNED]
        off = price[0] < BANNED
        if len(kinds) + off == 1:
            takes: dict[int, Any] = dict.fromkeys(kinds, 1)
            model.duty[person, day] = len(kinds)
        else:
            takes = {kind: cp.new_bool_var("") for kind in kinds}
            duty = model.duty[person, day] = cp.new_bool_var("") if off else int(bool(kinds))
            cp.add(sum(takes.values()) == duty)
            model.cost += [price[kind] * take for kind, take in takes.items() if price[kind]]
            if price[0] and off:
                model.cost.append(price[0] * (1 - duty))
        model.take |= {(person, day, kind): take for kind, take in takes.items()}
        for kind, take in before.items():
            following = [takes[other] for other in banned[kind - 1] if other in takes]
            if following and not all(isinstance(literal, int) for literal in (take, *following)):
                cp.add_at_most_one([take, *following])
        before = takes


def _totals(model: _Model, person: int) -> None:
    problem = model.problem
    minutes: list[Any] = []
    for kind in range(1, len(problem.kinds) + 1):
        takes = [
            model.take[key] for key in ((person, day, kind) for day in range(problem.days)) if key in model.take
        ]
        minutes += [int(problem.minutes[kind - 1]) * take for take in takes]
        if len(takes) > problem.most_of_kind[person, kind - 1]:
            model.cp.add(sum(takes) <= int(problem.most_of_kind[person, kind - 1]))
    model.cp.add_linear_constraint(
        sum(minutes), int(problem.least_minutes[person]), int(problem.most_minutes[person])
    )


def _runs(model: _Model, person: int) -> None:
    """One clause a window: no run of days on is too long, no inner run too short."""
    problem, days = model.problem, model.problem.days
    longest = int(problem.longest_on[person])
    for first in range(days - longest):
        _some(model, person, range(first, first + longest + 1), works=False)
    for works, least in ((True, problem.shortest_on[person]), (False, problem.shortest_off[person])):
        for length in range(1, int(least)):
            for first in range(1, days - length):
                _some(model, person, range(first, first + length), works=not works, around=works)


def _some(model: _Model, person: int, window: range, works: bool, around: bool | None = None) -> None:
    """Some day of the window works (or is off), or a day beside it is as `around` says."""
    literals: list[Any] = []
    wanted = [(day, works) for day in window]
    if around is not None:
        wanted += [(window[0] - 1, around), (window[-1] + 1, around)]
    for day, on in wanted:
        duty = model.duty[person, day]
        if isinstance(duty, int):
            if bool(duty) == on:
                return
        else:
            literals.append(duty if on else ~duty)
    model.cp.add_bool_or(literals)


def _weekends(model: _Model, person: int) -> None:
    problem = model.problem
    worked: list[Any] = []
    for weekend in np.unique(problem.weekend[problem.weekend >= 0]):
        duties = [model.duty[person, day] for day in np.flatnonzero(problem.weekend == weekend).tolist()]
        if any(isinstance(duty, int) and duty for duty in duties):
            worked.append(1)
            continue
        free = [duty for duty in duties if not isinstance(duty, int)]
        if free:
            worked.append(model.cp.new_bool_var("weekend"))
            for duty in free:
                model.cp.add_implication(duty, worked[-1])
    if len(worked) > problem.most_weekends[person]:
        model.cp.add(sum(worked) <= int(problem.most_weekends[person]))


def _cover(model: _Model, there: np.ndarray) -> None:
    """Missing and surplus people at their prices; what nobody here can change is left out."""
    problem = model.problem
    takes: dict[tuple[int, int], list[Any]] = {}
    for (_, day, kind), take in model.take.items():
        takes.setdefault((day, kind - 1), []).append(take)
    for (day, kind), present in takes.items():
        if all(isinstance(take, int) for take in present):
            continue
        wanted = int(problem.wanted[day, kind])
        missing = model.cp.new_int_var(0, max(0, wanted), "missing")
        surplus = model.cp.new_int_var(0, len(present) + max(0, -wanted), "surplus")
        model.cp.add(sum(present) + missing - surplus == wanted)
        model.cp.add_hint(missing, max(0, wanted - int(there[day, kind])))
        model.cp.add_hint(surplus, max(0, int(there[day, kind]) - wanted))
        model.cost += [int(problem.under[day, kind]) * missing, int(problem.over[day, kind]) * surplus]
