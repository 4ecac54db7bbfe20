"""Queueing: formulas against exact tables and simulation, the kernel beside peers, requirements at scale.

`python -m benchmarks.queueing erlang_reference | theory | kernel | exact | priorities | peers | requirement
| rehearsal | posts | deferred`
"""

from __future__ import annotations

from benchmarks.frame import Runner, main
from benchmarks.queueing.beside_peers import peers
from benchmarks.queueing.deferred import deferred
from benchmarks.queueing.erlang_tables import erlang_reference
from benchmarks.queueing.exact import exact
from benchmarks.queueing.kernel import kernel
from benchmarks.queueing.posts import posts
from benchmarks.queueing.priorities import priorities
from benchmarks.queueing.scale import rehearsal, requirement
from benchmarks.queueing.theory import theory

SETS: dict[str, Runner] = {
    "erlang_reference": erlang_reference,
    "theory": theory,
    "kernel": kernel,
    "exact": exact,
    "priorities": priorities,
    "peers": peers,
    "requirement": requirement,
    "rehearsal": rehearsal,
    "posts": posts,
    "deferred": deferred,
}

if __name__ == "__main__":
    main("queueing", SETS)
