"""What each person's stints cost: runs of days on, by first day, length and working time, at their cheapest kinds.

    L[1][c, u, s, p] = min price[s, k, p]                                        over kinds k of class c, needs u
    L[i+1][c, u, s, p] = min (L[i][a, u - needs(k), s, p] + price[s + i, k, p])   over k of class c, a before k
    stint[i, u, s, p]  = min over c of L[i][c, u, s, p]

s first day, p person, i days on, u what was used: units of working time, and duties of each kind that is counted
(an axis each); a class holds the kinds after which the same kinds are banned. Kinds that differ in price alone
(same class, same needs, banned after the same kinds) are one group, so that the table grows with groups, not with
kinds. All people are priced at once: people are the last axis.
Prices are whole numbers in 32 bits, so that tables can be traced back by equality and bounds are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from optimize.roster.columns.problem import Flags, Ids, Problem

Table = NDArray[np.int32]

NEVER = np.int32(1 << 29)
"""The price of what can not be; two of them still fit into 32 bits."""


@dataclass(frozen=True)
class Kinds:
    """Kinds of duty in groups and classes, and what each group uses.

    Attributes
    ----------
    unit
        Minutes of one unit of working time: the greatest common divisor of the kinds' minutes.
    counted
        The kinds whose duties are counted.
    groups
        The kinds of each group.
    needs
        Group x (units of working time, duties of each counted kind).
    place
        Class of each group.
    follows
        Group x class: whether the group may follow the class.
    """

    unit: int
    counted: tuple[int, ...]
    groups: tuple[Ids, ...]
    needs: Ids
    place: Ids
    follows: Flags

    @cached_property
    def leads(self) -> Flags:
        """Set x class: the different sets of classes that groups may follow."""
        return np.unique(self.follows, axis=0)

    @cached_property
    def lead(self) -> Ids:
        """The set of each group."""
        return np.unique(self.follows, axis=0, return_inverse=True)[1].ravel().astype(np.int64)

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return int(self.follows.shape[1])

    @property
    def units(self) -> Ids:
        """Units of working time of each group."""
        return self.needs[:, 0]


def kinds_of(problem: Problem, counted: tuple[int, ...] = ()) -> Kinds:
    """Put kinds together that can not be told apart but by price."""
    unit = max(1, reduce(gcd, problem.minutes.tolist(), 0))
    after, place = np.unique(problem.banned, axis=0, return_inverse=True)
    alike: dict[tuple[int, int, bytes, int], list[int]] = {}
    for kind, minutes in enumerate(problem.minutes.tolist()):
        before = problem.banned[:, kind].tobytes()
        alone = kind if kind in counted else -1
        alike.setdefault((int(place.ravel()[kind]), minutes, before, alone), []).append(kind)
    groups = tuple(np.array(group) for group in alike.values())
    first = np.array([group[0] for group in groups], dtype=np.int64)
    needs = np.stack([problem.minutes[first] // unit, *(first == kind for kind in counted)], axis=1)
    return Kinds(unit, counted, groups, needs, place.ravel()[first].astype(np.int64), ~after[:, first].T)


@dataclass(frozen=True)
class Stints:
    """Tables of stints for given prices.

    Attributes
    ----------
    last
        For each length from one day on: class x what is used (an axis each) x first day x person.
    grouped
        Group x day x person: the cheapest kind's price.
    price
        Day x kind x person.
    """

    kinds: Kinds
    last: tuple[Table, ...]
    grouped: Table
    price: Table

    def best(self, length: int) -> Table:
        """What is used x first day x person: the cheapest stint of that many days."""
        return np.asarray(self.last[length - 1].min(axis=0))

    def trace(self, length: Ids, used: Ids, first: Ids, person: Ids) -> NDArray[np.int8]:
        """The kinds (1 + place) of stints, one row each, days from the first on; 0 beyond the length.

        Used is row x (units, duties of each counted kind).
        """
        kinds, rows = self.kinds, np.arange(len(length))
        found = np.zeros((len(length), len(self.last)), dtype=np.int8)
        allowed = np.ones((len(length), kinds.classes), dtype=bool)
        left = used.copy()
        for day in range(len(self.last), 0, -1):
            here = rows[length >= day]
            if not len(here):
                continue
            first_here, person_here = first[here], person[here]
            table = self.last[day - 1][(slice(None), *left[here].T, first_here, person_here)]
            chosen = np.where(allowed[here].T, table, NEVER).argmin(axis=0)
            target = table[chosen, np.arange(len(here))]
            group = self._group(day, target, chosen, left[here], first_here, person_here)
            found[here, day - 1] = self._kind(group, first_here + day - 1, person_here)
            left[here] -= kinds.needs[group]
            allowed[here] = kinds.follows[group]
        return found

    def _group(self, day: int, target: Table, chosen: Ids, left: Ids, first: Ids, person: Ids) -> Ids:
        """The group of a stint's last day: the one whose way here costs what the table says."""
        kinds = self.kinds
        cost = self.grouped[:, first + day - 1, person]
        before = left - kinds.needs[:, None]
        fits = (kinds.place[:, None] == chosen) & (before >= 0).all(axis=2)
        if day > 1:
            table = self.last[day - 2]
            fits &= (before < table.shape[1:-2]).all(axis=2)
            used = np.moveaxis(np.where(fits[:, :, None], before, 0), 2, 0)
            ways = table[(np.arange(kinds.classes)[:, None, None], *used, first, person)]
            cost = cost + np.where(kinds.follows.T[:, :, None], ways, NEVER).min(axis=0)
        else:
            fits &= (before == 0).all(axis=2)
        return np.asarray((fits & (cost == target)).argmax(axis=0), dtype=np.int64)

    def _kind(self, group: Ids, day: Ids, person: Ids) -> Ids:
        kind = np.zeros(len(group), dtype=np.int64)
        for this in np.unique(group).tolist():
            here = group == this
            members = self.kinds.groups[this]
            cheapest = self.price[day[here][:, None], members, person[here][:, None]].argmin(axis=1)
            kind[here] = members[cheapest] + 1
        return kind


def stints(kinds: Kinds, price: Table, longest: int, most: Ids) -> Stints:
    """Tables of all stints up to a length; price is day x kind x person, `most` what may be used of each."""
    days, _, people = price.shape
    grouped = np.stack([price[:, members].min(axis=1) for members in kinds.groups])
    dearest = kinds.needs.max(axis=0)
    last: list[Table] = []
    for length in range(1, longest + 1):
        room = np.minimum(length * dearest, most) + 1
        table = np.full((kinds.classes, *room, days, people), NEVER, dtype=np.int32)
        starts = days - length + 1
        leads = [last[-1][some].min(axis=0, initial=NEVER) for some in kinds.leads] if last else []
        for group, needs in enumerate(kinds.needs):
            if starts <= 0 or (needs >= room).any():
                continue
            mine = table[kinds.place[group]]
            if length == 1:
                reached = mine[tuple(needs)]
                np.minimum(reached, grouped[group], out=reached)
                continue
            before = tuple(slice(0, size) for size in room - needs)
            way = leads[kinds.lead[group]][(*before, slice(0, starts))]
            after = tuple(map(slice, needs.tolist(), (needs + way.shape[:-2]).tolist()))
            reached = mine[(*after, slice(0, starts))]
            np.minimum(reached, way + grouped[group, length - 1 :], out=reached)
        last.append(table)
    return Stints(kinds, tuple(last), grouped, price)
