"""Dispatch on generated towns: time, proof and check by size; how steady answers are; rules over many towns.

No public set of intraday dispatch has queues, lenders, standby, partners and rosters at once. The towns are those
of the
tests: a morning on which 15% of the outlets have 1.4 to 2 times the customers they are staffed for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, main, ours
from optimize.shared_staff.dispatch import DAY_KINDS, Dispatch, Policy, Situation, solve
from quarterhour.result import Limits
from tests.dispatch.asked import verdict
from tests.dispatch.instances import network

TOWNS: dict[str, dict[str, Any]] = {
    "town20": {"outlets": 20, "partners": 4, "load": 0.4},
    "town40": {"outlets": 40, "partners": 6, "load": 0.4},
    "town100": {"outlets": 100, "partners": 10, "load": 0.4},
    "town200": {"outlets": 200, "partners": 20, "load": 0.4},
    "town200short": {"outlets": 200, "partners": 20, "load": 0.5},
}
"""The last one is short of people nearly everywhere: 9 of 10 lanes want help."""
MANY = 1000
KEYS = ["who", "kind", "outlet", "post"]


def generated(options: Options) -> Iterator[Line]:
    """Towns of 20 to 200 outlets; `--seconds` above 10 lets the model search on, for what the quick answer
    misses."""
    for name, size in TOWNS.items():
        if not options.wants(name):
            continue
        situation = network(seed=options.seed, **size)
        wall, cpu = time.perf_counter(), time.process_time()
        answer = solve(situation)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        nudged = _nudged(situation, options.seed)
        metrics: dict[str, Any] = {
            "wall": wall,
            "cpu": cpu,
            "moves": len(answer.moves),
            "late before": float(answer.ends["late_before"].sum()),
            "late after": float(answer.ends["late_after"].sum()),
            "turned over": _turned(answer, solve(nudged)),
            "turned over, near": _turned(answer, solve(nudged, stay_near=answer)),
        }
        if options.seconds > 10.0:
            limits = Limits(seconds=options.seconds, gap=1e-4, seed=options.seed)
            metrics["searched"] = solve(situation, limits=limits).proof.objective
        yield Line("generated", name, ours(answer.proof, checked=_checked(situation, answer)), None, {}, metrics)


def rules(options: Options) -> Iterator[Line]:
    """A thousand small towns of any hour, grain and surge, each answer read again by the evaluator."""
    rng = np.random.default_rng(options.seed)
    broken, differs, moves, began = 0, 0, 0, time.perf_counter()
    for number in range(MANY):
        whole = bool(rng.random() < 0.5)
        situation = network(
            int(rng.integers(2, 7)),
            int(rng.integers(1_000_000)),
            partners=1,
            surged=float(rng.choice([0.2, 0.6])),
            grain=int(rng.choice([15, 30, 60])),
            now=str(rng.choice(["08:50", "10:20", "13:00", "16:47"])),
            policy=Policy(kinds=DAY_KINDS, ahead=1440.0) if whole else Policy(),
        )
        answer = solve(situation)
        found = verdict(situation, answer)
        moves += len(answer.moves)
        broken += len(found.broken)
        differs += not _same(found.money, answer)
        if number % 100 == 99:
            metrics = {
                "towns": number + 1,
                "moves": moves,
                "rules broken": broken,
                "objectives that differ": differs,
            }
            checked = {"checked": not broken and not differs, "seconds": time.perf_counter() - began}
            yield Line("rules", f"towns{number + 1}", checked, None, {}, metrics)


def _nudged(situation: Situation, seed: int) -> Situation:
    """One customer more or less in every queue."""
    change = np.random.default_rng(seed).integers(-1, 2, len(situation.lanes))
    return replace(
        situation, lanes=situation.lanes.assign(waiting=np.maximum(situation.lanes["waiting"] + change, 0.0))
    )


def _turned(before: Dispatch, after: Dispatch) -> float:
    """Share of the moves that the later answer does not have."""
    both = before.moves[KEYS].merge(after.moves[KEYS].drop_duplicates(), on=KEYS, how="left", indicator=True)
    gone: pd.Series = both["_merge"] == "left_only"
    return float(gone.mean()) if len(gone) else 0.0


def _checked(situation: Situation, answer: Dispatch) -> bool:
    found = verdict(situation, answer)
    return not found.broken and _same(found.money, answer)


def _same(money: float, answer: Dispatch) -> bool:
    """Moments are whole seconds, which moves money by less than this."""
    return abs(money - (answer.proof.objective or 0.0)) <= 1e-4 * abs(money) + 1.0


if __name__ == "__main__":
    main("dispatch", {"generated": generated, "rules": rules})
