"""One absence in a published four-week roster of a hundred people: how fast it is mended, with how many changes.

    python -m benchmarks.roster_repair [--cases 40] [--people 100] [--load 0.72] [--seed 1] [--full] [--json]

The roster is generated: three posts with skills, six shapes of duty, leave, wishes, trainees; it is filled day by
day (`optimize.roster.first`), so that little is left to spare. Each case is an absence of one to five days told at
noon of the day before. The least is what the proof says; with `--full` it is found again on the whole roster at
once, everybody's every day being open, without a limit of time (slow). Seconds are those of the processor and of
the wall, of all of a repair with its check by the independent checker; loading is told beside them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster import RosterProblem
from optimize.roster.repair import Candidates, Event, Notice, Repair, Standing, leave, repair
from optimize.roster.repair.disturb import disturb
from optimize.roster.repair.grow import lost_days
from optimize.roster.repair.program import solve_ring
from optimize.roster.repair.ring import of_days
from optimize.roster.values import LIMITS
from optimize.roster.weights import Weights
from quarterhour.result import Limits
from tests.roster.cases import at, limit
from tests.roster.standings import crowd, publish

ABSENCE = ["employee", "start", "end", "kind", "hours"]
"""Columns of `Event.absences`."""


def case(standing: Standing, draw: np.random.Generator) -> tuple[Event, pd.Timestamp, dict[str, Any]]:
    """A seeded absence of somebody, and noon of the day before."""
    people = standing.problem.employees["employee"].to_numpy()
    who, first, days = str(draw.choice(people)), int(draw.integers(2, 23)), int(draw.integers(1, 6))
    start, end = at(first, 0), at(first + days, 0)
    event = Event(absences=pd.DataFrame([(who, start, end, "sick", 8.0)], columns=ABSENCE))
    return event, start - pd.Timedelta(hours=12), {"employee": who, "first": first, "days": days}


def measured(standing: Standing, event: Event, now: pd.Timestamp) -> tuple[Repair, float, float]:
    """A repair with its seconds of processor and of wall."""
    wall, spent = time.perf_counter(), time.process_time()
    answer = repair(standing, event, now)
    return answer, time.process_time() - spent, time.perf_counter() - wall


def full(standing: Standing, event: Event, now: pd.Timestamp) -> tuple[float | None, float | None]:
    """Least holes and least weighted changes, all days and people open at once, until proven."""
    disturbed = disturb(standing, event, now)
    every = np.ones(standing.calendar.days, dtype=bool)
    ring = of_days(disturbed, every, np.zeros(len(disturbed.held), dtype=bool))
    notice = Notice().weights(standing.calendar, disturbed.now)
    answer = solve_ring(ring, notice, lost_days(disturbed), weights=Weights(), limits=Limits(workers=2))
    return answer.holes.objective, answer.changes.objective


def run(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One line a case."""
    problem = crowd(options.seed, people=options.people, load=options.load)
    spent = time.process_time()
    standing = Standing.of(problem, publish(problem), "A")
    print(f"loaded {len(standing.cells)} duties of {options.people} people in {time.process_time() - spent:.2f} s")
    draw = np.random.default_rng(options.seed)
    for number in range(options.cases):
        event, now, told = case(standing, draw)
        answer, cpu, wall = measured(standing, event, now)
        holes, changes = answer.proofs[0], answer.proofs[1]
        line = {
            "case": number,
            **told,
            "lost": int(answer.changes["forced"].sum()),
            "changes": int((~answer.changes["forced"]).sum()),
            "holes": int(answer.holes["people"].sum()),
            "weight": changes.objective,
            "bound": changes.bound,
            "proven": answer.proven,
            "broken": len(answer.broken),
            "cpu": round(cpu, 2),
            "wall": round(wall, 2),
        }
        if options.full:
            least_holes, least = full(standing, event, now)
            line |= {"holes_same": least_holes == holes.objective, "least": least}
        yield line


def asides(options: argparse.Namespace) -> dict[str, float]:
    """Seconds of processor for loading candidates, ranking a hole's, and answering a request for leave."""
    problem = crowd(options.seed, people=options.people, load=options.load)
    standing = Standing.of(problem, publish(problem), "A")
    limited = Standing.of(replace(problem, limits=weighted(problem)), standing.segments, "A")
    granted, asked = [], np.random.default_rng(options.seed)
    for _ in range(options.cases):
        who = str(asked.choice(standing.problem.employees["employee"]))
        first = standing.calendar.dates[int(asked.integers(3, 20))]
        spent = time.process_time()
        last = first + pd.Timedelta(days=4)
        leave(standing, who, first, last, at(1, 12), entitled=15, taken=0)
        granted.append(time.process_time() - spent)
    return {
        **ranked(standing, "rank"),
        **ranked(limited, "rank_limited"),
        "leave_median": round(float(np.median(granted)), 2),
        "leave_most": round(max(granted), 2),
    }


def ranked(standing: Standing, name: str) -> dict[str, float]:
    """Seconds of processor for loading a roster and for ranking everybody for each of 20 open places."""
    spent = time.process_time()
    candidates = Candidates.of(standing)
    loaded = time.process_time() - spent
    filled = standing.cells.groupby("duty").size().reindex(standing.own["duty"]).fillna(0).to_numpy()
    seconds = []
    for duty in standing.own.loc[standing.own["people"].to_numpy() > filled, "duty"].tolist()[:20]:
        spent = time.process_time()
        candidates.rank(duty)
        seconds.append(time.process_time() - spent)
    median = round(float(np.median(seconds)), 3)
    return {f"{name}_load": round(loaded, 3), f"{name}_median": median, f"{name}_most": round(max(seconds), 3)}


def weighted(problem: RosterProblem) -> pd.DataFrame:
    """Four limits with a weight for everybody."""
    forms: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("days_in_period", "week", {"most": 4}),
        ("nights_in_period", "month", {"most": 2}),
        ("weekends_in_period", "month", {"most": 2}),
        ("no_succession", "", {"what": "late", "then": "early"}),
    )
    rows = [
        limit(name, rule, period, weight=3.0, **values)
        for rule, period, values in forms
        for name in problem.employees["employee"]
    ]
    return pd.DataFrame(rows, columns=list(LIMITS)).astype(LIMITS)


def main() -> None:
    """Parse the options, print a line a case, then the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--load", type=float, default=0.72)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    lines = []
    for line in run(options):
        lines.append(line)
        print(json.dumps(line) if options.as_json else " ".join(f"{key}={value}" for key, value in line.items()))
    table = pd.DataFrame(lines)
    sums = {
        "cases": len(table),
        "proven": int(table["proven"].sum()),
        "cpu_median": round(float(table["cpu"].median()), 2),
        "cpu_most": float(table["cpu"].max()),
        "wall_median": round(float(table["wall"].median()), 2),
        "wall_most": float(table["wall"].max()),
        "over_bound_most": float((table["weight"] - table["bound"]).max()),
        **({"over_least_most": float((table["weight"] - table["least"]).max())} if options.full else {}),
        **asides(options),
    }
    print(json.dumps(sums))


if __name__ == "__main__":
    main()
