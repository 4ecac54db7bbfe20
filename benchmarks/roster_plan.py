"""Rosters of a plan's size under the full set of rules: gap within the time that a planner waits.

    python -m benchmarks.roster_plan [--outlets 6] [--people 33] [--seconds 60 | --work W] [--seed 1] [--peers]

Generated: outlets of about 33 people each, four weeks, three posts with skills, six shapes of duty with nights,
leave, wishes, trainees, a ledger, and limits as a labour law and an agreement have them, hard and weighted, for
everybody. The seconds are those of the whole network on two processes, nearly all shared out evenly among its
outlets: 6 outlets should have a gap under 2% in 60 s, 60 outlets one under 5% in 300 s. With `--peers` the model
of each outlet goes to CP-SAT as it is, with the same seconds (one worker, all its strategies in turn).
On a machine that others use, `--work` limits both by counted work instead.

`checked` is true where the independent checker finds no hard break and the same points, unit by unit.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster import Roster, RosterProblem, Weights, check, solve
from optimize.roster.assign import ORDINARY, formulate
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.model import SCALE
from optimize.roster.units import Unit, split
from optimize.roster.values import LEDGER
from optimize.solve import cp_model, solve_cp
from quarterhour.processes import delayed, side_by_side
from quarterhour.result import Limits, Proof
from tests.roster.cases import limit, problem
from tests.roster.many import number_of
from tests.roster.many import side_by_side as together
from tests.roster.standings import crowd

PROCESSES = 2
SEARCHING = 0.95
"""Share of the seconds that the outlets share out: the rest is for starting processes and joining all."""
RULES: Sequence[dict[str, Any]] = (
    {"rule": "overtime_in_period", "period": "month", "normal_week": 40.0, "most": 36.0},
    {"rule": "average_hours", "period": "rolling", "days": 28, "most": 44.0},
    {"rule": "weekly_rest", "period": "week", "least": 35.0},
    {"rule": "days_off_in_period", "period": "week", "least": 1.0},
    {"rule": "nights_in_row", "most": 3.0},
    {"rule": "nights_in_period", "period": "month", "most": 8.0},
    {"rule": "no_succession", "what": "night", "then": "early"},
    {"rule": "days_in_period", "period": "rolling", "days": 7, "most": 5.0, "weight": 5.0},
    {"rule": "duties_in_period", "period": "month", "what": "late", "most": 14.0, "weight": 3.0},
    {"rule": "weekends_in_row", "most": 2.0, "weight": 10.0},
    {"rule": "weekends_in_period", "period": "month", "most": 3.0, "weight": 10.0},
    {"rule": "whole_weekends", "weight": 3.0},
    {"rule": "days_off_in_row", "least": 2.0, "weight": 2.0},
    {"rule": "no_succession", "what": "late", "then": "early", "weight": 5.0},
)
"""What everybody's roster has to keep, or pays for: those without a weight are hard."""


def generated(seed: int, people: int) -> RosterProblem:
    """One outlet."""
    base = crowd(seed, people=people, load=0.62)
    names = base.employees["employee"].tolist()
    draw = np.random.default_rng(seed)
    limits = [limit(name, limit=f"r{number}", **rule) for number, rule in enumerate(RULES) for name in names]
    ledger = {name: {what: float(draw.integers(-2, 3)) for what in LEDGER} for name in names}
    ruled = problem([], [], limits=limits, ledger=ledger, holidays=[5, 17], days=base.days)
    return replace(base, limits=ruled.limits, ledger=ruled.ledger, holidays=ruled.holidays)


def network(seed: int, outlets: int, people: int) -> RosterProblem:
    """All outlets as one problem."""
    parts = [generated(1000 * seed + number, people) for number in range(outlets)]
    ledger = [part.ledger.assign(employee=f"{n}:" + part.ledger["employee"]) for n, part in enumerate(parts)]
    return replace(together(parts), ledger=pd.concat(ledger, ignore_index=True))


def compact(unit: Unit, calendar: Calendar, limits: Limits) -> Proof:
    """CP-SAT on the whole model of an outlet, in points."""
    model = formulate(gather(unit, calendar), Weights())
    share = max(1.0, len(model.facts.people) / ORDINARY)
    limits = replace(limits, work=None if limits.work is None else limits.work * share)
    proof = solve_cp(model.cp, stage="roster", partition=unit.name, limits=limits, tune=_in_turn).proof
    bound, objective = max(proof.bound or 0.0, 0.0), proof.objective
    return replace(proof, bound=bound / SCALE, objective=None if objective is None else objective / SCALE)


def _in_turn(solver: cp_model.CpSolver) -> None:
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = True


def checked(problem: RosterProblem, roster: Roster) -> bool:
    """Whether the checker finds no hard break and the points of each outlet's proof."""
    rules = check(problem, roster.segments)
    points = (rules["amount"] * rules["weight"]).groupby(number_of(rules)).sum()
    stated = {int(proof.partition.split(":")[0]): proof.objective for proof in roster.proofs}
    same = all(abs(points.get(number, 0.0) - (told or 0.0)) < 0.01 for number, told in stated.items())
    return same and not rules["hard"].any()


def summed(proofs: Sequence[Proof], seconds: float) -> dict[str, Any]:
    """Objective, bound and gap of a network; the objective is None where an outlet has no roster."""
    objectives, bound = [proof.objective for proof in proofs], sum(proof.bound or 0.0 for proof in proofs)
    if any(objective is None for objective in objectives):
        return {"objective": None, "bound": round(bound, 1), "gap": None, "seconds": round(seconds, 1)}
    total = sum(objective or 0.0 for objective in objectives)
    gap = (total - bound) / max(1.0, total)
    return {
        "objective": round(total, 1),
        "bound": round(bound, 1),
        "gap": round(gap, 4),
        "seconds": round(seconds, 1),
    }


def run(options: argparse.Namespace) -> dict[str, Any]:
    """One network: ours, and the plain model beside it."""
    given = network(options.seed, options.outlets, options.people)
    each = Limits(seconds=SEARCHING * options.seconds * PROCESSES / options.outlets, seed=options.seed)
    if options.work is not None:
        each = Limits(work=options.work, seed=options.seed)
    began = time.perf_counter()
    roster = solve(given, limits=each, processes=PROCESSES)
    ours = summed(roster.proofs, time.perf_counter() - began)
    holes = (roster.holes["end"] - roster.holes["start"]).dt.total_seconds() / 3600 * roster.holes["people"]
    line: dict[str, Any] = {
        "instance": f"{options.outlets}x{options.people}",
        "places": int(given.duties["people"].sum()),
        "ours": ours | {"seed": options.seed, "checked": checked(given, roster)},
        "metrics": {"hole_hours": round(float(holes.sum()), 1)},
    }
    if options.peers:
        calendar = Calendar(given.grid, given.first_day, given.days)
        began = time.perf_counter()
        tasks = (delayed(compact)(unit, calendar, each) for unit in split(bind(given, calendar)))
        proofs = list(side_by_side(tasks, PROCESSES))
        line["peers"] = {"cp_sat": summed(proofs, time.perf_counter() - began)}
    return line


def main() -> None:
    """Parse the options and print the line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=6)
    parser.add_argument("--people", type=int, default=33)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--work", type=float, help="limit of work for 15 people instead of the seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    line = run(options)
    print(json.dumps(line) if options.as_json else pd.json_normalize(line).T.to_string(header=False))


if __name__ == "__main__":
    main()
