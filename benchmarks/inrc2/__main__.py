"""Week by week as the competition reveals them, each week planned with the history that the weeks before left.

    python -m benchmarks.inrc2 late --data DIR --only n030w4

The competition's time is 10 + 3 (N - 20) seconds a week for N nurses; `--seconds` above 10 replaces it. The
listed values are the better and the worse of the two late instances of a set, each the best that any team reached
in the competition; ours are compared as sums of both.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame import Line, Options, main
from benchmarks.inrc2.ahead import Ahead
from benchmarks.inrc2.checker import broken_rules, points
from benchmarks.inrc2.history import after
from benchmarks.inrc2.instance import Instance, named
from benchmarks.inrc2.week import solve_week
from quarterhour.result import Limits, Status

USUAL = 10.0


def late(options: Options) -> Iterator[Line]:
    """The late instances whose sets are there, and the sum of both beside the sum listed."""
    folder = _folder(options.data)
    with (folder / "best_known_late_instances.csv").open(encoding="utf-8") as lines:
        sets = list(csv.DictReader(lines))
    for row in sets:
        if not (folder / row["dataset"]).is_dir() or not options.wants(row["dataset"]):
            continue
        both = [_played(named(folder, row[name]), options) for name in ("instance_a", "instance_b")]
        yield from (line for line, _, _ in both)
        listed = float(row["best_of_two_late_instances"]) + float(row["worst_of_two"])
        ours = {"objective": sum(points_ for _, points_, _ in both), "checked": all(good for _, _, good in both)}
        yield Line("late", f"{row['dataset']} both", ours, listed)


def _folder(data: Path) -> Path:
    inside = data / "roster" / "inrc2"
    return inside if inside.is_dir() else data / "inrc2"


def _played(instance: Instance, options: Options) -> tuple[Line, float, bool]:
    """The line, its points, and whether nothing hard is broken."""
    began, history, weeks, proven = time.perf_counter(), instance.history, [], 0
    nurses = len(instance.scenario.nurses)
    seconds = options.seconds if options.seconds > USUAL else USUAL + 3.0 * max(nurses - 20, 0)
    ahead = Ahead.of(instance.scenario)
    for left, week in zip(reversed(range(len(instance.weeks))), instance.weeks, strict=True):
        limits = Limits(seconds=seconds, seed=options.seed)
        assigned, proof = solve_week(ahead, week, history, left, limits)
        weeks.append(assigned)
        proven += proof.status is Status.OPTIMAL
        history = after(history, assigned)
    counted, checked = points(instance, weeks), not broken_rules(instance, weeks)
    ours = {
        "objective": float(counted.total()),
        "bound": None,
        "status": "feasible",
        "gap": None,
        "seconds": time.perf_counter() - began,
        "seed": options.seed,
        "checked": checked,
    }
    metrics = {"nurses": nurses, "weeks proven": f"{proven} of {len(weeks)}", **counted}
    return Line("late", instance.name, ours, metrics=metrics), float(counted.total()), checked


if __name__ == "__main__":
    main("inrc2", {"late": late})
