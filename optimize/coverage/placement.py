"""Coverage and placement: today's circle, its blind spots, and which sites would close them."""

from __future__ import annotations

import numpy as np

from optimize.coverage import figures
from optimize.coverage.assignment import assign
from optimize.coverage.capacity import Room, open_for_room
from optimize.coverage.frames import no_options, no_review, no_transfers
from optimize.coverage.least_set import least_set
from optimize.coverage.most_residents import most_residents, opening_order
from optimize.coverage.reach import Reach
from optimize.coverage.values import CoveragePlan, CoverageProblem
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof


def solve(problem: CoverageProblem, *, limits: Limits, progress: Progress | None = None) -> CoveragePlan:
    """Today's coverage and the plan for the circle; the consolidation frames are empty (`consolidate`).

    Existing points are kept and required ones open. Three models stand beside each other, each with its
    proof: the least set of sites for everybody who can be covered (LSCP); the most residents that the budget
    can bring into the circle (MCLP); and, among the plans that cover as many, room for everybody at most
    value for money (capacity). The last one is the plan. Competitors' points serve nobody here.

    Parameters
    ----------
    limits
        Of each model.
    """
    reach = Reach.of(problem)
    now = reach.role("existing")
    least, least_proof = _least(reach, limits, progress)
    covering, covering_proof = _most(reach, problem.budget, limits, progress)
    opened, room_proof = _roomy(reach, problem, covering, limits, progress)
    planned = now | opened
    assignments, assigned_proof = assign(reach, planned, limits=limits, progress=progress)
    standing = now | reach.role("required")
    candidates = reach.role("candidate")
    rank = opening_order(reach.cover(), reach.residents, standing, opened & candidates, candidates & ~opened)
    return CoveragePlan(
        summary=figures.summary(reach, now, planned),
        points=figures.points(reach, assignments, opened, least, rank),
        assignments=assignments,
        blind_spots=figures.blind_spots(reach, now, planned),
        key_places=figures.key_places(problem.key_places),
        review=no_review(),
        options=no_options(),
        transfers=no_transfers(),
        proofs=(least_proof, covering_proof, room_proof, assigned_proof),
    )


def _least(reach: Reach, limits: Limits, progress: Progress | None) -> tuple[Mask, Proof]:
    """The least set over all usable sites, as many existing ones among them as can be."""
    usable = np.flatnonzero(reach.role("existing", "required", "candidate"))
    new = reach.role("candidate")[usable]
    inhabited = reach.cover()[reach.residents > 0]
    chosen, proof = least_set(
        inhabited[:, usable], new, reach.role("required")[usable], limits=limits, progress=progress
    )
    least = np.zeros(len(reach.points), dtype=bool)
    least[usable[chosen]] = True
    return least, proof


def _budget(reach: Reach, budget: float | None) -> float:
    """What is left for candidates once the required sites are paid."""
    if budget is None:
        return np.inf
    required = reach.points.loc[reach.role("required"), "opening_cost"].astype(float).sum()
    return max(0.0, budget - float(required))


def _most(reach: Reach, budget: float | None, limits: Limits, progress: Progress | None) -> tuple[Mask, Proof]:
    return most_residents(
        reach.cover(),
        reach.residents,
        reach.points["opening_cost"].to_numpy(dtype=float),
        _budget(reach, budget),
        reach.role("existing", "required"),
        reach.role("candidate"),
        limits=limits,
        progress=progress,
    )


def _roomy(
    reach: Reach, problem: CoverageProblem, covering: Mask, limits: Limits, progress: Progress | None
) -> tuple[Mask, Proof]:
    """What opens: the required sites, and what the capacity model chooses from `covering` on."""
    points = reach.points
    room = Room(
        cover=reach.cover(),
        residents=reach.residents,
        urban=reach.residents * (reach.zones["kind"] == "urban").to_numpy(),
        capacity=points["capacity_residents"].to_numpy(dtype=float),
        monthly=points["monthly_cost"].to_numpy(dtype=float),
        opening=points["opening_cost"].to_numpy(dtype=float),
        standing=reach.role("existing", "required"),
        openable=reach.role("candidate"),
        price=problem.price_unserved,
        budget=_budget(reach, problem.budget),
    )
    opened, proof = open_for_room(room, covering, limits=limits, progress=progress)
    return opened | reach.role("required"), proof
