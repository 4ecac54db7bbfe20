"""What tells rosters apart after each day: which numbers of the dynamic program's tables matter at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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
    """

    batch: Stretched
    ready: list[Part]
    ended: list[Part]

    @classmethod
    def of(cls, batch: Stretched, corridor: int | None) -> Spans:
        """Corridor is in units of working time to either side of an even pace."""
        axes = [*_at_most(batch), _band(batch, corridor)]
        ready, ended = (
            [
                tuple(slice(low[way][day], high[way][day] + 1) for low, high in axes)
                for day in range(batch.days + 1)
            ]
            for way in range(2)
        )
        return cls(batch, ready, ended)

    @property
    def states(self) -> int:
        """How many numbers matter in all."""
        return sum(prod(span.stop - span.start for span in part) for part in self.ended)

    @cached_property
    def ways(self) -> list[list[Way]]:
        """The stints that end before each day."""
        batch = self.batch
        days = np.arange(batch.days + 1)
        option, first = np.nonzero(days <= batch.days - batch.length[:, None])
        day = first + batch.length[option]
        touched = batch.touched[batch.length[option], np.minimum(first, batch.days - 1)]
        used = np.column_stack([batch.needs[option, 1:], touched, batch.needs[option, 0]])
        begin, end = (_limits(self.ended, side)[day] for side in ("start", "stop"))
        begin[:, :-1] = np.maximum(begin[:, :-1], used[:, :-1])
        begin[:, -1] = np.maximum(begin[:, -1], _limits(self.ready, "start")[first, -1] + used[:, -1])
        end[:, -1] = np.minimum(end[:, -1], _limits(self.ready, "stop")[first, -1] + used[:, -1])
        some = (begin < end).all(axis=1)
        ways: list[list[Way]] = [[] for _ in range(batch.days + 1)]
        places = (day, option, first, begin - used, end - used, begin, end)
        for at, which, start, *bounds in zip(*(place[some].tolist() for place in places), strict=True):
            before, after = tuple(map(slice, *bounds[:2])), tuple(map(slice, *bounds[2:]))
            room = (*after[:-1], slice(0, after[-1].stop - after[-1].start))
            ways[at].append((which, start, before, after, room))
        return ways


def _limits(parts: list[Part], side: str) -> Ids:
    """Day x axis: where the spans start, or stop."""
    return np.array([[getattr(span, side) for span in part] for part in parts], dtype=np.int64)


def level(table: Table, part: Part) -> None:
    """Beyond what can have been used everything is as at the most."""
    *at_most, time = part
    inside = table[..., time, :]
    for axis, span in enumerate(at_most):
        place = (slice(None),) * axis
        inside[(*place, slice(span.stop, None))] = inside[(*place, slice(span.stop - 1, span.stop))]


def _at_most(batch: Stretched) -> Iterator[Ends]:
    """Of counted kinds and of weekends."""
    gains = [*(_gain(batch, axis) for axis in range(1, batch.needs.shape[1])), batch.touched]
    for gain, limit in zip(gains, [*batch.most[:, 1:].T, batch.weekends], strict=True):
        done, left = most_used(gain, batch.rest), most_left(gain, batch.rest)
        low = np.maximum(0, limit.min() - left)
        high = np.minimum(np.maximum(low, done), max(0, int(limit.max())))
        yield low.tolist(), high.tolist()


def _band(batch: Stretched, corridor: int | None) -> Ends:
    """Of units of working time."""
    gain, most, least = _gain(batch, 0), batch.most[:, 0], int(batch.least[:, 0].min())
    low = np.maximum(0, least - most_left(gain, batch.rest)[0])
    high = np.minimum(most_used(gain, batch.rest).max(axis=0), max(0, int(most.max())))
    if corridor is not None:
        pace = np.arange(batch.days + 1) / max(1, batch.days)
        low = np.maximum(low, (least * pace).astype(np.int64) - corridor)
        high = np.minimum(high, np.ceil(most.max() * pace).astype(np.int64) + corridor)
    low = np.minimum(low, high)
    return [low.tolist()] * 2, [high.tolist()] * 2


def _gain(batch: Stretched, axis: int) -> Ids:
    """Length x first day: the most that a stint uses of something."""
    lengths = range(len(batch.touched))
    most = [batch.needs[batch.length == length, axis].max(initial=0) for length in lengths]
    return np.broadcast_to(np.array(most, dtype=np.int64)[:, None], batch.touched.shape)
