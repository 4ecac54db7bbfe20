"""Whether any roster that keeps the hard rules does what was asked: the one nearest to the stored roster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.explain.groups import grouped
from optimize.roster.explain.questions import Question
from optimize.roster.explain.standing import Standing
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits, Proof

STAGE = "roster why not"
HOLE = 20
"""Changed cells that an hour of a hole is worth here: none is opened to spare a few changes."""


@dataclass(frozen=True)
class Settled:
    """(P, G) the nearest roster, where there is one, and the proof that there is or is none."""

    taken: Flags | None
    proof: Proof


def settle(standing: Standing, question: Question, *, held: bool, limits: Limits) -> Settled:
    """The roster with the fewest other cells (and holes) that does what was asked; `held` as in `grouped`."""
    nothing = np.zeros(standing.taken.shape, dtype=bool)
    model = grouped(standing, question, nothing, held=held).model
    cp, facts = model.cp, standing.facts
    takes = model.take[model.allowed]
    now = standing.taken[model.allowed]
    length = np.maximum((facts.kinds["ends"] - facts.kinds["begins"]).to_numpy() // 60, 1)
    terms = [*takes, *model.missing]
    costs = [*np.where(now, -1, 1).tolist(), *(HOLE * length).tolist()]
    cp.minimize(cp_model.LinearExpr.weighted_sum(terms, costs) + int(now.sum()))
    for take, value in zip(takes, now.tolist(), strict=True):
        cp.add_hint(take, value)
    answer = solve_cp(cp, stage=STAGE, partition=facts.unit.name, limits=limits, tune=_thorough)
    if not answer.found:
        return Settled(None, answer.proof)
    taken = nothing.copy()
    taken[model.allowed] = [answer.solver.boolean_value(take) for take in takes]
    return Settled(taken, answer.proof)


def _thorough(solver: cp_model.CpSolver) -> None:
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = True
