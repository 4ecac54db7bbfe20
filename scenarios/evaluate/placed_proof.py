"""What a placement model asks for, its objective, and that a proof of it holds: of few sites all are tried."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Set

from scenarios.evaluate.finding import Finding, differ
from scenarios.evaluate.town import Town

MOST = 600
"""Combinations of sites up to which all are tried."""


def faults(town: Town, model: str, standing: Set[str], share: float | None) -> Iterator[str]:
    """What a model asks of coverage and an answer does not give."""
    if model == "partial":
        need = min((share or 0.0) * sum(town.people.values()), town.covered(town.usable))
        if town.covered(standing) < need - 1e-6:
            yield f"{town.covered(standing)} residents of {need}"
    times = {"cover": 1, "backup": 2}.get(model)
    if times:
        for zone, people in town.people.items():
            if people > 0 and town.inside(zone, standing) < town.asked_times(zone, times):
                yield f"zone {zone}"


def objective_of(town: Town, model: str, unplaced: float) -> Callable[[Set[str]], float]:
    """The model's objective of any standing points; `unplaced` is money for those without a place."""
    living = [zone for zone, people in town.people.items() if people > 0]
    reachable = [zone for zone in living if town.near(zone, town.usable) < town.horizon]

    def way(zone: str, standing: Set[str]) -> float:
        return min(town.near(zone, standing), town.horizon)

    return {
        "most": town.covered,
        "cover": lambda standing: float(len(standing - town.now)),
        "backup": lambda standing: float(len(standing - town.now)),
        "partial": town.money,
        "rooms": lambda standing: town.money(standing) + unplaced,
        "median": lambda standing: sum(town.people[zone] * way(zone, standing) for zone in living),
        "centre": lambda standing: max((way(zone, standing) for zone in reachable), default=0.0),
    }[model]


def check_proof(
    town: Town,
    model: str,
    objective: Callable[[Set[str]], float],
    standing: Set[str],
    proof: dict[str, object],
    points: int | None,
    share: float | None,
    budget: float | None,
) -> Iterator[Finding]:
    """The objective is that of these points, the bound lies beyond it, and of few combinations none is better."""
    ours, stated, bound = objective(standing), float(str(proof["objective"])), float(str(proof["bound"]))
    if differ(ours, stated):
        yield Finding("placed_objective", model, str(ours), str(stated))
    sign = 1.0 if model == "most" else -1.0
    slack = 1e-6 * max(1.0, abs(ours))
    if sign * (bound - ours) < -slack:
        yield Finding("placed_bound", model, f"beyond {ours}", str(bound))
    if proof["status"] == "optimal" and abs(bound - ours) > slack:
        yield Finding("placed_status", model, "a gap", "optimal")
    if model == "rooms" or 2 ** len(town.candidates) > MOST:
        return
    for extra in _combinations(town, points, budget):
        if next(faults(town, model, extra, share), None) is None and sign * (objective(extra) - bound) > slack:
            yield Finding("placed_best", model, f"{objective(extra)} with {sorted(extra - town.now)}", str(bound))
            return


def _combinations(town: Town, points: int | None, budget: float | None) -> Iterator[frozenset[str]]:
    """All that may stand together within number and money."""
    most = len(town.candidates)
    if points is not None:
        most = min(most, max(points - len(town.required), 0))
    paid = sum(town.opening[point] for point in sorted(town.required))
    for size in range(most + 1):
        for chosen in itertools.combinations(sorted(town.candidates), size):
            if budget is None or paid + sum(town.opening[point] for point in chosen) <= max(budget, paid) + 1e-6:
                yield town.now | town.required | frozenset(chosen)
