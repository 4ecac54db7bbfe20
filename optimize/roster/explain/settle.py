"""Whether any roster that keeps the hard rules does what was asked: the one nearest to the stored roster.

    least   other cells + HOLE x hours of holes that the stored roster does not have

First with all but the days around the question as stored, which mostly suffices and is quick; then with all open,
so that "there is none" is proven of the whole unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.explain.groups import grouped
from optimize.roster.explain.guard import fix
from optimize.roster.explain.questions import Question
from optimize.roster.explain.standing import Standing
from optimize.roster.model import RosterModel
from optimize.solve import cp_model, solve_cp
from quarterhour.result import Limits, Proof

STAGE = "roster why not"
HOLE = 20
"""Changed cells that an hour of a hole is worth here: none is opened to spare a few changes."""
SPAN = 4
"""Days on both sides of the question that are open at first."""
NEAR_SHARE = 0.1
"""Share of the limits for that: a near roster is as good as the nearest."""


@dataclass(frozen=True)
class Settled:
    """(P, G) the nearest roster, where there is one, and the proof that there is or is none."""

    taken: Flags | None
    proof: Proof


def settle(standing: Standing, question: Question, day: int, *, held: bool, limits: Limits) -> Settled:
    """The roster with the fewest other cells (and holes) that does what was asked; `held` as in `grouped`."""
    model = grouped(standing, question, np.zeros(standing.taken.shape, dtype=bool), held=held).model
    _minimise_changes(model, standing)
    near = around(standing, day)
    if not near.all():
        part = model.cp.clone()
        hold_still(part, model, standing.taken, ~near)
        found = _solve(part, model, shared(limits, NEAR_SHARE))
        if found.taken is not None:
            return found
    return _solve(model.cp, model, limits)


def around(standing: Standing, day: int, span: int = SPAN) -> Flags:
    """(P, G) the decisions about days near a day."""
    near: Flags = np.abs(standing.facts.kinds["day_number"].to_numpy() - day) <= span
    return np.broadcast_to(near, standing.taken.shape)


def hold_still(cp: cp_model.CpModel, model: RosterModel, taken: Flags, chosen: Flags) -> None:
    """Fix the `chosen` decisions (P, G) as they are in `taken`, in a copy of the model."""
    pairs = model.allowed & chosen
    indices = [take.index for take in model.take[pairs]]
    fix(cp, dict(zip(indices, taken[pairs].astype(int).tolist(), strict=True)))


def suggest(model: RosterModel, taken: Flags) -> None:
    """Let the search begin from `taken`."""
    for take, value in zip(model.take[model.allowed], taken[model.allowed].tolist(), strict=True):
        model.cp.add_hint(take, value)


def shared(limits: Limits, share: float) -> Limits:
    """That share of the limits."""
    return replace(
        limits,
        work=None if limits.work is None else limits.work * share,
        seconds=None if limits.seconds is None else limits.seconds * share,
    )


def thorough(solver: cp_model.CpSolver) -> None:
    """Full linear relaxation and one strategy (measured: menus four times as quick as with all in turn)."""
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = False


def taken_in(model: RosterModel, solver: cp_model.CpSolver) -> Flags:
    """(P, G) what a solution takes."""
    taken = np.zeros(model.allowed.shape, dtype=bool)
    taken[model.allowed] = [solver.boolean_value(take) for take in model.take[model.allowed]]
    return taken


def _minimise_changes(model: RosterModel, standing: Standing) -> None:
    facts, cp = standing.facts, model.cp
    now = standing.taken[model.allowed]
    terms, costs = list(model.take[model.allowed]), np.where(now, -1, 1).tolist()
    hours = np.maximum((facts.kinds["ends"] - facts.kinds["begins"]).to_numpy() // 60, 1)
    for kind, places in enumerate(facts.kinds["people"].tolist()):
        stands = int(standing.missing[kind])
        if stands < places:
            more = cp.new_int_var(0, places - stands, "more")
            cp.add(more >= model.missing[kind] - stands)
            terms.append(more)
            costs.append(HOLE * int(hours[kind]))
    cp.minimize(cp_model.LinearExpr.weighted_sum(terms, costs) + int(now.sum()))
    suggest(model, standing.taken)


def _solve(cp: cp_model.CpModel, model: RosterModel, limits: Limits) -> Settled:
    answer = solve_cp(cp, stage=STAGE, partition=model.facts.unit.name, limits=limits, tune=thorough)
    return Settled(taken_in(model, answer.solver) if answer.found else None, answer.proof)
