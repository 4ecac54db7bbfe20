"""Rostering on Curtois and Qu's public instances: the column engine, and beside it one compact CP-SAT model.

    python -m benchmarks.roster curtois --data DIR --only Instance1,Instance2 --seconds 60 [--peers]

Two processes unless `--workers` says otherwise. Answers are put to `benchmarks.curtois`, which knows nothing of
either engine. Metrics: CPU seconds of this process, and what the engine had after 10 and after 60 of them, since
machines that are shared make wall seconds long.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.curtois import Instance, Roster, broken_rules, objective, read_instance
from benchmarks.frame import Line, Options, main, ours
from benchmarks.roster_compact import solve_compact
from benchmarks.roster_instance import problem_of, roster_of
from optimize.roster.columns import Answer, solve
from quarterhour.result import Limits, Proof


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
    limits = Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)
    began = time.process_time()
    problem = problem_of(instance)
    answer = solve(problem, limits=limits)
    cpu = time.process_time() - began
    roster = None if answer.without else roster_of(problem, answer.rosters)
    proof, checked = _checked(instance, roster, answer.proof)
    peers = {"cp_sat": _compact(instance, limits)} if options.peers else {}
    metrics = {"cpu": round(cpu, 1), **_on_the_way(answer), "without": len(answer.without)}
    return Line("curtois", path.stem, ours(proof, checked=checked), best, peers, metrics)


def _compact(instance: Instance, limits: Limits) -> dict[str, Any]:
    began = time.process_time()
    roster, proof = solve_compact(instance, limits)
    cpu = time.process_time() - began
    proof, checked = _checked(instance, roster, proof)
    return {**ours(proof, checked=checked), "cpu": round(cpu, 1)}


def _checked(instance: Instance, roster: Roster | None, proof: Proof) -> tuple[Proof, bool]:
    """The proof with what the roster costs, and whether it keeps to all rules at no more than was claimed.

    CP-SAT, stopped short of optimal, may pay for slack that its roster does not need.
    """
    if roster is None or proof.objective is None:
        return proof, False
    counted = objective(instance, roster)
    fits = not broken_rules(instance, roster) and counted <= proof.objective
    fits &= proof.bound is None or proof.bound <= counted + 1e-6
    return replace(proof, objective=float(counted)), fits


def _on_the_way(answer: Answer) -> dict[str, int | None]:
    """What was there after 10 and after 60 CPU seconds."""
    had = {
        seconds: min((step.cost for step in answer.incumbents if step.cpu <= seconds), default=None)
        for seconds in (10, 60)
    }
    return {f"after {seconds} cpu s": value for seconds, value in had.items()}


def _best_known(folder: Path) -> dict[str, float]:
    """Upper bounds from the file that lies beside the instances, where it does."""
    path = folder / "wssuite_nrp_best_known.yml"
    if not path.exists():
        return {}
    listed = yaml.safe_load(path.read_text())["benchmark"]["instances"]
    return {Path(entry["name"]).stem: float(entry["ub"]) for entry in listed if "ub" in entry}


if __name__ == "__main__":
    main("roster", {"curtois": curtois}, workers={"curtois": 2})
