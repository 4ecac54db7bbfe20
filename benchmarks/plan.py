"""The whole road: a network planned end to end, written, and recomputed by the independent evaluator.

Sets: `tiny` and `sample` are generated (`sample_rounds`: in three rounds), `melbourne` and `bank` are real input;
`repeat` and `repeat_sample` plan a generated network with one and with two outer processes and hold the tables
against each other. `near` and `near_tiny` plan 20 single changes of the sample (or the tiny network) near its base
plan, and each again in full.
`sweep` and `sweep_tiny` plan 16 scenarios in one process and in two (`benchmarks.plan_sweep`), `library`,
`library_melbourne` and `library_tiny` every scenario of the library (`benchmarks.plan_library`).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main
from benchmarks.plan_library import each_scenario
from benchmarks.plan_sweep import sweeps
from quarterhour.cache import Cache
from quarterhour.result import Proof
from quarterhour.seeds import generator
from scenarios.adapters.bank import bank
from scenarios.adapters.melbourne import melbourne
from scenarios.changes import AbsentShare, Change, CloseOutlet, ScaleDemand
from scenarios.evaluate import evaluate
from scenarios.network import Network, write_network
from scenarios.plan import Plan, PlanOptions, plan, write_plan
from scenarios.sample import sample_network


def road(name: str, make: Callable[[Options], Network], options: Options, rounds: int = 1) -> Iterator[Line]:
    """One line a stage with a proof (its worst gap), and one for the whole."""
    if not options.wants(name):
        return
    network = make(options)
    began = time.perf_counter()
    made = plan(network, name=name, options=PlanOptions(workers=options.workers, rounds=rounds))
    seconds = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        write_network(network, Path(folder) / "network")
        write_plan(made, Path(folder) / "plan")
        findings = evaluate(Path(folder) / "plan", Path(folder) / "network")
    for stage in ("staff", "roster", "coverage"):
        value = getattr(made, stage)
        if value is not None:
            yield Line("plan", f"{name} {stage}", _stage(value.proofs, made.seconds[stage], not findings))
    figures = made.indicators.set_index("indicator")["value"]
    shown = (
        "wape_ours",
        "wape_seasonal_naive",
        "promises_kept",
        "promise_days_kept",
        "wait_minutes",
        "need_hours",
        "short_hours",
        "hole_hours",
        "covered_now",
        "cost_total",
    )
    metrics = {key: float(figures[key]) for key in shown if key in figures.index}
    stages = {f"s_{stage}": round(took, 1) for stage, took in made.seconds.items()}
    yield Line(
        "plan", name, None, metrics={"seconds": round(seconds, 1), "findings": len(findings), **metrics, **stages}
    )
    for one in made.rounds.to_dict("records") if rounds > 1 else ():
        yield Line("plan", f"{name} round {one['round']}", None, metrics={str(key): one[key] for key in one})


def _stage(proofs: tuple[Proof, ...], seconds: float, checked: bool) -> dict[str, object]:
    """All partitions of a stage in one: sums, and the status of the worst."""
    known = [proof for proof in proofs if proof.objective is not None and proof.bound is not None]
    objective = sum(proof.objective or 0.0 for proof in known)
    bound = sum(proof.bound or 0.0 for proof in known)
    proven = len(known) == len(proofs) and all(proof.status == "optimal" for proof in proofs)
    return {
        "objective": objective,
        "bound": bound,
        "status": "optimal" if proven else "feasible",
        "gap": abs(objective - bound) / max(1.0, abs(objective)),
        "seconds": seconds,
        "seed": proofs[0].seed if proofs else 0,
        "checked": checked,
    }


def repeat(size: Literal["tiny", "sample"], options: Options) -> Iterator[Line]:
    """Same seed and workers, same plan: with one and with two outer processes."""
    network = sample_network(size)
    plans = [plan(network, options=PlanOptions(processes=count, workers=options.workers)) for count in (1, 2)]
    different = differing(*plans)
    seconds = {
        f"s_{count}": round(sum(made.seconds.values()), 1) for count, made in zip((1, 2), plans, strict=True)
    }
    yield Line(
        "plan",
        f"repeat {size}",
        None,
        metrics={"differing_tables": len(different), "differing": ", ".join(different), **seconds},
    )


def differing(first: Plan, second: Plan) -> list[str]:
    """Tables of two plans that are not the same to the last cell."""
    found = []
    for stage in ("forecast", "requirement", "staff", "roster", "coverage", "rehearsal"):
        one, other = getattr(first, stage), getattr(second, stage)
        for field, frame in vars(one).items() if one is not None else ():
            if isinstance(frame, pd.DataFrame) and not frame.equals(getattr(other, field)):
                found.append(f"{stage}.{field}")
    return found


def near(name: str, network: Network, options: Options) -> Iterator[Line]:
    """Single changes at random: seconds near the base and once more, and staff's cost against planning in full.

    `--only 3,7` plans some of them.
    """
    settings = PlanOptions(workers=options.workers)
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        began = time.perf_counter()
        plan(network, options=settings, cache=cache)
        base = time.perf_counter() - began
        for number, change in enumerate(_changes(network, options.seed)):
            if not options.wants(str(number)):
                continue
            took = []
            for _ in range(2):
                began = time.perf_counter()
                made = plan(network, changes=[change], options=settings, cache=cache)
                took.append(time.perf_counter() - began)
            whole = plan(network, changes=[change], options=settings, cache=cache, full=True)
            cost = _staff_cost(made)
            metrics = {
                "change": change.model_dump_json(exclude_none=True),
                "seconds_base": round(base, 1),
                "seconds": round(took[0], 1),
                "seconds_again": round(took[1], 2),
                "share_of_base": took[0] / base,
                "held": int(made.held["held"].sum()),
                "cost": cost,
                "over_full": cost / _staff_cost(whole) - 1.0,
            }
            yield Line("plan", f"near {name} {number}", None, metrics=metrics)


def _changes(network: Network, seed: int) -> Iterator[Change]:
    """Twenty changes that touch one outlet each."""
    draw = generator(seed, "single changes")
    outlets = sorted(network.table("posts")["outlet"].unique())
    first = network.first_day.date()
    for _ in range(20):
        outlet = str(draw.choice(outlets))
        kind = draw.integers(4)
        if kind < 2:
            yield ScaleDemand(factor=float(np.round(draw.uniform(0.7, 1.4), 2)), outlets=(outlet,))
        elif kind == 2:
            yield AbsentShare(share=0.3, outlets=(outlet,), first_day=first, last_day=first + timedelta(days=6))
        else:
            yield CloseOutlet(outlet=outlet)


def _staff_cost(made: Plan) -> float:
    """Pay, loans, partners and priced shortage: what the staff plan weighs."""
    if made.staff is None:
        raise ValueError("nothing to compare: the network has no staff to plan.\nMaybe another set.")
    return float(made.staff.costs["money"].sum())


def _tiny(options: Options) -> Iterator[Line]:
    return road("tiny", lambda _: sample_network("tiny"), options)


def _sample(options: Options) -> Iterator[Line]:
    return road("sample", lambda _: sample_network("sample"), options)


def _sample_rounds(options: Options) -> Iterator[Line]:
    return road("sample in rounds", lambda _: sample_network("sample"), options, rounds=3)


def _melbourne(options: Options) -> Iterator[Line]:
    return road("melbourne", lambda asked: melbourne(asked.data / "forecast" / "pedestrian_melbourne"), options)


def _bank(options: Options) -> Iterator[Line]:
    return road("bank", lambda asked: bank(asked.data / "forecast" / "bank_israel_1999"), options)


def _repeat(options: Options) -> Iterator[Line]:
    return repeat("tiny", options)


def _near(options: Options) -> Iterator[Line]:
    return near("sample", sample_network("sample"), options)


def _near_tiny(options: Options) -> Iterator[Line]:
    return near("tiny", sample_network("tiny"), options)


def _near_melbourne(options: Options) -> Iterator[Line]:
    return near("melbourne", melbourne(options.data / "forecast" / "pedestrian_melbourne"), options)


def _repeat_sample(options: Options) -> Iterator[Line]:
    return repeat("sample", options)


def _sweep(options: Options) -> Iterator[Line]:
    return sweeps("sample", options)


def _sweep_tiny(options: Options) -> Iterator[Line]:
    return sweeps("tiny", options)


def _library(options: Options) -> Iterator[Line]:
    return each_scenario("sample", sample_network("sample"), options)


def _library_tiny(options: Options) -> Iterator[Line]:
    return each_scenario("tiny", sample_network("tiny"), options)


def _library_melbourne(options: Options) -> Iterator[Line]:
    return each_scenario("melbourne", melbourne(options.data / "forecast" / "pedestrian_melbourne"), options)


SETS = {
    "tiny": _tiny,
    "sample": _sample,
    "sample_rounds": _sample_rounds,
    "melbourne": _melbourne,
    "bank": _bank,
    "repeat": _repeat,
    "repeat_sample": _repeat_sample,
    "near": _near,
    "near_tiny": _near_tiny,
    "near_melbourne": _near_melbourne,
    "sweep": _sweep,
    "sweep_tiny": _sweep_tiny,
    "library": _library,
    "library_tiny": _library_tiny,
    "library_melbourne": _library_melbourne,
}

if __name__ == "__main__":
    main("plan", SETS)
