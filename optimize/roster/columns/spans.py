"""What tells rosters apart after each day: which numbers of the dynamic program's tables matter at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Protocol

import numpy as np

from optimize.roster.columns.problem import Ids
from optimize.roster.columns.stints import Table
from optimize.roster.columns.stretches import most_left, most_used

Part = tuple[slice, ...]
"""Of a table: an axis each for counted kinds, then weekends, then units of working time."""

Ends = tuple[list[list[int]], list[list[int]]]
"""Lowest and highest places, (R or E, day)."""


class Stretched(Protocol):
    """Options of stints and what rosters may use, as in `batch`."""

    days: int
    rest: int
    length: Ids
    needs: Ids
    touched: Ids
    least: Ids
    most: Ids
    weekends: Ids


Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _Contract:
    """What of a batch the parts hang on.

    Attributes
    ----------
    lengths, needs, touched
        As in `batch`.
    least
        Units of working time of whoever must work least.
    limits
        The lowest and the highest limit of working time, each counted kind, and weekends.
    """

    days: int
    rest: int
    lengths: tuple[int, ...]
    needs: Rows
    touched: Rows
    least: int
    limits: Rows
    corridor: int | None

    @classmethod
    def of(cls, batch: Stretched, corridor: int | None) -> _Contract:
        limits = np.column_stack([batch.most, batch.weekends])
        return cls(
            batch.days,
            batch.rest,
            tuple(batch.length.tolist()),
            tuple(map(tuple, batch.needs.tolist())),
            tuple(map(tuple, batch.touched.tolist())),
            int(batch.least[:, 0].min()),
            tuple(zip(limits.min(axis=0).tolist(), limits.max(axis=0).tolist(), strict=True)),
            corridor,
        )


@dataclass(frozen=True)
class Ways:
    """The stints that end before one day.

    Attributes
    ----------
    option, first
        What each uses in how many days, as in `batch`, and its first day.
    begin
        Where in R each begins that leads to where nothing at all was used, in units and people at once.
    places
        From there to each place of E's part, of its counted kinds and weekends, at the fewest units.
    """

    option: Ids
    first: Ids
    begin: Ids
    places: Ids


@dataclass(frozen=True)
class Spans:
    """Parts of the tables after each number of days.

    Working time is counted exactly: as much as can have been worked by then, and as little as still leads to the
    least. The other axes say "at most so many". Who may have used more than anybody can by then is as who may have
    used as many (`level` fills that in); who may have used so little that the days left can not use the rest up is
    on no roster's way.

    Attributes
    ----------
    ready, ended
        Of R and of E.
    ways
        The stints that end before each day.
    below
        Places below 0 that each axis of R is laid out with: as many as a stint uses. Nothing is ever there.
    """

    ready: list[Part]
    ended: list[Part]
    ways: list[Ways]
    below: tuple[int, ...]

    @classmethod
    def of(cls, batch: Stretched, corridor: int | None) -> Spans:
        """Corridor is in units of working time to either side of an even pace.

        People are priced one by one again and again, and many have the same contract: theirs are made once.
        """
        return _made(_Contract.of(batch, corridor))

    @property
    def states(self) -> int:
        """How many numbers matter in all."""
        return sum(prod(span.stop - span.start for span in part) for part in self.ended)

    @property
    def runs(self) -> int:
        """In how many runs of units they stand."""
        return sum(len(way.places) for way in self.ways)


@lru_cache(maxsize=64)
def _made(contract: _Contract) -> Spans:
    rows = (contract.lengths, contract.needs, contract.touched)
    length, needs, touched = (np.array(each, dtype=np.int64) for each in rows)
    needs = needs.reshape(len(length), len(contract.limits) - 1)  # no stints, no rows to tell columns by
    axes = [*_at_most(contract, length, needs, touched), _band(contract, length, needs, touched)]
    ready, ended = (
        [tuple(slice(low[way][day], high[way][day] + 1) for low, high in axes) for day in range(contract.days + 1)]
        for way in range(2)
    )
    sizes = [max(0, highest) + 1 for _, highest in (*contract.limits[1:], contract.limits[0])]
    most = [*needs[:, 1:].max(axis=0, initial=0), touched.max(initial=0), needs[:, 0].max(initial=0)]
    below = np.array(most, dtype=np.int64)
    ways = _ways(ready, ended, (length, needs, touched), below, below + sizes)
    return Spans(ready, ended, ways, tuple(below.tolist()))


def _ways(
    ready: list[Part], ended: list[Part], stints: tuple[Ids, Ids, Ids], below: Ids, sizes: Ids
) -> list[Ways]:
    """The stints that end before each day; sizes are those of R's axes, places `below` 0 among them."""
    length, needs, touched = stints
    days = len(ended) - 1
    option, first = np.nonzero(np.arange(days + 1) <= days - length[:, None])
    used = np.column_stack([needs[option, 1:], touched[length[option], first], needs[option, 0]])
    begins, stops = (_sides(ready, side)[first, -1] for side in ("start", "stop"))
    low, high = (_sides(ended, side)[first + length[option]] for side in ("start", "stop"))
    fits = (used < high).all(axis=1) & (begins + used[:, -1] < high[:, -1]) & (stops + used[:, -1] > low[:, -1])
    steps = np.append(np.cumprod(sizes[:0:-1])[::-1], 1)
    begin = first * sizes.prod() + (below - used) @ steps
    ways = []
    for day, part in enumerate(ended):
        mine = np.flatnonzero((first + length[option] == day) & fits)
        axes = np.ix_(
            *(np.arange(span.start, span.stop) * step for span, step in zip(part[:-1], steps, strict=False))
        )
        places = sum(axes, start=np.array(part[-1].start)).ravel().astype(np.int64)
        ways.append(Ways(option[mine], first[mine], begin[mine], places))
    return ways


def _sides(parts: list[Part], side: str) -> Ids:
    """Day x axis: where the spans start, or stop."""
    return np.array([[getattr(span, side) for span in part] for part in parts], dtype=np.int64)


def level(table: Table, part: Part) -> None:
    """Beyond what can have been used everything is as at the most."""
    *at_most, time = part
    inside = table[..., time, :]
    for axis, span in enumerate(at_most):
        place = (slice(None),) * axis
        inside[(*place, slice(span.stop, None))] = inside[(*place, slice(span.stop - 1, span.stop))]


def _at_most(contract: _Contract, length: Ids, needs: Ids, touched: Ids) -> Iterator[Ends]:
    """Of counted kinds and of weekends."""
    gains = [*(_gain(length, needs[:, axis], touched) for axis in range(1, needs.shape[1])), touched]
    for gain, (lowest, highest) in zip(gains, contract.limits[1:], strict=True):
        done, left = most_used(gain, contract.rest), most_left(gain, contract.rest)
        low = np.maximum(0, lowest - left)
        high = np.minimum(np.maximum(low, done), max(0, highest))
        yield low.tolist(), high.tolist()


def _band(contract: _Contract, length: Ids, needs: Ids, touched: Ids) -> Ends:
    """Of units of working time."""
    gain, most, least = _gain(length, needs[:, 0], touched), contract.limits[0][1], contract.least
    low = np.maximum(0, least - most_left(gain, contract.rest)[0])
    high = np.minimum(most_used(gain, contract.rest).max(axis=0), max(0, most))
    if contract.corridor is not None:
        pace = np.arange(contract.days + 1) / max(1, contract.days)
        low = np.maximum(low, (least * pace).astype(np.int64) - contract.corridor)
        high = np.minimum(high, np.ceil(most * pace).astype(np.int64) + contract.corridor)
    low = np.minimum(low, high)
    return [low.tolist()] * 2, [high.tolist()] * 2


def _gain(length: Ids, needs: Ids, touched: Ids) -> Ids:
    """Length x first day: the most that a stint uses of something."""
    most = [needs[length == days].max(initial=0) for days in range(len(touched))]
    return np.broadcast_to(np.array(most, dtype=np.int64)[:, None], touched.shape)
