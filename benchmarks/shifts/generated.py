"""Staff planning on generated cities: cost, bound and time; `--peers` gives the joint model to HiGHS as it is.

The cities here are those of the tests: outlets that lend to their neighbours, partners, floors, desks,
a reserve, and one outlet that never closes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.frame import Line, Options
from optimize.shifts import StaffPlan, StaffProblem, solve
from optimize.shifts.model import build
from optimize.shifts.partitions import chains
from optimize.shifts.prepare import prepare
from quarterhour.result import Limits, Status
from tests.shifts.evaluator import Evaluator
from tests.shifts.instances import network

CITIES: dict[str, dict[str, Any]] = {
    "city10": {"outlets": 10, "weeks": 1},
    "city20": {"outlets": 20, "weeks": 1},
    "city40": {"outlets": 40, "weeks": 1},
    "city40short": {"outlets": 40, "weeks": 1, "staff_ratio": 0.9},
    "city100": {"outlets": 100, "weeks": 1},
    "city100quarters": {"outlets": 100, "weeks": 1, "grain": 15},
    "city500quarters": {"outlets": 500, "weeks": 1, "grain": 15, "partners": 20},
}


def generated(options: Options) -> Iterator[Line]:
    """Cities of 10 to 500 outlets, a week each, at half and quarter hours."""
    for name, size in CITIES.items():
        if not options.wants(name):
            continue
        problem = network(**size, seed=options.seed)
        began = time.perf_counter()
        plan = solve(problem, limits=Limits(seed=options.seed), processes=options.workers)
        seconds = time.perf_counter() - began
        peers = {"HiGHS on the joint model": _joint(problem, options)} if options.peers else {}
        yield Line("generated", name, _ours(problem, plan, seconds, options), None, peers, _metrics(problem, plan))


def _ours(problem: StaffProblem, plan: StaffPlan, seconds: float, options: Options) -> dict[str, Any]:
    """All partitions together; checked where another program finds the same cost and no rule broken."""
    verdict = Evaluator(problem).judge(plan.duties.to_dict("records"))
    objective = sum(proof.objective or 0.0 for proof in plan.proofs)
    bound = sum(proof.bound or 0.0 for proof in plan.proofs)
    proven = all(proof.status is Status.OPTIMAL for proof in plan.proofs)
    return {
        "objective": objective,
        "bound": bound,
        "status": str(Status.OPTIMAL if proven else Status.FEASIBLE),
        "gap": abs(objective - bound) / max(1.0, abs(objective)),
        "seconds": seconds,
        "seed": options.seed,
        "checked": not verdict.broken and abs(verdict.cost - objective) <= 1e-6 * max(1.0, objective),
    }


def _metrics(problem: StaffProblem, plan: StaffPlan) -> dict[str, Any]:
    work = plan.duties[plan.duties["activity"] == "work"]
    people = work.groupby("source")["people"].sum()
    return {
        "intervals": len(problem.need),
        "links a day": round(len(problem.links) / max(1, problem.links["day"].nunique())),
        "duties": int(people.sum()),
        "lent": int(people.get("lent", 0)),
        "partner": int(people.get("partner", 0)),
        "missing share": float(plan.cover["short"].sum() / plan.cover["needed"].sum()),
    }


def _joint(problem: StaffProblem, options: Options) -> dict[str, Any]:
    """Each partition's joint model solved by HiGHS for the time that one instance may take."""
    objective = bound = 0.0
    limits = Limits(seconds=options.seconds, seed=options.seed)
    for chain in chains(prepare(problem)):
        for part in chain:
            answer, _ = build(part).program.solve(stage="staff", partition=part.name, limits=limits)
            objective += float("inf") if answer.proof.objective is None else answer.proof.objective
            bound += float("-inf") if answer.proof.bound is None else answer.proof.bound
    return {"objective": objective, "bound": bound, "seconds": options.seconds}
