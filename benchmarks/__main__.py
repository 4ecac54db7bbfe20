"""The short form of every benchmark: `python -m benchmarks [area ...]`."""

from __future__ import annotations

import subprocess
import sys

SHORT: dict[str, tuple[tuple[str, ...], ...]] = {
    "forecast": (("bank_il",), ("pedestrian",)),
    "queueing": (("erlang_reference",), ("kernel",), ("theory",)),
    "staffing": (("pedestrian",),),
    "roster": (("curtois", "--only", "Instance1,Instance2,Instance3", "--seconds", "10"),),
    "location": (("chicago",), ("spopt_sf",)),
    "plan": (("tiny",), ("repeat",)),
}
"""Areas with the sets that fit into a coffee break, and their arguments."""


def run(areas: list[str]) -> int:
    """Run the short form of the areas one after the other; the worst exit code counts."""
    worst = 0
    for area in areas or list(SHORT):
        for arguments in SHORT[area]:
            print(f"\n== {area} {' '.join(arguments)}", flush=True)
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{area}", *arguments], check=False)  # noqa: S603 - our own modules
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
