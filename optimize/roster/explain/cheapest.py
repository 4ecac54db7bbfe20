"""What it costs: a roster with what was asked, cheap in points and near to the stored one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.roster.assign import formulate
from optimize.roster.calendar import Flags
from optimize.roster.explain.questions import Question
from optimize.roster.explain.settle import around, hold_still, suggest, taken_in, thorough
from optimize.roster.explain.standing import Standing
from optimize.roster.model import SCALE
from optimize.roster.weights import Weights
from optimize.solve import solve_cp
from quarterhour.result import Limits, Proof, Status

STAGE = "roster why not"
CHANGE = 10
"""Points of a duty given or taken: less than a wish, so that people are not moved about for trifles."""


@dataclass(frozen=True)
class Cheap:
    """(P, G) the roster, and its proof in points and changes."""

    taken: Flags
    proof: Proof


def cheapest(
    standing: Standing, question: Question, day: int, start: Flags, weights: Weights, *, held: bool, limits: Limits
) -> Cheap:
    """The least of points + `CHANGE` x duties given or taken, with the days around the question and all that
    `start` (P, G) changes open, the rest as stored; `held`: with no duty less filled than now.

    Proven best only where nothing was held still.
    """
    model = formulate(standing.facts, weights)
    question.write(model)
    demanded = set(question.demanded(standing).tolist())
    for kind, missing in enumerate(standing.missing.tolist()):
        if kind in demanded or held:
            model.cp.add(model.missing[kind] <= missing - (kind in demanded))
    for take, now in zip(model.take[model.allowed], standing.taken[model.allowed].tolist(), strict=True):
        model.price(take, -CHANGE * SCALE if now else CHANGE * SCALE)
    model.charge(CHANGE * SCALE * int(standing.taken[model.allowed].sum()))
    model.close()
    suggest(model, start)
    still = ~(around(standing, day) | (start != standing.taken))
    hold_still(model.cp, model, standing.taken, still)
    answer = solve_cp(model.cp, stage=STAGE, partition=standing.unit.name, limits=limits, tune=thorough)
    if not answer.found:  # not even the start was finished within the limit
        return Cheap(start, replace(answer.proof, status=Status.FEASIBLE, objective=None, bound=None))
    objective, bound = (
        None if value is None else value / SCALE for value in (answer.proof.objective, answer.proof.bound)
    )
    proof = replace(answer.proof, objective=objective, bound=bound)
    if np.any(still & model.allowed):
        proof = replace(proof, status=Status.FEASIBLE, bound=None)
    return Cheap(taken_in(model, answer.solver), proof)
