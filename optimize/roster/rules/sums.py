"""Limits that are sums: what a person takes in a period lies between a least and a most.

For each period t: least_t <= already_t + sum_g amount[t, g] take[g] <= most_t, in whole units (minutes for hours).
`already` is what stands there anyway, published days before the horizon included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.doors import cost_beyond, cost_of_lack, keep_least, keep_most
from optimize.roster.facts import Facts
from optimize.roster.known import Bound, bound_of, counted_days, kinds_of_what, remembered
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import Period
from quarterhour.arrays import Ints

ENDLESS = 2**40


@dataclass(frozen=True)
class Sums:
    """What one limit adds up over W periods.

    Attributes
    ----------
    amounts
        (W, G) by kind of duty, or (W, D) by day on duty where `by_day`.
    already, least, most
        (W,) in units of the amounts.
    """

    amounts: Ints
    already: Ints
    least: Ints
    most: Ints
    by_day: bool = False
    minutes: bool = False


@dataclass(frozen=True)
class SumRule:
    """A rule that is one `Sums` a person: `sums` says which."""

    sums: Callable[[Facts, Limit], Sums]

    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model."""
        sums = self._sums_of(model.facts, limit)
        every = model.duty[limit.person] if sums.by_day else model.take[limit.person]
        there = np.asarray([literal is not None for literal in every], dtype=bool)
        cost, lack = cost_beyond(limit, minutes=sums.minutes), cost_of_lack(limit, minutes=sums.minutes)
        columns = zip(sums.already.tolist(), sums.least.tolist(), sums.most.tolist(), strict=True)
        for row, (already, least, most) in zip(sums.amounts, columns, strict=True):
            chosen = np.flatnonzero(there & (row > 0))
            literals, factors = every[chosen].tolist(), row[chosen].tolist()
            keep_most(model, literals, factors, already, most, cost)
            keep_least(model, literals, factors, already, least, lack)

    def _sums_of(self, facts: Facts, limit: Limit) -> Sums:
        return remembered(facts, ("sums", limit), lambda: self.sums(facts, limit))

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that a person who has `taken` (G,) could take beside, by the most."""
        sums = self._sums_of(facts, limit)
        days = facts.kinds["day_number"].to_numpy(np.int64)
        has = np.bincount(days[taken], minlength=facts.calendar.days) > 0 if sums.by_day else taken
        room = np.maximum(sums.most - sums.already, 0) - sums.amounts @ has.astype(np.int64)
        amounts = sums.amounts[:, days] if sums.by_day else sums.amounts
        fits: Flags = ((amounts == 0) | (amounts <= room[:, None])).all(axis=0)
        return fits


def inside(days: Ints, periods: list[Period]) -> Ints:
    """(W, len(days)) 1 where a day lies in a period."""
    first = np.asarray([period.first for period in periods], dtype=np.int64)[:, None]
    last = np.asarray([period.last for period in periods], dtype=np.int64)[:, None]
    return ((days[None, :] >= first) & (days[None, :] <= last)).astype(np.int64)


def over_kinds(
    facts: Facts,
    limit: Limit,
    periods: list[Period],
    *,
    of_kinds: Ints,
    of_bound: Ints,
    unit: float,
    minutes: bool,
) -> Sums:
    """Sums of amounts of kinds (G) and commitments; the limit's numbers are in `unit` of them."""
    bound = bound_of(facts, limit.person)
    least, most = bounds(facts, limit, periods, unit)
    amounts = inside(facts.kinds["day_number"].to_numpy(np.int64), periods) * of_kinds[None, :]
    return Sums(amounts, inside(bound.day, periods) @ of_bound, least, most, minutes=minutes)


def over_days(facts: Facts, limit: Limit, periods: list[Period], least: Ints, most: Ints) -> Sums:
    """Sums of days on duty, each once."""
    standing = np.unique(bound_of(facts, limit.person).day)
    already = inside(standing, periods).sum(axis=1)
    return Sums(inside(facts.days, periods), already, least, most, by_day=True)


def duties_with(facts: Facts, limit: Limit, periods: list[Period], what: str) -> Sums:
    """Sums of duties of one kind, one a day."""
    bound = bound_of(facts, limit.person)
    least, most = bounds(facts, limit, periods, 1.0)
    of_kinds = kinds_of_what(facts, what).astype(np.int64)
    amounts = inside(facts.kinds["day_number"].to_numpy(np.int64), periods) * of_kinds[None, :]
    return Sums(amounts, inside(days_with(bound, what), periods).sum(axis=1), least, most)


def days_with(bound: Bound, what: str) -> Ints:
    """Days on which a commitment of that kind begins."""
    return np.unique(bound.day[bound.of_kind(what)])


def bounds(facts: Facts, limit: Limit, periods: list[Period], unit: float) -> tuple[Ints, Ints]:
    """Least and most of each period in whole units.

    A least is asked for only in periods that end within the horizon, by the share of their days that are known and
    on which the person could work, rounded down; a most always, as what comes after is not known.
    """
    most = ENDLESS if limit.most is None else int(np.floor(limit.most * unit + 1e-6))
    least = [
        0 if limit.least is None or period.last >= facts.calendar.days else _share(facts, limit, period, unit)
        for period in periods
    ]
    return np.asarray(least, dtype=np.int64), np.full(len(periods), most, dtype=np.int64)


def _share(facts: Facts, limit: Limit, period: Period, unit: float) -> int:
    known, _ = counted_days(facts, limit.person, period.first, period.last)
    return int(np.floor((limit.least or 0.0) * unit * known / (period.last - period.first + 1) + 1e-6))
