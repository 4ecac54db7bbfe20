"""Lanes that were served before are not served again.

A lane is known by all that decides what becomes of its customers: who comes when, how long each takes and waits,
and who is there when, in the order in which people are asked. People who are never there do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from optimize.queueing import priorities
from optimize.queueing.priorities import Starts
from optimize.queueing.windows import Windows
from quarterhour.arrays import Floats, Ints


@dataclass
class KnownLanes:
    """Answers of `priorities.serve` by the digest of a lane; people are numbered among those ever there."""

    answers: dict[bytes, Starts] = field(default_factory=dict)

    def serve(
        self,
        lane: Ints,
        kind: Ints,
        arrival: Floats,
        handling: Floats,
        patience: Floats,
        starts: Floats,
        ends: Floats,
        pattern: Ints,
        ranks: Ints,
        reserve: Ints | None = None,
    ) -> Starts:
        """As `priorities.serve`, to the last bit; what is served is known from then on."""
        count, lanes = len(lane), starts.shape[2]
        begin, row, who = np.empty(count), np.empty(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        edges, there = np.searchsorted(lane, np.arange(lanes + 1)), _There.of(Windows(starts, ends, pattern))
        tastes = repr((ranks.tolist(), None if reserve is None else reserve.tolist())).encode()
        keys = list(_keys(edges, (kind, arrival, handling, patience), there, tastes))
        new = np.asarray([key not in self.answers for key in keys], dtype=bool) & (np.diff(edges) > 0)
        if new.any():
            own, asked = new[lane], np.cumsum(new) - 1
            customers = asked[lane[own]], kind[own], arrival[own], handling[own], patience[own]
            windows = starts[:, :, new], ends[:, :, new], pattern[:, :, new]
            answer = priorities.serve(*customers, *windows, ranks, reserve)
            begin[own], row[own], who[own] = answer.begin, answer.pattern, answer.person
        for number in np.flatnonzero(np.diff(edges)).tolist():
            rows, people, key = slice(edges[number], edges[number + 1]), there.people(number), keys[number]
            if new[number]:
                self.answers[key] = _numbered(begin[rows], row[rows], who[rows], people)
            known = self.answers[key]
            begin[rows], row[rows] = known.begin, known.pattern
            who[rows] = people[known.person] if len(people) else 0
        return Starts(begin, row, who)


def _numbered(begin: Floats, row: Ints, who: Ints, people: Ints) -> Starts:
    """The answer of one lane, who serves by number among those who are there."""
    number = np.where(row < 0, 0, np.searchsorted(people, who))
    return Starts(begin.copy(), row.astype(np.int16), number.astype(np.int16))


@dataclass(frozen=True)
class _There:
    """Windows that are not empty, by lane, person and time; those of lane n lie between `edges` n and n + 1."""

    edges: Ints
    person: Ints
    starts: Floats
    ends: Floats
    pattern: Ints

    @classmethod
    def of(cls, windows: Windows) -> _There:
        there = (windows.ends > windows.starts).transpose(2, 1, 0)
        lane, person, window = np.nonzero(there)
        at = window, person, lane
        edges = np.searchsorted(lane, np.arange(there.shape[0] + 1))
        return cls(edges, person, windows.starts[at], windows.ends[at], windows.pattern[at])

    def people(self, lane: int) -> Ints:
        """Who is ever there, ascending."""
        return np.unique(self.person[self.edges[lane] : self.edges[lane + 1]])

    def content(self, lane: int) -> Iterator[Floats | Ints]:
        """Who is there when, people by their number among them."""
        rows = slice(self.edges[lane], self.edges[lane + 1])
        person = self.person[rows]
        yield np.cumsum(np.diff(person, prepend=person[:1]) > 0, dtype=np.int64)
        yield from (self.starts[rows], self.ends[rows], self.pattern[rows])


def _keys(edges: Ints, customers: tuple[Floats | Ints, ...], there: _There, tastes: bytes) -> Iterator[bytes]:
    """The digest of each lane."""
    whole = [np.ascontiguousarray(values) for values in customers]
    for lane in range(len(edges) - 1):
        rows = slice(edges[lane], edges[lane + 1])
        into = blake2b(tastes, digest_size=16)
        into.update(np.int64(rows.stop - rows.start).tobytes())
        for values in (*(values[rows] for values in whole), *there.content(lane)):
            into.update(np.ascontiguousarray(values).data)
        yield into.digest()
