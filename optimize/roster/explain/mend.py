"""What it would take: the cheapest changes of inputs with which the answer is yes, and the next cheapest.

    least   sum_r effort_r x relaxed_r
    s.t.    every rule r that may be relaxed holds, or relaxed_r says by how much it does not
            every other rule, and everything that stays covered as now, holds

A rule is relaxed for one person: a term of the contract by so many units, or leave for a duty as a whole. One
place may be left to somebody new. After each solution a cut forbids its set of changes, and all that hold it.
Every option is put to the test: the inputs are changed, and the plain model is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.explain.changes import changed, model_contract, weekends_to_give
from optimize.roster.explain.efforts import AMOUNTS, Efforts
from optimize.roster.explain.groups import Grouped, grouped
from optimize.roster.explain.guard import guard, is_sum, loosen
from optimize.roster.explain.questions import Question
from optimize.roster.explain.settle import settle, thorough
from optimize.roster.explain.standing import Standing, stand
from optimize.roster.explain.values import Change, Group, Option
from optimize.roster.facts import Facts
from optimize.roster.rules import ALLOWS
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.result import Limits, Status

STAGE = "roster mend"
UNITS = {"hours_week": 60, "weekends_off": 1}
"""What a unit of an amount is in its rule's constraint: an hour of minutes, a weekend."""
MOST = {"hours_week": 24, "weekends_off": 4}
HIRE = Group("hire")


def menu(
    standing: Standing, question: Question, day: int, efforts: Efforts, limits: Limits, *, most: int = 3
) -> list[Option]:
    """Up to `most` options, cheapest first; none where nothing that may be changed is enough."""
    relaxed = _relaxed(standing, question, efforts)
    options: list[Option] = []
    cheapest = True
    for _ in range(2 * most):
        answer = solve_cp(relaxed.grouped.model.cp, stage=STAGE, limits=limits, tune=thorough)
        if not answer.found or len(options) == most:
            break
        cheapest &= answer.proof.status is Status.OPTIMAL
        used = [group for group, literal in relaxed.used.items() if answer.solver.boolean_value(literal)]
        changes = _changes(relaxed, answer, used)
        if changes is not None and holds_with(standing, question, day, changes, limits):
            options.append(Option(tuple(changes), round(answer.proof.objective or 0.0), cheapest))
        if not used:
            break
        relaxed.grouped.model.cp.add_bool_or([~relaxed.used[group] for group in used])
    return options


def holds_with(standing: Standing, question: Question, day: int, changes: list[Change], limits: Limits) -> bool:
    """Whether a roster does what was asked after the changes, nothing being less covered than now."""
    facts = standing.facts
    after = stand(changed(facts.unit, changes), facts.calendar, standing.names)
    return settle(after, question, day, held=True, limits=limits).proof.status in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass
class _Relaxed:
    """The model, a literal for each rule that may be relaxed, its units, and the places left to somebody new."""

    grouped: Grouped
    used: dict[Group, cp_model.IntVar] = field(default_factory=dict)
    units: dict[Group, cp_model.IntVar] = field(default_factory=dict)
    left: dict[int, cp_model.IntVar] = field(default_factory=dict)


def _relaxed(standing: Standing, question: Question, efforts: Efforts) -> _Relaxed:
    opened = _openable(standing.facts, question, efforts)
    result = _Relaxed(grouped(standing, question, opened, held=True))
    cp = result.grouped.model.cp
    groups = [group if _may(group, efforts) else None for group in result.grouped.groups]
    costs: list[tuple[int | None, Any]] = []
    for number, group in enumerate(groups):
        if group is not None and group.rule in AMOUNTS:
            if group not in result.units:
                result.units[group] = cp.new_int_var(0, MOST[group.rule], "units")
                result.used[group] = cp.new_bool_var("used")
                cp.add(result.units[group] <= MOST[group.rule] * result.used[group])
                cp.add(result.units[group] >= result.used[group])
                costs.append((efforts.of(group.rule), result.units[group]))
            if is_sum(cp, number):  # the others only say what the sum is of
                loosen(cp, number, result.units[group], UNITS[group.rule])
    whole = [None if group is None or group.rule in AMOUNTS else group for group in groups]
    for group, switch in guard(cp, whole).items():
        result.used[group] = cp.new_bool_var("used")
        cp.add(result.used[group] + switch == 1)
        costs.append((efforts.of(group.rule), result.used[group]))
    _leave_a_place(result, standing, efforts, costs)
    cp.minimize(cp_model.LinearExpr.weighted_sum([term for _, term in costs], [cost for cost, _ in costs]))
    return result


def _may(group: Group | None, efforts: Efforts) -> bool:
    return group is not None and len(group.people) == 1 and efforts.of(group.rule) is not None


def _openable(facts: Facts, question: Question, efforts: Efforts) -> Flags:
    """(P, G) pairs that only rules forbid which may be relaxed."""
    law = [check(facts) for rule, check in ALLOWS.items() if efforts.of(rule) is None]
    contract = [check(facts) for rule, check in ALLOWS.items() if efforts.of(rule) is not None]
    pairs: Flags = np.logical_and.reduce(law) & ~np.logical_and.reduce(contract)
    return pairs


def _leave_a_place(
    result: _Relaxed, standing: Standing, efforts: Efforts, costs: list[tuple[int | None, Any]]
) -> None:
    cp = result.grouped.model.cp
    for kind, number in result.grouped.gaps.items():
        if model_contract(standing.facts, kind) is not None:
            result.left[kind] = cp.new_bool_var("left")
            loosen(cp, number, result.left[kind], 1)
    if result.left:
        hire = result.used[HIRE] = cp.new_bool_var("hire")
        cp.add(sum(result.left.values()) <= hire)
        costs.append((efforts.hire, hire))


def _changes(relaxed: _Relaxed, answer: CpAnswer, used: list[Group]) -> list[Change] | None:
    """The solution's relaxed rules as changes of inputs; None where one has no such form."""
    facts = relaxed.grouped.model.facts
    changes: list[Change] = []
    for group in used:
        if group == HIRE:
            kind = next(kind for kind, left in relaxed.left.items() if answer.solver.boolean_value(left))
            place = facts.kinds.loc[kind]
            template = model_contract(facts, kind)
            if template is None:
                return None
            changes.append(Change("hire", template, 1.0, str(place["outlet"]), str(place["post"])))
            continue
        person = int(np.flatnonzero(facts.people["employee"].to_numpy() == group.people[0])[0])
        taken = [kind for kind, take in enumerate(relaxed.grouped.model.take[person]) if take is not None]
        taken = [kind for kind in taken if answer.solver.boolean_value(relaxed.grouped.model.take[person, kind])]
        units = int(answer.solver.value(relaxed.units[group])) if group in relaxed.units else 1
        changes += _natural(facts, group, person, taken, units)
    return changes


def _natural(facts: Facts, group: Group, person: int, taken: list[int], units: int) -> list[Change]:
    employee, terms, kinds = group.people[0], facts.people.iloc[person], facts.kinds.iloc[taken]
    if group.rule == "hours_week":
        return [Change("hours_week", employee, float(units))]
    if group.rule == "weekends_off":
        return [Change("weekends_off", employee, float(weekends_to_give(facts, person, units)))]
    if kinds.empty:  # relaxed for nothing, by a solution short of the cheapest
        return []
    if group.rule == "travel_limit":
        return [Change("travel_limit", employee, float(kinds["travel_minutes"].max() - terms["travel_limit"]))]
    if group.rule == "shift_length":
        work = kinds[kinds["activity"] == "work"]
        hours = (work["ends"] - work["begins"] - (work["resumes"] - work["rests"])) / 60
        beyond = (hours.max() - terms["shift_hours_most"], hours.min() - terms["shift_hours_least"])
        return [
            Change("shift_length", employee, float(by))
            for by, sign in zip(beyond, (1, -1), strict=True)
            if by * sign > 0
        ]
    if group.rule == "able":
        outlet = next(o for o, p in zip(kinds["outlet"], kinds["post"], strict=True) if f"{o} {p}" == group.place)
        return [Change("able", employee, 1.0, outlet, group.place.removeprefix(f"{outlet} "))]
    return [Change(group.rule, employee)]
