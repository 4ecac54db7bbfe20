"""Explanations of a roster put to the test: every answer is verified by solving again with that change.

    python -m benchmarks.roster_explain sample --data DIR --seed 0 [--only ST01,HB02] --json

DIR holds `network` and `plan`, as `quarterhour demo` writes them. The seed draws 25 holes, 25 refused wishes and
25 services: somebody and a duty of their unit at random, for which many lack the skill, are away or not rested.
`--seconds` is the limit of each step of an answer. The metrics are figures of one answer; `checked` holds where it
is settled, and

- impossible: the plain model with what was asked forced has no solution (nor has it with all else as well filled
  as now, where that is said);
- possible: the independent checker finds no break of a hard rule that the stored roster has not, the same points,
  and the roster does what was asked;
- a clash (of rules by person, or of whole rules): its rules alone have no solution, and without any one of them
  they have;
- an option of the menu: the plain model of the changed inputs has a solution.

`unsettled` names the parts that the limits left open (no clash found, one not proven minimal, no menu).
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main, ours
from optimize.roster import check
from optimize.roster.assign import formulate
from optimize.roster.explain import (
    LIMITS,
    Answer,
    Filled,
    Option,
    Question,
    Served,
    Stored,
    Verdict,
    Wished,
    why_not,
)
from optimize.roster.explain.ask import unit_of
from optimize.roster.explain.changes import changed
from optimize.roster.explain.groups import forbidden, grouped
from optimize.roster.explain.guard import fix, guard
from optimize.roster.explain.settle import thorough
from optimize.roster.explain.standing import Standing, stand
from optimize.roster.explain.values import Clash, Group
from optimize.roster.explain.whole_rules import whole_rules
from optimize.roster.model import RosterModel
from optimize.roster.values import Roster
from optimize.roster.weights import Weights
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.result import Limits, Status
from scenarios.network import read_network
from scenarios.plan import read_plan
from scenarios.roster.explaining import stored_roster
from scenarios.roster.values import roster_of

CASES = 25
"""Of each sort."""
WORK = LIMITS.work or 4.0
"""Deterministic work of each step of an answer, as `roster explain` has it; verification has ten times that."""


def sample(options: Options) -> Iterator[Line]:
    """The cases of one plan."""
    if not (options.data / "plan" / "plan.json").exists():
        return
    plan = read_plan(options.data / "plan")
    roster = stored_roster(read_network(options.data / "network"), plan)
    limits = Limits(seconds=options.seconds, work=WORK, seed=options.seed, workers=options.workers)
    for number, question in enumerate(_cases(roster, roster_of(plan), options.seed)):
        standing = unit_of(roster, question)
        if options.wants(standing.unit.name):
            yield _line(f"{number + 1} {standing.unit.name}", roster, standing, question, limits)


def _cases(stored: Stored, roster: Roster, seed: int) -> list[Question]:
    draw = np.random.default_rng(seed)
    holes = draw.permutation(roster.holes["duty"].to_numpy())[:CASES]
    refused = roster.wishes[~roster.wishes["granted"]]
    chosen = refused.iloc[draw.permutation(len(refused))[:CASES]]
    wishes = zip(chosen["employee"], chosen["day"], chosen["kind"], strict=True)
    services = _services(stored, draw)
    return [*(Filled(str(duty)) for duty in holes), *(Wished(*wish) for wish in wishes), *services]


def _services(stored: Stored, draw: np.random.Generator) -> Iterator[Served]:
    """Somebody of the network and a duty of their unit that is not theirs."""
    units = [standing for standing in stored.units.values() if not standing.taken.all()]
    sizes = np.asarray([len(standing.facts.people) for standing in units])
    for number in draw.choice(len(units), CASES, p=sizes / sizes.sum()):
        facts = units[number].facts
        person, kind = draw.choice(np.argwhere(~units[number].taken))
        duties = facts.members.loc[facts.members["kind"] == kind, "duty"]
        yield Served(str(facts.people["employee"].iloc[person]), str(duties.iloc[0]))


def _line(name: str, roster: Stored, standing: Standing, question: Question, limits: Limits) -> Line:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = why_not(roster, question, limits=limits)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    generous = Limits(seconds=None, work=10 * WORK, seed=limits.seed)
    tests = _tests(roster, standing, question, answer, generous)
    metrics = {
        "asked": f"wish {question.kind}" if isinstance(question, Wished) else type(question).__name__.lower(),
        "verdict": str(answer.verdict),
        "alone": {True: "yes", False: "no", None: "not settled"}[answer.alone],
        "points": answer.points,
        "cells": len(answer.cells),
        "clash": None if answer.clash is None else len(answer.clash.groups),
        "minimal": None if answer.clash is None else answer.clash.minimal,
        "whole rules": None if answer.clash is None else answer.clash.whole,
        "menu": len(answer.menu),
        "effort": answer.menu[0].effort if answer.menu else None,
        "cheapest": answer.menu[0].cheapest if answer.menu else None,
        "cpu seconds": round(cpu, 2),
        "wall seconds": round(wall, 2),
        "unsettled": ", ".join(_unsettled(answer)),
        "failed": ", ".join(name for name, held in tests.items() if not held),
    }
    settled = answer.verdict is not Verdict.OPEN and answer.alone is not None
    return Line("sample", name, ours(answer.proof, checked=settled and all(tests.values())), metrics=metrics)


def _unsettled(answer: Answer) -> list[str]:
    """Parts of an answer that its limits left open."""
    parts = {
        "verdict": answer.verdict is Verdict.OPEN,
        "alone": answer.alone is None,
        "clash": answer.alone is False and answer.clash is None,
        "minimal": answer.clash is not None and not answer.clash.minimal,
        "menu": answer.alone is False and not answer.menu,
    }
    return [part for part, is_open in parts.items() if is_open]


def _tests(
    roster: Stored, standing: Standing, question: Question, answer: Answer, limits: Limits
) -> dict[str, bool]:
    tests: dict[str, bool] = {}
    if answer.verdict is Verdict.IMPOSSIBLE:
        plain = _plain(standing, question, held=False)
        tests["impossible"] = _solve(plain.cp, limits).proof.status is Status.INFEASIBLE
    if answer.alone is False:
        plain = _plain(standing, question, held=True)
        tests["not alone"] = _solve(plain.cp, limits).proof.status is Status.INFEASIBLE
    if answer.verdict is Verdict.POSSIBLE:
        tests["possible"] = _possible(roster, standing, question, answer)
    if answer.clash is not None and answer.clash.minimal:
        held = answer.verdict is not Verdict.IMPOSSIBLE
        tests["clash"] = _minimal(standing, question, answer.clash, held=held, limits=limits)
    for number, option in enumerate(answer.menu):
        tests[f"option {number + 1}"] = _mends(standing, question, option, limits)
    return tests


def _plain(standing: Standing, question: Question, *, held: bool) -> RosterModel:
    """The model of the search itself, with what was asked forced, without its objective."""
    model = formulate(standing.facts, Weights())
    model.cp.proto.clear_objective()
    question.write(model)
    demanded = set(question.demanded(standing).tolist())
    for kind, missing in enumerate(standing.missing.tolist()):
        if held or kind in demanded:
            model.cp.add(model.missing[kind] <= missing - (kind in demanded))
    return model


def _solve(cp: cp_model.CpModel, limits: Limits) -> CpAnswer:
    return solve_cp(cp, stage="verify", limits=limits, tune=thorough)


def _possible(roster: Stored, standing: Standing, question: Question, answer: Answer) -> bool:
    """The checker's word on the roster shown, and what was asked read off its segments."""
    unit = standing.unit.name
    before = roster.breaks
    segments = roster.segments(unit, answer.taken)
    after = check(roster.problem, segments)
    worse = _hard(after).subtract(_hard(before), fill_value=0.0)
    cost = float((after["amount"] * after["weight"]).sum() - (before["amount"] * before["weight"]).sum())
    filled = [
        part[part["activity"] != "leave"].groupby("duty")["employee"].nunique()
        for part in (roster.segments(unit, standing.names), segments)
    ]
    fewer = filled[1].reindex(filled[0].index).fillna(0) < filled[0]
    kept = not answer.alone or not fewer.any()
    agrees = answer.points is not None and abs(cost - answer.points) < 1e-3
    return agrees and not (worse > 1e-6).any() and kept and _does(segments, filled, question)


def _hard(rules: pd.DataFrame) -> pd.Series:
    hard = rules[rules["hard"]]
    return hard.groupby(["rule", "employee"])["amount"].sum()


def _does(segments: pd.DataFrame, filled: list[pd.Series], question: Question) -> bool:
    if isinstance(question, Filled):
        return bool(filled[1].get(question.duty, 0) > filled[0].get(question.duty, 0))
    if not isinstance(question, Wished):
        return bool(((segments["employee"] == question.employee) & (segments["duty"] == question.duty)).any())
    mine = segments[(segments["employee"] == question.employee) & (segments["day"] == question.day)]
    mine = mine[~mine["activity"].isin(["leave", "travel"])]
    morning = bool(len(mine)) and mine["start"].min().hour < 12
    return {
        "off": mine.empty,
        "work": not mine.empty,
        "early": mine.empty or morning,
        "late": mine.empty or not morning,
    }[question.kind]


def _minimal(standing: Standing, question: Question, clash: Clash, *, held: bool, limits: Limits) -> bool:
    """The set alone has no solution; without any one member it has."""

    whole = set(clash.groups)
    if question.check(standing) is not None:  # what stands locked is no decision of the model
        return len(whole) == 1
    rules = grouped(standing, question, forbidden(standing.facts, question), held=held)
    switches = guard(rules.model.cp, whole_rules(rules) if clash.whole else rules.groups)

    def status(groups: set[Group]) -> Status:
        part = rules.model.cp.clone()
        fix(part, {switch.index: int(group in groups) for group, switch in switches.items()})
        return _solve(part, limits).proof.status

    return status(whole) is Status.INFEASIBLE and all(status(whole - {one}) is Status.OPTIMAL for one in whole)


def _mends(standing: Standing, question: Question, option: Option, limits: Limits) -> bool:
    """The plain model of the changed inputs has a solution."""
    facts = standing.facts
    after = stand(changed(facts.unit, option.changes), facts.calendar, standing.names)
    return _solve(_plain(after, question, held=True).cp, limits).found


if __name__ == "__main__":
    main("roster_explain", {"sample": sample})
