"""The peer of the roster engine: one compact CP-SAT model of a Curtois instance, as the literature writes it.

Clause windows, and one shared literal a person and day; it shares no code with the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from benchmarks.curtois import Instance, Person, Roster
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.result import Limits, Proof


@dataclass
class Model:
    """Variables take[person, day, shift]; duty[person, day] their sum, absent on days off."""

    instance: Instance
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    take: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    duty: dict[tuple[str, int], Any] = field(default_factory=dict)

    def literal(self, name: str, day: int, works: bool) -> list[Any]:
        """The literal that somebody works (or is off) that day; none where a day off decides it."""
        duty = self.duty.get((name, day))
        return [] if duty is None else [duty if works else ~duty]


def formulate(instance: Instance) -> Model:
    """All hard rules, and the cost as objective."""
    model = Model(instance)
    for name, person in instance.people.items():
        _days(model, name, person)
        _successions(model, name)
        _totals(model, name, person)
        _runs(model, name, person)
        _weekends(model, name, person)
    _cost(model)
    return model


def _days(model: Model, name: str, person: Person) -> None:
    shifts = [shift for shift in model.instance.shifts if person.most_of_shift.get(shift, 1) > 0]
    for day in set(range(model.instance.days)) - person.days_off:
        duty = model.duty[name, day] = model.cp.new_bool_var("duty")
        today = [model.cp.new_bool_var("take") for _ in shifts]
        model.cp.add_exactly_one([*today, ~duty])
        model.take |= {(name, day, shift): take for shift, take in zip(shifts, today, strict=True)}


def _successions(model: Model, name: str) -> None:
    for (other, day, shift), take in model.take.items():
        if other == name:
            banned = [model.take.get((name, day + 1, after)) for after in model.instance.shifts[shift][1]]
            following = [literal for literal in banned if literal is not None]
            if following:
                model.cp.add_at_most_one([take, *following])


def _totals(model: Model, name: str, person: Person) -> None:
    minutes = []
    for shift, (length, _) in model.instance.shifts.items():
        takes = [model.take.get((name, day, shift)) for day in range(model.instance.days)]
        present = [take for take in takes if take is not None]
        minutes += [length * take for take in present]
        if len(present) > person.most_of_shift.get(shift, model.instance.days):
            model.cp.add(sum(present) <= person.most_of_shift[shift])
    model.cp.add_linear_constraint(sum(minutes), person.least_minutes, person.most_minutes)


def _runs(model: Model, name: str, person: Person) -> None:
    """Runs inside the horizon are neither too long nor too short: one clause a window."""
    days = model.instance.days
    for first in range(days - person.most_days_on):
        window = range(first, first + person.most_days_on + 1)
        if all((name, day) in model.duty for day in window):
            model.cp.add_bool_or([~model.duty[name, day] for day in window])
    for works, least in ((True, person.least_days_on), (False, person.least_days_off)):
        for length in range(1, least):
            for first in range(1, days - length):
                _forbid_run(model, name, works, range(first, first + length))


def _forbid_run(model: Model, name: str, works: bool, run: range) -> None:
    """No run of exactly these days; days off fixed by the instance make the clause true, or drop out."""
    before, after = run[0] - 1, run[-1] + 1
    decided_on = [day for day in (run if works else (before, after)) if (name, day) not in model.duty]
    if decided_on:
        return
    clause = [literal for day in (before, after) for literal in model.literal(name, day, works)]
    clause += [literal for day in run for literal in model.literal(name, day, not works)]
    model.cp.add_bool_or(clause)


def _weekends(model: Model, name: str, person: Person) -> None:
    worked = []
    for saturday in range(5, model.instance.days, 7):
        literals = model.literal(name, saturday, True) + model.literal(name, saturday + 1, True)
        if literals:
            weekend = model.cp.new_bool_var("weekend")
            for literal in literals:
                model.cp.add_implication(literal, weekend)
            worked.append(weekend)
    model.cp.add(sum(worked) <= person.most_weekends)


def _cost(model: Model) -> None:
    instance = model.instance
    terms: list[Any] = []
    for key, weight in instance.wishes_on.items():
        terms.append(weight * (1 - model.take[key]) if key in model.take else weight)
    terms += [weight * model.take[key] for key, weight in instance.wishes_off.items() if key in model.take]
    for (day, shift), (wanted, under, over) in instance.cover.items():
        takes = [model.take.get((name, day, shift)) for name in instance.people]
        present = [take for take in takes if take is not None]
        missing = model.cp.new_int_var(0, wanted, "missing")
        surplus = model.cp.new_int_var(0, len(present), "surplus")
        model.cp.add(sum(present) + missing - surplus == wanted)
        terms += [under * missing, over * surplus]
    model.cp.minimize(sum(terms))


def roster_of(model: Model, answer: CpAnswer) -> Roster:
    """The shifts that an answer gives to each person."""
    roster: Roster = {name: [None] * model.instance.days for name in model.instance.people}
    for (name, day, shift), take in model.take.items():
        if answer.solver.boolean_value(take):
            roster[name][day] = shift
    return roster


def _tune(solver: cp_model.CpSolver) -> None:
    """One worker interleaves, to have the neighbourhood searches too; several run them side by side."""
    solver.parameters.interleave_search = solver.parameters.num_workers == 1
    solver.parameters.linearization_level = 2


def solve_compact(instance: Instance, limits: Limits) -> tuple[Roster | None, Proof]:
    """The model's answer within limits, and its evidence."""
    model = formulate(instance)
    answer = solve_cp(model.cp, stage="roster", limits=limits, tune=_tune)
    return (roster_of(model, answer) if answer.found else None), answer.proof
