"""Pairs: kept apart, on duty together, a trainee only beside the mentor; each must hold or is priced.

x_p[g] is 1 where p takes a duty of kind g; s(g, h) minutes that two duties share at one outlet, l(g) the length.
Of a split duty each part is looked at for itself.

apart      x_p[g] + x_q[h] <= 1 where s(g, h) > 0               or the shared minutes priced
together   sum of x_p = sum of x_q over the kinds of one day    or each day on which they differ priced
           with the same times
mentor     l(g) x_p[g] <= sum over h of s(g, h) x_q[h]          or the minutes alone priced

Locked duties stand in place of x = 1; what locked duties alone break is not undone. On days on which one of two
is away, or has a locked duty, the other need not be together with anybody.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.model import SCALE, RosterModel, found
from optimize.roster.pairs import (
    Pair,
    Places,
    locked_places,
    new_places,
    open_days,
    shared_minutes,
    tied,
    times_of,
)
from optimize.solve import cp_model
from quarterhour.arrays import Ints


def apart(model: RosterModel) -> None:
    """Two people share no minute at one outlet."""
    facts, places = model.facts, new_places(model.facts)
    for pair in tied(facts, "apart"):
        first, second = locked_places(facts, pair.first), locked_places(facts, pair.second)
        _price_locked(model, pair, shared_minutes(first, second), first)
        _clash(model, pair, places, places)
        _clash(model, pair, places, second)
        _clash(model, pair, first, places)


def together(model: RosterModel) -> None:
    """On days on which both may be on duty, both are at the same times, or none is."""
    facts = model.facts
    works = (facts.kinds["activity"] == "work").to_numpy(bool)
    for pair in tied(facts, "together"):
        for day in np.flatnonzero(open_days(facts, pair)).tolist():
            today = model.kinds_on(day)[works[model.kinds_on(day)]]
            times, of_kinds = np.unique(times_of(facts, today), axis=0, return_inverse=True)
            differ = None if pair.weight is None else model.cp.new_bool_var("differ")
            for number in range(len(times)):
                kinds = today[of_kinds.ravel() == number]
                one, other = (sum(found(model.take[person, kinds])) for person in (pair.first, pair.second))
                if differ is None:
                    model.cp.add(one == other)
                else:
                    model.cp.add(one - other <= differ)
                    model.cp.add(other - one <= differ)
            if differ is not None:
                model.price(differ, (pair.weight or 0) * SCALE)


def mentor(model: RosterModel) -> None:
    """Every minute of the trainee's work the mentor is at the same outlet."""
    facts, places = model.facts, new_places(model.facts)
    for pair in tied(facts, "mentor"):
        trainee, there = locked_places(facts, pair.first), locked_places(facts, pair.second)
        stands = shared_minutes(places, there).sum(axis=1)
        beside = shared_minutes(places, places)
        for place in np.flatnonzero(pair.days[places.day]).tolist():
            take = model.take[pair.first, places.kind[place]]
            if take is not None:
                length = int(places.ends[place] - places.begins[place])
                _alone(model, pair, take * length, beside[place], places, int(stands[place]), length)
        if pair.weight is not None:
            lengths, stand = trainee.ends - trainee.begins, shared_minutes(trainee, there).sum(axis=1)
            for place in _holding(pair, trainee):
                row = shared_minutes(trainee, places)[place]
                _alone(model, pair, int(lengths[place]), row, places, int(stand[place]), int(lengths[place]))


def _alone(
    model: RosterModel, pair: Pair, asked: Any, shared: Ints, places: Places, stands: int, length: int
) -> None:
    literals, factors = [], []
    for other in np.flatnonzero(shared):
        take = model.take[pair.second, places.kind[other]]
        if take is not None:
            literals.append(take)
            factors.append(int(shared[other]))
    there = cp_model.LinearExpr.weighted_sum(literals, factors) + stands
    if pair.weight is None:
        model.cp.add(asked <= there)
    else:
        alone = model.cp.new_int_var(0, length, "alone")
        model.cp.add(alone >= asked - there)
        model.price(alone, pair.weight)


def _holding(pair: Pair, places: Places) -> list[int]:
    """Rows of `places` on days on which the pair holds."""
    inside = (places.day >= 0) & (places.day < len(pair.days))
    return [int(row) for row in np.flatnonzero(inside) if pair.days[places.day[row]]]


def _clash(model: RosterModel, pair: Pair, one: Places, other: Places) -> None:
    shared = shared_minutes(one, other)
    for first in _holding(pair, one):
        for second in np.flatnonzero(shared[first]).tolist():
            literals = []
            for person, kind in ((pair.first, one.kind[first]), (pair.second, other.kind[second])):
                if kind >= 0:
                    literals.append(model.take[person, kind])
            if any(literal is None for literal in literals):
                continue
            clash = [~literal for literal in literals]
            if pair.weight is not None:
                both = model.cp.new_bool_var("both")
                model.price(both, pair.weight * int(shared[first, second]))
                clash.append(both)
            model.cp.add_bool_or(clash)


def _price_locked(model: RosterModel, pair: Pair, shared: Ints, one: Places) -> None:
    if pair.weight is not None:
        model.charge(pair.weight * int(sum(shared[row].sum() for row in _holding(pair, one))))
