"""How far a repair looks: first for direct replacements, then day by day further, until the least is proven.

What is proven of a part of the roster holds for all of it by two bounds. The places that the event opened lie on
few days; what people do on other days and need not keep can only forbid more, so the best of those days alone
(`of_days` with `alone`) is a bound (H, C) of holes and changes of any repair. A repair that touches a further day
changes at least two people there, since whoever leaves a duty needs somebody to take it, and at least C on the
days of the event: so it costs C + 2 x the least weight of a day outside. One person is enough only to take a place
that was open as published, which helps nothing but a rule that asks for more (beside whom, or at least so much):
such days count once. A part whose best costs no more is the best of all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.floors import fewest, least_by_day
from optimize.roster.repair.legal import Legal
from optimize.roster.repair.program import RingAnswer, solve_ring
from optimize.roster.repair.ring import Ring, direct, of_days
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints
from quarterhour.result import Limits, Proof, Status

FURTHER = (0, 1, 6)
"""Days beside those of the event that are opened, step by step; then all that are to come."""


def grow(
    disturbed: Disturbed,
    notice: Ints,
    legal: Legal,
    *,
    weights: Weights,
    limits: Limits,
    holes_only: bool = False,
) -> RingAnswer | None:
    """The best repair found, its proofs with bounds for all repairs; None where nothing legal was found."""
    began = time.perf_counter()
    lost = lost_days(disturbed)

    def best_of(ring: Ring, **more: Any) -> RingAnswer:
        return solve_ring(ring, notice, lost, weights=weights, limits=limits, lacking=legal.lacking, **more)

    answer = best_of(direct(disturbed))
    found = answer if answer.taken is not None and legal.keeps(answer) else None
    if found is not None and found.holes.objective == 0:
        found = replace(found, changes=_with_bound(found.changes, fewest(disturbed, found, notice, lost)))
        if found.changes.status is Status.OPTIMAL:
            return _since(began, found)
    kept, event = legal.stuck(), _event_days(disturbed)
    outside = least_by_day(disturbed, notice)
    bound = best_of(of_days(disturbed, event, kept, alone=True), relaxed=True)
    for days in _windows(disturbed, event):
        further = outside[~days & _to_come(disturbed)]
        least = _Least(bound, int(further.min()) if len(further) else None)
        answer = best_of(of_days(disturbed, days, kept), below=least.wanted(found))
        if answer.taken is not None and legal.keeps(answer):
            found = answer if found is None or _value(answer) <= _value(found) else found
        if found is not None:
            found = least.told(found, answer)
            late = limits.seconds is not None and time.perf_counter() - began > limits.seconds
            proven = found.holes if holes_only else found.changes
            if late or proven.status is Status.OPTIMAL:
                return _since(began, found)
    return None if found is None else _since(began, found)


def direct_answer(
    disturbed: Disturbed, notice: Ints, legal: Legal, *, weights: Weights, limits: Limits
) -> RingAnswer:
    """The best that people who are off can do."""
    lost = lost_days(disturbed)
    return solve_ring(direct(disturbed), notice, lost, weights=weights, limits=limits, lacking=legal.lacking)


@dataclass(frozen=True)
class _Least:
    """What no repair goes below: by the days of the event alone, and by the least changes of other days."""

    alone: RingAnswer
    outside: int | None

    def wanted(self, found: RingAnswer | None) -> tuple[Proof, int] | None:
        """What a larger part has to better, once the holes are known to be the least."""
        if found is None or found.changes.objective is None:
            return None
        if found.holes.objective is None or found.holes.objective > self._holes():
            return None
        return replace(found.holes, status=Status.OPTIMAL, bound=self._holes()), round(found.changes.objective)

    def told(self, found: RingAnswer, last: RingAnswer) -> RingAnswer:
        """The best found, its proofs with bounds for the whole roster, after a part was solved (`last`)."""
        holes = last.holes.bound or 0.0
        if self.outside is not None:
            holes = min(holes, self._holes())
        told = _with_bound(found.holes, holes)
        if told.status is not Status.OPTIMAL:
            return replace(found, holes=told, changes=_with_bound(found.changes, None))
        inside = last.changes.bound
        if last.changes.status is Status.INFEASIBLE:
            inside = found.changes.objective
        changes = self._changes(told) if inside is None or last.changes.status is Status.UNKNOWN else inside
        if self.outside is not None:
            changes = min(changes, self._changes(told) + self.outside)
        return replace(found, holes=told, changes=_with_bound(found.changes, changes))

    def _holes(self) -> float:
        return max(self.alone.holes.bound or 0.0, 0.0)

    def _changes(self, holes: Proof) -> float:
        """At as few holes as the days of the event allow, changes of these days alone are a bound too."""
        same = self.alone.holes.objective == holes.objective
        return max(self.alone.changes.bound or 0.0, 0.0) if same else 0.0


def _windows(disturbed: Disturbed, event: Flags) -> Iterator[Flags]:
    """Days to open: those of the event and more beside them, each step more than the one before."""
    to_come = _to_come(disturbed)
    numbers = np.flatnonzero(event)
    last = np.zeros(len(event), dtype=bool)
    for further in (*FURTHER, len(event)):
        near = (np.abs(np.arange(len(event))[:, None] - numbers[None, :]) <= further).any(axis=1)
        days: Flags = near & (to_come | event)
        if (days != last).any():
            yield days
        last = days


def _with_bound(proof: Proof, bound: float | None) -> Proof:
    met = bound is not None and proof.objective is not None and proof.objective <= bound + 1e-6
    status = proof.status if proof.objective is None else Status.OPTIMAL if met else Status.FEASIBLE
    return replace(proof, bound=bound, status=status)


def _value(answer: RingAnswer) -> tuple[float, float, float]:
    proofs = (answer.holes, answer.changes, answer.points)
    holes, changes, points = (
        np.inf if proof is None or proof.objective is None else round(proof.objective, 6) for proof in proofs
    )
    return holes, changes, points


def _since(began: float, answer: RingAnswer) -> RingAnswer:
    seconds = time.perf_counter() - began
    return replace(
        answer,
        holes=replace(answer.holes, seconds=seconds),
        changes=replace(answer.changes, seconds=seconds),
        points=None if answer.points is None else replace(answer.points, seconds=seconds),
    )


def lost_days(disturbed: Disturbed) -> Flags:
    """(P, D): the event changed that day already."""
    people = disturbed.after.problem.employees["employee"]
    rows = dict(zip(people, range(len(people)), strict=True))
    flags = np.zeros((len(rows), disturbed.after.calendar.days), dtype=bool)
    fallen = disturbed.fallen
    for employee, number in zip(fallen["employee"], disturbed.after.calendar.day(fallen["day"]), strict=True):
        flags[rows[employee], number] = True
    return flags


def _event_days(disturbed: Disturbed) -> Flags:
    """(D,) days with places that the event opened, or duties that it took away."""
    calendar = disturbed.after.calendar
    flags = np.zeros(calendar.days, dtype=bool)
    own = disturbed.after.own
    lost = own.loc[own["duty"].isin(disturbed.lost["duty"]), "day"]
    for days in (lost, disturbed.fallen["day"]):
        flags[calendar.day(days)] = True
    return flags


def _to_come(disturbed: Disturbed) -> Flags:
    """(D,) days that have not ended."""
    ahead: Flags = disturbed.after.calendar.edges[1:] > disturbed.now
    return ahead
