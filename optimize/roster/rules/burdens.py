"""Nights, weekend days and holidays: what a unit has of them, who can claim how much, who had how many before.

Two rules share each of them. *Fair*: nobody has more than a share of the unit's, split by claims and less what
somebody had too much of before, rounded up. *Even*: for each group of comparable people c there is a level L_c
with

    L_c <= x_p + b_p - e_p <= L_c + 1        for all p in c,

x_p what p has, b_p the ledger's balance, e_p the unit's total by p's claim; what lies outside the band of one is
priced. L_c is free, so that a group which must do more than others is still even among itself. A roster without
cost here is one in which no two comparable people are further than one apart, whole years along; both directions
count, as a limit from above alone lets a few fall behind without end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.alike import before
from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, Band, RosterModel
from optimize.roster.rules.shares import Numbers, fair_shares, parts
from optimize.solve import cp_model
from quarterhour.arrays import Ints

ROUNDING = 1e-6
"""Lifts what lies half-way between two steps, so that nobody's arithmetic decides about it."""


@dataclass(frozen=True)
class Burden:
    """One thing to be shared.

    Attributes
    ----------
    counts
        (G,) 1 where a place on the kind of duty counts.
    already
        (P,) what stands already inside the horizon.
    claims, before
        (P,) days present times hours of contract; balance of the ledger.
    """

    counts: Ints
    already: Ints
    claims: Numbers
    before: Numbers
    groups: Ints

    @classmethod
    def of(cls, facts: Facts, what: str, kinds: Flags, bound: Flags, days: Flags, may: Flags) -> Burden:
        """`kinds` (G) and rows of `bound` that count, `days` (D) that give a claim, and who `may` (P) have any."""
        people, problem = facts.people, facts.unit.problem
        there = (facts.present & (facts.credited == 0))[:, days].sum(axis=1) * may
        return cls(
            kinds.astype(np.int64),
            np.bincount(facts.bound.loc[bound, "person"], minlength=len(people)).astype(np.int64),
            there * people["hours_week"].to_numpy(float),
            before(people, facts.alike, problem.ledger, what),
            facts.alike,
        )

    def total(self, facts: Facts) -> int:
        """All of them in the unit."""
        return int(self.counts @ facts.kinds["people"].to_numpy(np.int64)) + int(self.already.sum())

    def standing(self, total: int) -> Ints:
        """(P,) what each has and had beyond the claim to a total, in steps of 1/`SCALE`."""
        beyond = self.already + self.before - parts(total, self.claims)
        return np.asarray(np.rint(beyond * SCALE + ROUNDING), dtype=np.int64)


def nights(facts: Facts) -> Burden:
    """Duties with night hours, among those who may work at night."""
    bound = _inside(facts) & facts.bound["night"].to_numpy(bool)
    days = np.ones(facts.calendar.days, dtype=bool)
    may = facts.people["night_work"].to_numpy(bool)
    return Burden.of(facts, "nights", facts.kinds["night"].to_numpy(bool), bound, days, may)


def weekend_days(facts: Facts) -> Burden:
    """Saturdays and Sundays on duty, however many duties stand on one already."""
    bound = _inside(facts) & facts.is_weekend(facts.bound["day"].to_numpy(np.int64))
    bound &= ~facts.bound.duplicated(["person", "day"]).to_numpy()
    kinds = facts.is_weekend(facts.kinds["day_number"].to_numpy())
    everybody = np.ones(len(facts.people), dtype=bool)
    return Burden.of(facts, "weekend_days", kinds, bound, facts.is_weekend(facts.days), everybody)


def holidays(facts: Facts) -> Burden:
    """Duties that begin or end on a statutory holiday; days that are holidays give the claim."""
    bound = _inside(facts) & facts.bound["holiday"].to_numpy(bool)
    days = facts.calendar.dates.isin(facts.unit.problem.holidays["day"])
    everybody = np.ones(len(facts.people), dtype=bool)
    return Burden.of(facts, "holidays", facts.kinds["holiday"].to_numpy(bool), bound, days, everybody)


def fair(model: RosterModel, burden: Burden, weight: int) -> None:
    """Price what each has over the share."""
    shares = fair_shares(burden.total(model.facts), burden.claims, burden.before)
    for person, share in enumerate(shares.tolist()):
        model.beyond(person, burden.counts, int(burden.already[person]), share, weight * SCALE)


def even(model: RosterModel, burden: Burden, weight: int) -> None:
    """Price what lies outside a band of one in each group of comparable people; 1/`SCALE` is the finest step."""
    total = burden.total(model.facts)
    if not total or not weight:
        return
    shifts = burden.standing(total)
    for group in np.unique(burden.groups):
        members = np.flatnonzero(burden.groups == group)
        if len(members) > 1:
            _band(model, burden, members, shifts, weight)


def _band(model: RosterModel, burden: Burden, members: Ints, shifts: Ints, weight: int) -> None:
    most = {person: SCALE * len(model.weighed(person, burden.counts)[0]) for person in members.tolist()}
    lowest = int(shifts[members].min()) - SCALE
    highest = max(int(shifts[person]) + up for person, up in most.items())
    model.bands.append(Band(members, burden.counts, shifts[members]))
    level = model.cp.new_int_var(lowest, highest, "level")
    for person, up in most.items():
        literals, factors = model.weighed(person, burden.counts * SCALE)
        reached = cp_model.LinearExpr.weighted_sum(literals, factors) + int(shifts[person])
        outside = model.cp.new_int_var(
            0, max(highest - int(shifts[person]), int(shifts[person]) + up - lowest), "out"
        )
        model.cp.add(outside >= reached - level - SCALE)
        model.cp.add(outside >= level - reached)
        model.price(outside, weight)


def _inside(facts: Facts) -> Flags:
    day = facts.bound["day"].to_numpy(np.int64)
    inside: Flags = (day >= 0) & (day < facts.calendar.days)
    return inside
