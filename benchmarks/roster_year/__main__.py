"""Thirteen times four weeks, one roster after the other: what holds across their borders, and who had what.

    python -m benchmarks.roster_year tiny|sample [--data DIR] [--only OUTLET,...] [--workers PROCESSES] [--seed N]

The network's staff plan of four weeks is repeated thirteen times: its days are shifted, its weeks come in another
order each time, and one place in 25 is left out, by the seed. The real calendar of the year gives the statutory
holidays; leave, illness, training and wishes are drawn as the sample draws them; certificates are renewed. Each
roster has the published ones before it as past, and the ledger that they left. The first begins without a past.

`DIR` may hold the folders `plan` and `network` as `quarterhour demo` writes them; otherwise both are made.
`--only` takes some home outlets; people of partners are left out. One line a period, then one of the year. Breaks
of hard rules are counted by the independent checker on the segments of two periods at once. Spreads are those of
the ledger at the end, and the benchmark's own count from segments, among people who are comparable by what they
can be given in all the year.
The sets `..._plain` roster without ledger, and without the rules of evenness and of holidays.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import pandas as pd

from benchmarks.frame import Line, Options, main
from benchmarks.roster_year.borders import broken
from benchmarks.roster_year.tally import spreads, tally
from benchmarks.roster_year.year import PERIODS, Year, history, together
from optimize.roster import RosterProblem, Weights, comparable, ledger_after, solve
from quarterhour.result import Proof
from scenarios.network import Network, read_network
from scenarios.plan import Plan, PlanOptions, plan
from scenarios.plan.files import read_plan
from scenarios.sample import sample_network

PLAIN = Weights(
    fair_holidays=0,
    even_weekends=0,
    even_nights=0,
    even_holidays=0,
    even_holidays_ahead=0,
    even_holidays_for_good=0,
)


def year(name: Literal["tiny", "sample"], carried: bool, options: Options) -> Iterator[Line]:
    """One line a period, and one of the year."""
    network, made = _given(name, options.data, options.workers)
    days = Year(network, made, options.seed, options.only)
    weights = Weights() if carried else PLAIN
    limits = PlanOptions().roster(options.seed)
    past, ledger = days.no_past(), days.no_ledger()
    before, tallies, breaks, holes = None, [], 0, 0
    problems = list[RosterProblem]()
    for number in range(PERIODS):
        problem = replace(days.problem(number), past=past)
        if carried:
            problem = replace(problem, ledger=ledger)
        wall, cpu = time.perf_counter(), time.process_time()
        roster = solve(problem, limits=limits, processes=options.workers, weights=weights)
        seconds = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        ledger = ledger_after(problem, roster.segments)
        problems.append(problem)
        tallies.append(tally(problem, roster.segments))
        found = broken(before, (problem, roster.segments))
        breaks, holes = breaks + len(found), holes + int(roster.holes["people"].sum())
        before, past = (problem, roster.segments), history(past, roster.segments, days.first_day(number + 1))
        told = {"hard": len(found), "rules": ", ".join(sorted(set(found["rule"])))}
        shares = roster.rules.groupby("rule")["amount"].sum().round(1)
        shown = {str(key): float(value) for key, value in shares.items() if key not in {"hole", "steady_starts"}}
        yield Line(
            f"{name}{'' if carried else '_plain'}",
            f"period {number + 1}",
            _summed(roster.proofs, not len(found)),
            metrics={
                "places": int(problem.duties["people"].sum()),
                "holes": int(roster.holes["people"].sum()),
                **told,
                **seconds,
                **shown,
            },
        )
    whole, group = pd.concat(tallies).groupby("employee").sum(), comparable(together(problems))
    yield Line(
        f"{name}{'' if carried else '_plain'}",
        "year",
        metrics={"people": len(whole), "hard": breaks, "holes": holes, **spreads(group, whole, ledger)},
    )


def _given(name: Literal["tiny", "sample"], data: Path, workers: int) -> tuple[Network, Plan]:
    if (data / "plan" / "plan.json").exists():
        return read_network(data / "network"), read_plan(data / "plan")
    network = sample_network(name)
    return network, plan(network, options=PlanOptions(processes=workers, replications=1))


def _summed(proofs: tuple[Proof, ...], checked: bool) -> dict[str, object]:
    """All units in one: sums, and the status of the worst."""
    objective = sum(proof.objective or 0.0 for proof in proofs)
    bound = sum(proof.bound or 0.0 for proof in proofs)
    return {
        "objective": objective,
        "bound": bound,
        "status": "optimal" if all(proof.status == "optimal" for proof in proofs) else "feasible",
        "gap": abs(objective - bound) / max(1.0, abs(objective)),
        "seed": proofs[0].seed if proofs else 0,
        "checked": checked,
    }


if __name__ == "__main__":
    main(
        "roster_year",
        {
            f"{name}{'' if carried else '_plain'}": partial(year, name, carried)
            for name in ("tiny", "sample")
            for carried in (True, False)
        },
    )
