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

Way = tuple[int, int, Part, Part, Part]
"""Of a stint: option, first day, where in R it begins, where in E it ends, and room for the sum."""


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
    """

    ready: list[Part]
    ended: list[Part]
    ways: list[list[Way]]

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
    ways: list[list[Way]] = [[] for _ in range(contract.days + 1)]
    if len(length):
        _add_ways(ways, ready, ended, length, needs, touched)
    return Spans(ready, ended, ways)


def _add_ways(
    ways: list[list[Way]], ready: list[Part], ended: list[Part], length: Ids, needs: Ids, touched: Ids
) -> None:
    """The stints that end before each day, by their option."""
    days = len(ways) - 1
    option, first = np.nonzero(np.arange(days + 1) <= days - length[:, None])
    day = first + length[option]
    used = np.column_stack([needs[option, 1:], touched[length[option], first], needs[option, 0]])
    begin, end = (_sides(ended, side)[day] for side in ("start", "stop"))
    begin[:, :-1] = np.maximum(begin[:, :-1], used[:, :-1])
    begin[:, -1] = np.maximum(begin[:, -1], _sides(ready, "start")[first, -1] + used[:, -1])
    end[:, -1] = np.minimum(end[:, -1], _sides(ready, "stop")[first, -1] + used[:, -1])
    some = (begin < end).all(axis=1)
    places = (day, option, first, begin - used, end - used, begin, end)
    for at, which, start, *bounds in zip(*(place[some].tolist() for place in places), strict=True):
        before, after = tuple(map(slice, *bounds[:2])), tuple(map(slice, *bounds[2:]))
        room = (*after[:-1], slice(0, after[-1].stop - after[-1].start))
        ways[at].append((which, start, before, after, room))


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
