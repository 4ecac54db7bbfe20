"""Where we stand over all sets: geometric means of error relative to the seasonal naive, and our lead over peers.

The ratio of a method on a set is its figure divided by the better seasonal naive's on the same windows. A peer
that did not run a set counts as 1 there. Where it answered a part of the windows, we are set beside it on that
part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.forecast.peer_methods.registry import YARDSTICKS
from benchmarks.frame import Line


def standing(lines: Sequence[Line], seed: int) -> Line:
    """One line over the sets' lines of all windows."""
    sets = [line for line in lines if line.instance == "all"]
    methods = list(dict.fromkeys(name for line in sets for name in line.peers))
    own = geometric_mean([_own(line) for line in sets])
    peers: dict[str, dict[str, Any]] = {}
    for name in methods:
        ratio = geometric_mean([_ratio(line, name, "objective") for line in sets])
        beside = geometric_mean([_ratio(line, name, "ours") for line in sets])
        peers[name] = {
            "objective": ratio,
            "ours": beside,
            "lead": 1 - beside / ratio,
            "sets": sum(_ran(line, name) for line in sets),
        }
    leads = {line.set: lead(line) for line in sets}
    best = min(peers, key=lambda name: peers[name]["lead"], default=None)
    return Line(
        set="all",
        instance="geometric mean",
        ours={
            "objective": own,
            "bound": None,
            "status": None,
            "seconds": sum(line.ours["seconds"] for line in sets if line.ours),
            "seed": seed,
            "checked": False,
        },
        peers=peers,
        metrics={
            "sets": len(sets),
            "best_peer": best,
            "lead": peers[best]["lead"] if best else None,
            "lead_by_set": {name: value[1] for name, value in leads.items()},
            "best_by_set": {name: value[0] for name, value in leads.items()},
            "wql_under_all": sum(wql_under_all(line) for line in sets),
        },
    )


def geometric_mean(ratios: Sequence[float]) -> float:
    """The geometric mean of positive ratios."""
    return float(np.exp(np.mean(np.log(ratios))))


def lead(line: Line) -> tuple[str, float]:
    """The peer that comes nearest to us on a set (or is ahead), and by how much we are under it."""
    leads = {name: 1 - said["ours"] / said["objective"] for name, said in line.peers.items() if _ran(line, name)}
    nearest = min(leads, key=lambda name: leads[name])
    return nearest, leads[nearest]


def wql_under_all(line: Line) -> bool:
    """Whether our weighted quantile loss is under every peer's that gives ranges."""
    ranged = [said for said in line.peers.values() if said.get("wql") is not None]
    return all(said["ours_wql"] is not None and said["ours_wql"] < said["wql"] for said in ranged)


def _own(line: Line) -> float:
    mine: Mapping[str, Any] = line.ours or {}
    return float(mine["objective"] / min(line.peers[name]["objective"] for name in YARDSTICKS if _ran(line, name)))


def _ratio(line: Line, name: str, figure: str) -> float:
    """A peer's ratio on a set, or ours on the same windows."""
    if _ran(line, name):
        return float(line.peers[name][figure] / line.peers[name]["naive"])
    return 1.0 if figure == "objective" else _own(line)


def _ran(line: Line, name: str) -> bool:
    return line.peers.get(name, {}).get("objective") is not None
