"""The model of a repair within a ring: holes first, then changes by notice, then the roster's points.

Sets, variables and hard rules are those of `optimize.roster.model`: take[p, g], duty[p, d], missing[g]. Added are

    excess[g] >= missing[g] - known[g], >= 0       places that the event opened and nobody fills
    changed[p, d] = 1 - take[p, published kind]    where p has a free duty on day d
                  = duty[p, d]                     where p is off on day d and did not lose a duty there

and three objectives, each held at its least value before the next (lexicographic):

    holes    sum_g minutes[g] x weight x excess[g]
    changes  sum_p,d notice[d] x changed[p, d]
    points   what the soft rules come to
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.repair.hard import write_hard, write_weighted_limits
from optimize.roster.repair.ring import Ring
from optimize.roster.rules import priced
from optimize.roster.weights import Weights
from optimize.solve import CpAnswer, cp_model, solve_cp
from quarterhour.arrays import Ints
from quarterhour.result import Limits, Proof, Status

STAGE = "repair"
POINTS_SHARE = 0.25


@dataclass(frozen=True)
class RingAnswer:
    """What came out of a ring.

    Attributes
    ----------
    taken
        (P, G) who takes what of the ring's duties; None where nothing was found.
    holes, changes, points
        Proofs of the three objectives; `changes` holds at the `holes` found, `points` at both.
    """

    ring: Ring
    taken: Flags | None
    holes: Proof
    changes: Proof
    points: Proof | None


def solve_ring(
    ring: Ring,
    notice: Ints,
    lost_day: Flags,
    *,
    weights: Weights,
    limits: Limits,
    lacking: Collection[tuple[str, str]] = (),
    relaxed: bool = False,
    below: tuple[Proof, int] | None = None,
) -> RingAnswer:
    """The best of a ring.

    Parameters
    ----------
    notice
        (D,) weight of a change on each day.
    lost_day
        (P, D) whether the event itself changed the person's day already: another change there is none.
    lacking, relaxed
        As in `write_hard`; relaxed without the points too: for bounds.
    below
        What is known: the least holes, and a weight of changes that an answer has to be below to be wanted.
    """
    model = RosterModel(ring.facts, weights, ring.allowed)
    write_hard(model, lacking, relaxed=relaxed)
    holes = _holes(model, ring)
    changes, constant = _changes(model, ring, notice, lost_day)
    name = ring.facts.unit.name
    if below is None:
        first = _least(model, holes, 0, f"{name} holes", limits)
        if not first.found:
            return RingAnswer(ring, None, first.proof, first.proof, None)
        proof = _never_negative(first.proof)
        _hold(model, holes, proof)
        _hint(model, first)
    else:
        proof, most = below
        _hold(model, holes, proof)
        model.cp.add(cp_model.LinearExpr.weighted_sum(*changes) + constant <= most - 1)
    second = _least(model, changes, constant, f"{name} changes", limits)
    if not second.found:
        return RingAnswer(ring, None, proof, second.proof, None)
    if relaxed:
        return RingAnswer(ring, _taken(model, second), proof, second.proof, None)
    _hold(model, changes, second.proof, constant)
    _hint(model, second)
    for price in priced(ring.facts).values():
        price(model)
    write_weighted_limits(model)
    points = model.whole
    third = _least(model, (points.terms, points.costs), points.constant, f"{name} points", _short(limits))
    best = third if third.found else second
    return RingAnswer(ring, _taken(model, best), proof, second.proof, _scaled(third.proof))


Sum = tuple[list[Any], list[int]]


def _holes(model: RosterModel, ring: Ring) -> Sum:
    kinds, weights = ring.facts.kinds, model.weights
    minutes = (kinds["ends"] - kinds["begins"] - kinds["rest_minutes"]).tolist()
    reserve = (kinds["activity"] == "standby").tolist()
    terms, costs = [], []
    for kind, missing in enumerate(model.missing):
        known, places = int(ring.known[kind]), int(kinds["people"].iloc[kind])
        if places <= known:
            continue
        excess = missing
        if known:
            excess = model.cp.new_int_var(0, places - known, "excess")
            model.cp.add(excess >= missing - known)
        terms.append(excess)
        costs.append(minutes[kind] * (weights.standby_hole if reserve[kind] else weights.hole))
    return terms, costs


def _changes(model: RosterModel, ring: Ring, notice: Ints, lost_day: Flags) -> tuple[Sum, int]:
    terms: list[Any] = []
    costs: list[int] = []
    constant = 0
    numbers = ring.cells["number"].to_numpy(np.int64)
    had = np.zeros(lost_day.shape, dtype=bool)
    had[ring.person, numbers] = True
    for person, kind, day in zip(ring.person.tolist(), ring.kind.tolist(), numbers.tolist(), strict=True):
        stays = model.take[person, kind]
        constant += int(notice[day])
        if stays is not None:
            terms.append(stays)
            costs.append(-int(notice[day]))
    for person, day in np.argwhere(~had & ~lost_day).tolist():
        if model.duty[person, day] is not None:
            terms.append(model.duty[person, day])
            costs.append(int(notice[day]))
    return (terms, costs), constant


def _least(model: RosterModel, total: Sum, constant: int, partition: str, limits: Limits) -> CpAnswer:
    model.cp.minimize(cp_model.LinearExpr.weighted_sum(*total) + constant)
    return solve_cp(model.cp, stage=STAGE, partition=partition, limits=limits, tune=_tuned)


def _hold(model: RosterModel, total: Sum, proof: Proof, constant: int = 0) -> None:
    """Later solves are no worse in this total."""
    if total[0]:
        value = round(proof.objective or 0.0) - constant
        model.cp.add(cp_model.LinearExpr.weighted_sum(*total) <= value)


def _never_negative(proof: Proof) -> Proof:
    """Holes cost nothing less than nothing, whatever the solver got to."""
    bound = max(proof.bound or 0.0, 0.0)
    none = proof.objective is not None and proof.objective <= bound + 1e-6
    return replace(proof, bound=bound, status=Status.OPTIMAL if none else proof.status)


def _short(limits: Limits) -> Limits:
    """The points are worth less work than the changes."""
    return replace(limits, work=None if limits.work is None else limits.work * POINTS_SHARE)


def _hint(model: RosterModel, answer: CpAnswer) -> None:
    values = list(answer.solver.response_proto.solution)
    model.cp.proto.clear_solution_hint()
    model.cp.proto.solution_hint.vars.extend(range(len(values)))
    model.cp.proto.solution_hint.values.extend(values)


def _taken(model: RosterModel, answer: CpAnswer) -> Flags:
    values = answer.solver.response_proto.solution
    taken = np.zeros(model.allowed.shape, dtype=bool)
    for person, kind in np.argwhere(model.allowed):
        taken[person, kind] = values[model.take[person, kind].index] > 0
    return taken


def _scaled(proof: Proof) -> Proof:
    """From the model's units to points."""
    objective = None if proof.objective is None else proof.objective / SCALE
    bound = None if proof.bound is None else proof.bound / SCALE
    return replace(proof, objective=objective, bound=bound)


def _tuned(solver: cp_model.CpSolver) -> None:
    """Measured: without probing, small rings take a third of the time."""
    solver.parameters.linearization_level = 1
