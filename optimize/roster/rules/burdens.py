"""Nights, weekend days and holidays: what a unit has of them, who can claim how much, who had how many before.

Two rules share each of them. *Fair*: nobody has more than a share of the unit's, split by claims and less what
somebody had too much of before, rounded up. *Even* (`bands`): comparable people stay within one of each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.alike import before
from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules.shares import Numbers, fair_shares
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Burden:
    """One thing to be shared.

    Attributes
    ----------
    counts
        (G,) 1 where a place on the kind of duty counts.
    already
        (P,) what stands already inside the horizon.
    there
        (P,) days on which somebody can be held to have some.
    claims, before
        (P,) those days times hours of contract; balance of the ledger.
    groups
        (P,) who is comparable with whom.
    """

    counts: Ints
    already: Ints
    there: Ints
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
            there,
            there * people["hours_week"].to_numpy(float),
            before(people, facts.alike, problem.ledger, what),
            facts.alike,
        )

    def total(self, facts: Facts) -> int:
        """All of them in the unit."""
        return int(self.counts @ facts.kinds["people"].to_numpy(np.int64)) + int(self.already.sum())


def nights(facts: Facts) -> Burden:
    """Duties with night hours, among those who may work at night."""
    bound = standing_inside(facts) & facts.bound["night"].to_numpy(bool)
    days = np.ones(facts.calendar.days, dtype=bool)
    may = facts.people["night_work"].to_numpy(bool)
    return Burden.of(facts, "nights", facts.kinds["night"].to_numpy(bool), bound, days, may)


def weekend_days(facts: Facts) -> Burden:
    """Saturdays and Sundays on duty, however many duties stand on one already."""
    bound = standing_inside(facts) & facts.is_weekend(facts.bound["day"].to_numpy(np.int64))
    bound &= ~facts.bound.duplicated(["person", "day"]).to_numpy()
    kinds = facts.is_weekend(facts.kinds["day_number"].to_numpy())
    everybody = np.ones(len(facts.people), dtype=bool)
    return Burden.of(facts, "weekend_days", kinds, bound, facts.is_weekend(facts.days), everybody)


def holidays(facts: Facts) -> Burden:
    """Duties that begin or end on a statutory holiday; days that are holidays give the claim."""
    bound = standing_inside(facts) & facts.bound["holiday"].to_numpy(bool)
    days = facts.calendar.dates.isin(facts.unit.problem.holidays["day"])
    everybody = np.ones(len(facts.people), dtype=bool)
    return Burden.of(facts, "holidays", facts.kinds["holiday"].to_numpy(bool), bound, days, everybody)


def fair(model: RosterModel, burden: Burden, weight: int) -> None:
    """Price what each has over the share."""
    shares = fair_shares(burden.total(model.facts), burden.claims, burden.before)
    for person, share in enumerate(shares.tolist()):
        model.beyond(person, burden.counts, int(burden.already[person]), share, weight * SCALE)


def standing_inside(facts: Facts) -> Flags:
    """Rows of `Facts.bound` inside the horizon."""
    day = facts.bound["day"].to_numpy(np.int64)
    inside: Flags = (day >= 0) & (day < facts.calendar.days)
    return inside
