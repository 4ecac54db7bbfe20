"""Lexicographic search: one priority level after the other, each with the levels before it held.

With the cost c_l(x) of level l and x* the roster found so far, level k solves

    min c_k(x)   so that   c_l(x) <= c_l(x*)   for all l < k,

so no level ever buys anything with a higher one, whatever its weights, and no weights have to be scaled apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.roster.best import STAGE
from optimize.roster.calendar import Flags
from optimize.roster.levels import FIRST
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.run import Found
from optimize.roster.search import search
from optimize.solve import solve_cp
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status


@dataclass(frozen=True)
class ByLevel:
    """(P, G) which duties are taken, and the evidence in points of each level, in their order."""

    taken: Flags
    proofs: tuple[Proof, ...]


def by_level(
    model: RosterModel, *, limits: Limits, start: Flags | None = None, progress: Progress | None = None
) -> ByLevel:
    """Search the levels in turn, each with its part of the limits; `start` is as in `search`.

    What is late or eased counts in full from the beginning where a level may have to be held at it.
    Proofs of several levels have the level in their stage. One after a level that is not proven is no optimum of
    the whole: it reads as feasible, with a bound on what its level can come to beside the levels before. Where the
    clock leaves a level no time, the roster of the level before stays, and its cost in this one is told.
    """
    levels = sorted(model.priced) or [FIRST]
    if len(levels) == 1:
        found = search(model, limits=limits, start=start, progress=progress)
        return ByLevel(found.taken, (found.proof,))
    part = _divided(limits, len(levels))
    model.late.clear()
    model.eased.clear()
    taken, proofs = start, list[Proof]()
    for level in levels:
        model.aim(level)
        found = search(model, limits=part, start=taken, brief=level == levels[0], progress=progress)
        if found.proof.objective is None and proofs and taken is not None:
            found = Found(taken, replace(found.proof, objective=_cost_of(model, taken), status=Status.FEASIBLE))
        proven = all(proof.status is Status.OPTIMAL for proof in proofs)
        status = found.proof.status if proven or found.proof.objective is None else Status.FEASIBLE
        proofs.append(replace(found.proof, stage=f"{STAGE}.{level}", status=status))
        if found.proof.objective is None:
            break
        taken = found.taken
        model.hold(level, round(found.proof.objective * SCALE))
    return ByLevel(np.zeros(model.allowed.shape, dtype=bool) if taken is None else taken, tuple(proofs))


def _cost_of(model: RosterModel, taken: Flags) -> float | None:
    """Points of a roster by the model's objective, all that follows from it at its least."""
    fixed = model.cp.clone()
    pairs = zip(model.take[model.allowed], taken[model.allowed].tolist(), strict=True)
    fixed.add_bool_and([take if is_taken else ~take for take, is_taken in pairs])
    objective = solve_cp(fixed, stage=STAGE, limits=Limits()).proof.objective
    return None if objective is None else objective / SCALE


def _divided(limits: Limits, parts: int) -> Limits:
    """One of equal parts of the limits."""
    seconds, work = limits.seconds, limits.work
    return replace(
        limits,
        seconds=None if seconds is None else seconds / parts,
        work=None if work is None else work / parts,
    )
