"""Rostering on Curtois and Qu's public instances, with one compact CP-SAT model.

    python -m benchmarks.roster curtois --data DIR --only Instance1,Instance2 --seconds 30

The model says what `optimize.roster` says in the words of that format (clause windows, one shared literal a
person and day); it has no column generation, so large instances stay far from the best known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.curtois import Instance, Person, Roster, broken_rules, objective, read_instance
from benchmarks.frame import Line, Options, main, ours
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.result import Limits


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


def curtois(options: Options) -> Iterator[Line]:
    """Every instance that is there and wanted, in the order of their numbers."""
    folder = next(
        (place for place in (options.data / "curtois", options.data / "roster" / "curtois") if place.is_dir()),
        options.data,
    )
    best = _best_known(folder)
    files = sorted(folder.glob("Instance*.txt"), key=lambda path: int(re.sub(r"\D", "", path.stem) or 0))
    for path in files:
        if options.wants(path.stem):
            yield _run(path, best.get(path.stem), options)


def _run(path: Path, best: float | None, options: Options) -> Line:
    instance = read_instance(path)
    model = formulate(instance)
    limits = Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)
    answer = solve_cp(model.cp, stage="roster", partition=path.stem, limits=limits, tune=_tune)
    proof, checked = answer.proof, False
    if answer.found and proof.objective is not None:
        roster = roster_of(model, answer)
        counted = objective(instance, roster)
        # an answer short of optimal may pay for slack that its roster does not need: what the roster costs counts
        checked = not broken_rules(instance, roster) and counted <= proof.objective
        proof = replace(proof, objective=float(counted))
    return Line("curtois", path.stem, ours(proof, checked=checked), best)


def _best_known(folder: Path) -> dict[str, float]:
    """Upper bounds from the file that lies beside the instances, where it does."""
    path = folder / "wssuite_nrp_best_known.yml"
    if not path.exists():
        return {}
    listed = yaml.safe_load(path.read_text())["benchmark"]["instances"]
    return {Path(entry["name"]).stem: float(entry["ub"]) for entry in listed if "ub" in entry}


if __name__ == "__main__":
    main("roster", {"curtois": curtois})
