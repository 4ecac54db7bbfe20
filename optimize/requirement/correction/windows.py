"""On-windows of people who are there in each interval that asks for more than their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.queueing.first_come import NEVER
from optimize.requirement.correction.pieces import Pieces
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Windows:
    """Shapes (windows, people, pieces); of `row` (people): what tells one person's kind from another's."""

    starts: Floats
    ends: Floats
    row: Ints

    @classmethod
    def side_by_side(cls, several: Sequence[Windows]) -> Windows:
        """The people of all, one after the other."""
        most = max(one.starts.shape[0] for one in several)
        starts = np.concatenate([_padded(one.starts, most, NEVER) for one in several], axis=1)
        ends = np.concatenate([_padded(one.ends, most, -NEVER) for one in several], axis=1)
        return cls(starts, ends, np.concatenate([one.row for one in several]))


def nested_windows(
    pieces: Pieces, people: Ints, grain: int, busy: Floats | None = None, in_hand: float = 0.0
) -> Windows:
    """Person k is there in each interval that asks for more than k.

    Whoever is there at closing serves all who came before it.

    Parameters
    ----------
    people
        By position.
    busy
        By position, how many of them do something else: one after the other, the first for the whole interval,
        the last one needed at its beginning.
    in_hand
        Minutes for which a customer in hand lasts on average: so long before own work nobody takes one any more.
    """
    spans = pieces.warm + pieces.length + pieces.tail
    width = int(spans.max(initial=0))
    begin = pieces.first - pieces.warm
    within = np.arange(width)[:, None] < spans
    at = np.minimum(begin + np.arange(width)[:, None], len(people) - 1)
    there = np.where(within, people[at], 0)
    person = np.arange(int(there.max(initial=0)))[None, :, None]
    taken = np.zeros_like(there, dtype=float) if busy is None else np.where(within, busy[at], 0.0)
    late = np.clip(taken[:, None, :] - person, 0.0, 1.0)
    on = (there[:, None, :] > person) & (late < 1.0)
    off = np.zeros((1, person.size, pieces.count), dtype=bool)
    goes_on = on & np.concatenate([off, on[:-1]]) & (late == 0.0)
    rises = on & ~goes_on
    falls = on & ~np.concatenate([goes_on[1:], off])
    number = np.cumsum(rises, axis=0) - 1
    windows = int(number.max(initial=0)) + 1
    starts, ends = np.full((2, windows, person.size, pieces.count), NEVER)
    ends *= -1.0
    row, who, piece = np.nonzero(rises)
    starts[number[row, who, piece], who, piece] = (begin[piece] + row + late[row, who, piece]) * float(grain)
    row, who, piece = np.nonzero(falls)
    last = row + 1 == spans[piece]
    own_next = ~last & (late[np.minimum(row + 1, width - 1), who, piece] > 0)
    close = (begin[piece] + row + 1) * float(grain) - np.where(own_next, in_hand, 0.0)
    ends[number[row, who, piece], who, piece] = np.where(last, np.inf, close)
    return Windows(starts, ends, np.zeros(person.size, dtype=np.int64))


def _padded(values: Floats, windows: int, nothing: float) -> Floats:
    more = np.full((windows - values.shape[0], *values.shape[1:]), nothing)
    return np.concatenate([values, more]) if len(more) else values
