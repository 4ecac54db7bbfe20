"""All blocks that may be of use: a link, the interval in which service begins, and the one before which it ends.

A block is left out where the one that begins an interval later, or ends one earlier, does as well: it begins in an
interval in which its receiver misses somebody, or has the least length, or could not begin later, or only with a
longer way; likewise it ends after such an interval, or has the least length, or could not end earlier, or only
with a longer way home. As hours and minutes cost something and nobody at home is better off, that loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.linear import Flags
from optimize.shared_staff.lending.prepare import Prepared
from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.arrays import Floats, Ints, spread


@dataclass(frozen=True)
class Blocks:
    """Arrays with an entry a block.

    Attributes
    ----------
    a, u, m
        Its link, supply and lender.
    first, stop
        Intervals of service, half-open.
    leave, home
        Intervals away from home, half-open.
    hours, travel
        At the post, and both ways.
    cost
        Money of one person: pay, travel, fairness.
    """

    a: Ints
    u: Ints
    m: Ints
    first: Ints
    stop: Ints
    leave: Ints
    home: Ints
    hours: Floats
    travel: Floats
    cost: Floats

    def of(self, chosen: Ints) -> Blocks:
        """Some of them."""
        return Blocks(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def all_blocks(problem: LendingProblem, at: Prepared) -> Blocks:
    """Every block of every link."""
    a, first, stop = _spans(at)
    return _with_costs(problem, at, a, first, stop)


def standing(credit: Floats) -> Floats:
    """Where lenders stand between the one that owes most (0) and the one with most credit (1)."""
    wide = float(np.ptp(credit)) if len(credit) else 0.0
    return (credit - credit.min()) / wide if wide > 0 else np.zeros(len(credit))


def _spans(at: Prepared) -> tuple[Ints, Ints, Ints]:
    """Link, first and stop of every block."""
    count = at.short.shape[1]
    row = np.arange(len(at.links))[:, None]
    least = at.links["least"].to_numpy()
    most = at.supplies["most"].to_numpy()[at.links["u"]]
    none = np.zeros((len(at.links), 1), dtype=bool)
    ever = np.concatenate([none.astype(np.int64), np.cumsum(at.short, axis=1)], axis=1)
    out = at.ways.minutes[row, np.maximum(at.ways.leave, 0)]
    later = np.concatenate([at.may_begin[:, 1:], none], axis=1) & (out[:, 1:] <= out[:, :count])
    earlier = at.may_end[:, :count] & (at.ways.minutes[:, :count] <= at.ways.minutes[:, 1:])
    alone = at.short | ~later
    useful_end = np.concatenate([none, at.short | ~earlier], axis=1) & at.may_end
    held = ever[row, np.minimum(np.arange(count) + least[:, None], count)] > ever[:, :count]
    a, first = (part.astype(np.int64) for part in np.nonzero(at.may_begin & (alone | held)))
    furthest = np.minimum(first + most[a], np.maximum(_last(useful_end)[a], first + least[a]))
    until = np.minimum(np.where(alone[a, first], furthest, first + least[a]), count)
    which, stop = spread(first + least[a], until + 1)
    a, first = a[which], first[which]
    shortest = stop == first + least[a]
    kept = at.may_end[a, stop] & (shortest | useful_end[a, stop]) & (ever[a, stop] > ever[a, first])
    return a[kept], first[kept], stop[kept]


def _last(flags: Flags) -> Ints:
    """The last place of each row that is true; 0 where none is."""
    width = flags.shape[1]
    found: Ints = np.where(flags.any(axis=1), width - 1 - np.argmax(flags[:, ::-1], axis=1), 0).astype(np.int64)
    return found


def _with_costs(problem: LendingProblem, at: Prepared, a: Ints, first: Ints, stop: Ints) -> Blocks:
    u = at.links["u"].to_numpy()[a]
    m = at.supplies["m"].to_numpy()[u]
    leave, home = at.ways.leave[a, first], at.ways.home[a, stop]
    hours: Floats = ((stop - first) * (problem.grain / 60)).astype(np.float64)
    travel = (at.ways.minutes[a, leave] + at.ways.minutes[a, stop]) / 60
    price = at.supplies["price"].to_numpy(np.float64)[u]
    fair = problem.terms.fairness * standing(problem.lenders["credit"].to_numpy(np.float64))[m]
    cost = hours * (price + fair) + travel * (price + problem.terms.travel)
    return Blocks(a, u, m, first, stop, leave, home, hours, travel, cost)
