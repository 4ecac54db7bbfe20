"""The hard rules of a unit as a model whose constraints tell which rule and whose they are.

Constraints come rule after rule, so their numbers tell the rule; the decisions in a constraint tell the people.
Pairs that the rules forbid are no variables; those that a question opens become some, each forbidden by a
constraint of its own for every rule against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.explain.guard import variables
from optimize.roster.explain.questions import Question
from optimize.roster.explain.standing import Standing
from optimize.roster.explain.values import Group
from optimize.roster.facts import Facts
from optimize.roster.model import RosterModel, found
from optimize.roster.rules import ALLOWS, CONSTRAINS, LIMITS
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints

PAIR = 2
"""A constraint over more people than these is of many, and named for none of them."""


@dataclass
class Grouped:
    """A model without objective.

    Attributes
    ----------
    groups
        One a constraint: whose it is, None for what is no rule (what the variables mean, and what was asked).
    gaps
        Numbers of the constraints `missing[g] <= as now`, by kind; in that of what was asked, as asked.
    """

    model: RosterModel
    groups: list[Group | None] = field(default_factory=list)
    gaps: dict[int, int] = field(default_factory=dict)

    def mark(self, group: Group | None) -> None:
        """All constraints written since the last mark belong to `group`."""
        self.groups += [group] * (len(self.model.cp.proto.constraints) - len(self.groups))


def grouped(standing: Standing, question: Question, opened: Flags, *, held: bool) -> Grouped:
    """The rules and what was asked; `held`: with no duty less filled than now.

    `opened` (P, G) are pairs that become variables though rules forbid them.
    """
    facts = standing.facts
    leave = {rule: check(facts) for rule, check in ALLOWS.items()}
    allowed = np.logical_and.reduce(list(leave.values()))
    model = RosterModel(facts, Weights(), allowed | opened)
    result = Grouped(model)
    _days(result)
    for rule, flags in leave.items():
        _forbid(result, rule, opened & ~flags)
    for rule, write in CONSTRAINS.items():
        write(model)
        _mark_by_people(result, rule)
    for limit in facts.limits:
        if limit.weight is None:
            LIMITS[limit.rule].post(model, limit)
            _mark_by_people(result, limit.rule, limit.limit)
    question.write(model)
    result.mark(None)
    _bounds(result, standing, question, held)
    return result


def _days(result: Grouped) -> None:
    """One duty a day as a rule of its own: the literal of a day says whether there is any duty."""
    model, number = result.model, 0
    employees = model.facts.people["employee"].tolist()
    structure = model.cp.proto.constraints
    result.mark(None)
    for person, day in np.ndindex(model.duty.shape):
        takes = found(model.take[person, model.kinds_on(day)])
        if len(takes) < 2:
            continue
        structure[number].clear_exactly_one()
        structure[number].at_most_one.literals.extend([take.index for take in takes])
        result.groups[number] = Group("one_duty_a_day", (employees[person],))
        number += 1
        duty = model.duty[person, day]
        _any(model, takes, duty)
    result.mark(None)


def _any(model: RosterModel, takes: list[Any], duty: Any) -> None:
    """`duty` is true where one of `takes` is."""
    model.cp.add_bool_or([*takes, ~duty])
    for take in takes:
        model.cp.add_implication(take, duty)


def _forbid(result: Grouped, rule: str, pairs: Flags) -> None:
    """One constraint a pair; those of one person (and post, where the rule is about it) are one group."""
    facts = result.model.facts
    employees = facts.people["employee"].to_numpy()
    places = (facts.kinds["outlet"] + " " + facts.kinds["post"]).to_numpy()
    for person, kind in np.argwhere(pairs):
        result.model.cp.add_bool_or([~result.model.take[person, kind]])
        result.mark(Group(rule, (str(employees[person]),), str(places[kind]) if rule == "able" else ""))


def _mark_by_people(result: Grouped, rule: str, place: str = "") -> None:
    """The people of each new constraint: those of its decisions, else of what a rule made of decisions."""
    owners = _owners(result.model)
    rows = result.model.cp.proto.constraints
    first = len(result.groups)
    indices = [variables(rows[number]) for number in range(first, len(rows))]
    known = [{owners[index] for index in used if index in owners} for used in indices]
    made: dict[int, set[str]] = {}
    for used, people in zip(indices, known, strict=True):
        for index in used - owners.keys():
            made.setdefault(index, set()).update(people)
    for used, people in zip(indices, known, strict=True):
        whose = people or set().union(*(made[index] for index in used))
        result.groups.append(Group(rule, tuple(sorted(whose)) if len(whose) <= PAIR else (), place))


def _owners(model: RosterModel) -> dict[int, str]:
    """Whose each decision (take, duty) is, by the variable's index."""
    employees = model.facts.people["employee"].tolist()
    decisions: list[tuple[int, Any]] = [
        (person, literal)
        for table in (model.take, model.duty)
        for (person, _), literal in np.ndenumerate(table)
        if literal is not None
    ]
    return {literal.index: employees[person] for person, literal in decisions}


def _bounds(result: Grouped, standing: Standing, question: Question, held: bool) -> None:
    model, facts = result.model, standing.facts
    demanded = set(question.demanded(standing).tolist())
    duties = facts.members.drop_duplicates("kind").set_index("kind")["duty"]
    now: Ints = standing.missing
    for kind, places in enumerate(facts.kinds["people"].tolist()):
        most = int(now[kind]) - (kind in demanded)
        if kind in demanded or (held and most < places):
            result.gaps[kind] = len(result.groups)
            model.cp.add(model.missing[kind] <= most)
            result.mark(None if kind in demanded else Group("hole", (), str(duties[kind])))


def forbidden(facts: Facts, question: Question) -> Flags:
    """(P, G) pairs that the question is about and that the rules forbid."""
    allowed = np.logical_and.reduce([check(facts) for check in ALLOWS.values()])
    pairs: Flags = question.concerned(facts) & ~allowed
    return pairs
