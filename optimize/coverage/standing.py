"""Which points stand, and at once what opening or closing one of them does to the circle.

Per zone i three things are kept: n_i, the standing points in its circle, and the minutes to its nearest and
second nearest standing point. Opening j touches only the zones that know j; closing it takes 1 from n_i there,
and only zones whose nearest or second nearest was j are looked through again. So one change costs what the
point's own pairs cost, not what the network's do: milliseconds where a million pairs are known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.coverage.reach import Array, Positions, Reach
from quarterhour.arrays import Mask

Counts = npt.NDArray[np.int64]
NOBODY = -1
"""Stands for no point."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """A reach's pairs in two orders, so that the pairs of one point or of some zones are found without a search.

    Attributes
    ----------
    of_point, point_starts
        Numbers of pairs sorted by point; those of point j are `of_point[point_starts[j] : point_starts[j + 1]]`.
    of_zone, zone_starts
        The same sorted by zone, then by minutes, then by point.
    """

    reach: Reach
    of_point: Positions
    point_starts: Positions
    of_zone: Positions
    zone_starts: Positions

    @classmethod
    def of(cls, reach: Reach) -> Pairs:
        """Both orders."""
        by_point = np.argsort(reach.point, kind="stable")
        by_zone = np.lexsort((reach.point, reach.minutes, reach.zone))
        return cls(
            reach,
            by_point,
            _starts(reach.point, len(reach.points)),
            by_zone,
            _starts(reach.zone, len(reach.zones)),
        )

    def at(self, point: int) -> Positions:
        """Pairs of one point."""
        return self.of_point[self.point_starts[point] : self.point_starts[point + 1]]

    def around(self, zones: Positions) -> Positions:
        """Pairs of some zones, each zone's nearest points first."""
        begin, length = self.zone_starts[zones], self.zone_starts[zones + 1] - self.zone_starts[zones]
        ends = np.cumsum(length)
        step = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - length, length)
        found: Positions = self.of_zone[np.repeat(begin, length) + step]
        return found


@dataclass(frozen=True, eq=False)
class Standing:
    """Some points stand; never edited, `opened` and `closed` give another one.

    Attributes
    ----------
    stands
        Which points stand.
    count
        Standing points in each zone's circle.
    nearest, second
        Minutes from each zone to its two nearest standing points, infinite where there is none.
    first, next
        These points' positions; -1 for none.
    """

    pairs: Pairs
    stands: Mask
    count: Counts
    nearest: Array
    second: Array
    first: Positions
    next: Positions

    @classmethod
    def of(cls, reach: Reach, stands: Mask) -> Standing:
        """Counted anew for all zones."""
        zones = len(reach.zones)
        nothing, nobody = np.full(zones, np.inf), np.full(zones, NOBODY, dtype=np.intp)
        empty = cls(
            Pairs.of(reach),
            stands.astype(bool),
            np.zeros(zones, dtype=np.int64),
            nothing,
            nothing.copy(),
            nobody,
            nobody.copy(),
        )
        inside = reach.within & stands[reach.point]
        count = np.bincount(reach.zone[inside], minlength=zones).astype(np.int64)
        return replace(empty, count=count)._looked_through(np.arange(zones))

    @property
    def reach(self) -> Reach:
        """Zones, points and pairs."""
        return self.pairs.reach

    @cached_property
    def covered(self) -> Mask:
        """Zones with a standing point in their circle."""
        mask: Mask = self.count > 0
        return mask

    @cached_property
    def residents(self) -> float:
        """Residents of covered zones."""
        return float(self.reach.residents @ self.covered)

    def opened(self, point: int) -> Standing:
        """With one more point; the same where it stands already."""
        if self.stands[point]:
            return self
        pairs = self.pairs.at(point)
        zone, minutes = self.reach.zone[pairs], self.reach.minutes[pairs]
        changed = self._changed(point, stands=True, step=1)
        closest = _before(minutes, point, self.nearest[zone], self.first[zone])
        closer = _before(minutes, point, self.second[zone], self.next[zone]) & ~closest
        moved = zone[closest]
        changed.second[moved], changed.next[moved] = self.nearest[moved], self.first[moved]
        changed.nearest[moved], changed.first[moved] = minutes[closest], point
        changed.second[zone[closer]], changed.next[zone[closer]] = minutes[closer], point
        return changed

    def closed(self, point: int) -> Standing:
        """Without one of the points; the same where it does not stand."""
        if not self.stands[point]:
            return self
        zone = self.reach.zone[self.pairs.at(point)]
        changed = self._changed(point, stands=False, step=-1)
        return changed._looked_through(zone[(self.first[zone] == point) | (self.next[zone] == point)])

    def gains(self) -> Array:
        """Residents whom each point that does not stand would newly cover, standing ones 0."""
        reach = self.reach
        newly = reach.within & ~self.covered[reach.zone] & ~self.stands[reach.point]
        added = np.bincount(reach.point[newly], reach.residents[reach.zone[newly]], minlength=len(reach.points))
        return added.astype(float)

    def _changed(self, point: int, *, stands: bool, step: int) -> Standing:
        """A copy whose counts are right and whose nearest points are still the old ones."""
        pairs = self.pairs.at(point)
        now, count = self.stands.copy(), self.count.copy()
        now[point] = stands
        count[self.reach.zone[pairs[self.reach.within[pairs]]]] += step
        return Standing(
            self.pairs,
            now,
            count,
            self.nearest.copy(),
            self.second.copy(),
            self.first.copy(),
            self.next.copy(),
        )

    def _looked_through(self, zones: Positions) -> Standing:
        """The two nearest of some zones found again among all points that stand now."""
        reach = self.reach
        pairs = self.pairs.around(zones)
        pairs = pairs[self.stands[reach.point[pairs]]]
        zone, point, minutes = reach.zone[pairs], reach.point[pairs], reach.minutes[pairs]
        opens = np.ones(len(pairs), dtype=bool)
        opens[1:] = zone[1:] != zone[:-1]
        follows = np.zeros(len(pairs), dtype=bool)
        follows[1:] = opens[:-1] & ~opens[1:]
        nearest, second = self.nearest.copy(), self.second.copy()
        nearest[zones] = second[zones] = np.inf
        nearest[zone[opens]], second[zone[follows]] = minutes[opens], minutes[follows]
        who, then = self.first.copy(), self.next.copy()
        who[zones] = then[zones] = NOBODY
        who[zone[opens]], then[zone[follows]] = point[opens], point[follows]
        return replace(self, nearest=nearest, second=second, first=who, next=then)


def _before(minutes: Array, point: int, other: Array, who: Positions) -> Mask:
    """Whether a point comes before another one: nearer, or as near and first in order."""
    earlier: Mask = (minutes < other) | ((minutes == other) & (point < who))
    return earlier


def _starts(sorted_by: Positions, count: int) -> Positions:
    starts: Positions = np.concatenate([[0], np.cumsum(np.bincount(sorted_by, minlength=count))]).astype(np.intp)
    return starts
