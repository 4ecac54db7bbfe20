"""`python -m benchmarks.lending <set>`: days of lending, proven and checked; `--peers` runs plain models.

Sets
    generated   cities of 50, 100 and 200 outlets with 20 partners, a day of quarter hours
    melbourne   places and real pedestrian counts of Melbourne: the three days on which most people are needed
                beyond what the weeks before let expect
    properties  a thousand small networks: every rule, recomputed by a program that shares nothing with the model
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.frame import Line, Options, main
from benchmarks.lending.melbourne import days
from benchmarks.lending.peers import cp_sat, highs
from optimize.shared_staff.lending import LendingPlan, LendingProblem, solve
from quarterhour.result import Limits, Status
from scenarios.evaluate.lending import judge_lending
from tests.lending.instances import day

CITIES = {"city50": 50, "city100": 100, "city200": 200}
NETWORKS, A_LINE = 1000, 100
GAP = 1e-4


def generated(options: Options) -> Iterator[Line]:
    """Cities of 50 to 200 outlets."""
    for name, outlets in CITIES.items():
        if options.wants(name):
            yield _line("generated", name, day(outlets, 20, options.seed), options)


def melbourne(options: Options) -> Iterator[Line]:
    """Days of real counts."""
    for name, problem in days(options.data, options.seed):
        if options.wants(name):
            yield _line("melbourne", name, problem, options)


def properties(options: Options) -> Iterator[Line]:
    """Small networks, a hundred a line."""
    for part in range(NETWORKS // A_LINE):
        name = f"networks {part * A_LINE + 1} to {(part + 1) * A_LINE}"
        if options.wants(name):
            yield Line("properties", name, None, None, {}, _checked(part * A_LINE, options.seed))


def _checked(first: int, seed: int) -> dict[str, Any]:
    """How many rules and costs another program finds wrong on a hundred networks."""
    broken = wrong = proven = people = 0
    began = time.perf_counter()
    for number in range(first, first + A_LINE):
        problem = small(number + NETWORKS * seed)
        plan = solve(problem, limits=Limits(seed=seed))
        verdict = judge_lending(problem, plan.blocks.to_dict("records"))
        broken += len(verdict.broken)
        wrong += abs(verdict.cost - _objective(plan)) > 1e-6 * max(1.0, verdict.cost)
        proven += all(proof.status is Status.OPTIMAL for proof in plan.proofs)
        people += int(plan.blocks["people"].sum())
    return {
        "networks": A_LINE,
        "people lent": people,
        "rules broken": broken,
        "other costs": wrong,
        "proven": proven,
        "seconds": time.perf_counter() - began,
    }


def small(seed: int) -> LendingProblem:
    """A network of a few outlets, some of them far apart."""
    return day(3 + seed % 5, 2, seed, grain=30, size=4.0, surging=0.5, lift=2.5, width=6.0 + 30 * (seed % 3))


def _line(kind: str, name: str, problem: LendingProblem, options: Options) -> Line:
    limits = Limits(seconds=options.seconds, gap=GAP, seed=options.seed)
    began = time.perf_counter()
    plan = solve(problem, limits=limits)
    seconds = time.perf_counter() - began
    peers = {}
    if options.peers:
        peers = {
            "HiGHS on the plain model": highs(problem, limits),
            "CP-SAT on the plain model": cp_sat(
                problem, Limits(seconds=options.seconds, gap=GAP, seed=options.seed, workers=options.workers)
            ),
        }
    return Line(kind, name, _ours(problem, plan, seconds, options.seed), None, peers, _metrics(problem, plan))


def _objective(plan: LendingPlan) -> float:
    return sum(proof.objective or 0.0 for proof in plan.proofs)


def _ours(problem: LendingProblem, plan: LendingPlan, seconds: float, seed: int) -> dict[str, Any]:
    """All regions together; checked where the evaluator finds the same cost and no rule broken."""
    objective, bound = _objective(plan), sum(proof.bound or 0.0 for proof in plan.proofs)
    proven = all(proof.status is Status.OPTIMAL for proof in plan.proofs)
    verdict = judge_lending(problem, plan.blocks.to_dict("records"))
    return {
        "objective": objective,
        "bound": bound,
        "status": str(Status.OPTIMAL if proven else Status.FEASIBLE),
        "gap": abs(objective - bound) / max(1.0, abs(objective)),
        "seconds": seconds,
        "seed": seed,
        "checked": not verdict.broken and abs(verdict.cost - objective) <= 1e-6 * max(1.0, objective),
    }


def _metrics(problem: LendingProblem, plan: LendingPlan) -> dict[str, Any]:
    hours = problem.grain / 60
    return {
        "links": int((problem.links["barred"] == "").sum()),
        "regions": len(plan.proofs),
        "missing before": float(plan.cover["short_before"].sum() * hours),
        "missing after": float(plan.cover["short"].sum() * hours),
        "people lent": int(plan.blocks["people"].sum()),
    }


if __name__ == "__main__":
    main("lending", {"generated": generated, "melbourne": melbourne, "properties": properties})
