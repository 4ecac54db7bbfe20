"""All blocks that may be of use: a link, the interval in which service begins, and the one before which it ends.

A block is left out where a shorter one inside it does as well: it begins in an interval in which its receiver
misses somebody, or has the least length, or could not begin later; likewise it ends after such an interval, or has
the least length, or could not end earlier. That loses nothing as long as the way takes as long at any time of day;
where it does not, blocks that are longer for the sake of a faster way alone are left out too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.linear import Flags
from optimize.shared_staff.lending.prepare import Prepared
from optimize.shared_staff.lending.values import LendingProblem
from optimize.shifts.clock import spread
from quarterhour.arrays import Floats, Ints


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
    least = at.links["least"].to_numpy()
    most = at.supplies["most"].to_numpy()[at.links["u"]]
    none = np.zeros((len(at.links), 1), dtype=bool)
    later = np.concatenate([at.may_begin[:, 1:], none], axis=1)
    ever = np.concatenate([none.astype(np.int64), np.cumsum(at.short, axis=1)], axis=1)
    quarter = np.arange(count)
    held = ever[np.arange(len(at.links))[:, None], np.minimum(quarter + least[:, None], count)] > ever[:, :count]
    alone = at.short | ~later
    a, first = (part.astype(np.int64) for part in np.nonzero(at.may_begin & (at.short | held | ~later)))
    furthest = np.minimum(first + most[a], count)
    last = count - np.argmax(at.short[:, ::-1], axis=1)
    useful_end = np.concatenate([none, at.short | ~at.may_end[:, :count]], axis=1) & at.may_end
    until = np.minimum(furthest, _next_end(useful_end, last)[a])
    until = np.where(alone[a, first], np.maximum(until, first + least[a]), first + least[a])
    row, stop = spread(first + least[a], np.minimum(until, furthest) + 1)
    a, first = a[row], first[row]
    shortest = stop == first + least[a]
    kept = at.may_end[a, stop] & (shortest | useful_end[a, stop]) & (ever[a, stop] > ever[a, first])
    return a[kept], first[kept], stop[kept]


def _next_end(useful_end: Flags, last: Ints) -> Ints:
    """The first end after the last interval in which somebody is missing; the day's end where there is none."""
    width = useful_end.shape[1]
    beyond = useful_end & (np.arange(width) >= last[:, None])
    found: Ints = np.where(beyond.any(axis=1), np.argmax(beyond, axis=1), width - 1).astype(np.int64)
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
