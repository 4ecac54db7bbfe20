"""The public shift-design instances, each in its two readings; `--peers` gives a plain model to CP-SAT and HiGHS.

`--only` takes names of instances, or name/reading.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.frame import Line, Options, ours
from benchmarks.shifts.dzn import BOUNDED, CLASSIC, read_dzn
from benchmarks.shifts.plain_cp import plain_cp
from optimize.shifts.design import Design, DesignProblem, evaluate, solve
from optimize.shifts.design.model import build
from quarterhour.result import Limits

FOLDER = Path("roster") / "shift_design"


def shift_design(options: Options) -> Iterator[Line]:
    """Every .dzn file under the folder, classic and bounded."""
    for path in sorted((options.data / FOLDER).rglob("*.dzn"), key=lambda path: (path.parent.name, path.name)):
        for reading in (CLASSIC, BOUNDED):
            name = f"{path.stem}/{reading}"
            if not (options.wants(path.stem) or options.wants(name)):
                continue
            problem = read_dzn(path, reading)
            limits = Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)
            design = solve(problem, limits=limits, partition=name)
            peers = _peers(problem, options) if options.peers else {}
            yield Line("shift_design", name, _ours(problem, design), None, peers, _metrics(problem, design))


def _ours(problem: DesignProblem, design: Design) -> dict[str, Any]:
    """Checked where the evaluator finds the same cost, no rule broken, and cost not below the bound."""
    figures, proof = evaluate(problem, design.duties), design.proof
    checked = not figures.broken and proof.objective is not None and abs(figures.cost - proof.objective) <= 1e-6
    return ours(proof, checked=checked)


def _metrics(problem: DesignProblem, design: Design) -> dict[str, Any]:
    figures = evaluate(problem, design.duties)
    return {
        "shifts": figures.shifts,
        "over": round(figures.over),
        "under": round(figures.under),
        "candidates": len(problem.shifts),
    }


def _peers(problem: DesignProblem, options: Options) -> dict[str, Any]:
    """The model without cuts given to HiGHS, and a model of its own given to CP-SAT, for the same time."""
    limits = Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)
    free = replace(problem, duties=problem.duties if problem.duties and problem.duties.price is None else None)
    began = time.perf_counter()
    answer, _ = build(free).program.solve(stage="shifts.design", partition="peer", limits=limits)
    highs = {**answer.proof.as_dict(), "seconds": time.perf_counter() - began}
    return {"HiGHS without cuts": highs, "CP-SAT": plain_cp(free, limits).as_dict()}
