"""How much is spent on the program of one outlet, by the number of its columns.

Most programs have few columns and HiGHS solves them at once. Days of an outlet have some hundred: SCIP's cuts
nearly always make them whole, its heuristics only take time. Weeks of an outlet whose limits bind have thousands;
cuts raise their bounds, heuristics must find their plans, and branching adds little.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SMALL, NARROW = 200, 1000
"""Columns up to which a program is solved by HiGHS, and up to which it is solved without heuristics (measured in
processor seconds: 145 programs of 50 to 200 columns 1.7 by HiGHS, 4.0 by SCIP; 131 of 200 to 1,000 columns 3.4 by
HiGHS, 2.3 by SCIP without heuristics at its first node, with a better sum of bounds)."""
GAP, WIDE_GAP = 0.004, 0.006
"""Gaps at which programs up to `NARROW` and wider ones may stop: finer is lost among the rest."""
NODES, WIDE_NODES = 3_000, 1
"""Nodes times columns that a program may take, and nodes of a wide one (measured: plans of 44 weeks of 1,000 to
3,766 columns 24 processor seconds at one node, 33 at five and 0.04% cheaper)."""


@dataclass(frozen=True)
class Effort:
    """Which solver, up to which relative gap or how many nodes, and whether with heuristics.

    What finds nothing without heuristics is given to HiGHS with them.
    """

    gap: float
    nodes: int | None = None
    solver: str = "highs"
    heuristics: bool = True


def plan_of(columns: int) -> Effort:
    """For a plan worth keeping."""
    if columns > NARROW:
        return Effort(WIDE_GAP, WIDE_NODES, "scip")
    nodes = max(1, NODES // max(1, columns))
    if columns > SMALL:
        return Effort(GAP, nodes, "scip", heuristics=False)
    return Effort(GAP, nodes)


def bound_of(columns: int) -> Effort:
    """For a bound alone: without heuristics, at the first node."""
    effort = plan_of(columns)
    return effort if columns <= SMALL else replace(effort, nodes=1, heuristics=False)
