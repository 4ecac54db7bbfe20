"""Openings cut into pieces that can be played by themselves, and pooled where they are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints, Mask

DAY = 1440
WARM_UP = 240
"""Minutes before a piece that are played too, where a longer opening is cut: its queue is carried in."""

ALIKE = 1.25
"""Days of one weekday are pooled while their arrivals differ by less than this factor, about."""


@dataclass(frozen=True)
class Pieces:
    """Stretches of one lane, in order of time.

    Attributes
    ----------
    first, length
        First position and number of intervals of each.
    warm
        Intervals before it that are played too.
    tail
        Intervals after it in which its customers may still be served by those required then; none at closing.
    group
        Pieces of one group have one length, and learn from each other.
    """

    first: Ints
    length: Ints
    warm: Ints
    tail: Ints
    group: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.first)

    def cell(self, size: int) -> tuple[Ints, int]:
        """The pooled cell of each position (-1: none), and how many there are."""
        longest = int(self.length.max(initial=0))
        cell = np.full(size, -1, dtype=np.int64)
        for first, length, group in zip(self.first, self.length, self.group, strict=True):
            cell[first : first + length] = group * longest + np.arange(length)
        return cell, longest * (int(self.group.max(initial=-1)) + 1)


def cut(open_now: Mask, follows: Mask, starts: pd.Series, rate: Floats, grain: int) -> Pieces:
    """Pieces of at most a day of one lane's openings, but for openings when nobody comes.

    Parameters
    ----------
    open_now, follows
        As in `Lanes`, one column.
    starts
        Zone-aware start of each position.
    rate
        Arrivals expected in each.
    """
    day, warm_up = max(DAY // grain, 1), -(-WARM_UP // grain)
    opening = np.flatnonzero(open_now & ~follows)
    last = int(open_now.sum())
    closing = np.append(opening[1:], last)[: len(opening)]
    rows = [
        (first, min(day, end - first), min(first - begin, warm_up), min(max(end - first - day, 0), warm_up))
        for begin, end in zip(opening, closing, strict=True)
        for first in range(begin, end, day)
    ]
    table = pd.DataFrame(rows, columns=["first", "length", "warm", "tail"], dtype=np.int64)
    if table.empty:
        return Pieces(*(np.empty(0, dtype=np.int64),) * 5)
    before = np.concatenate([[0.0], np.cumsum(rate)])
    first = table["first"].to_numpy()
    total = before[first + table["length"].to_numpy()] - before[first]
    table, total = table[total > 0], total[total > 0]
    weekday = starts.dt.dayofweek.to_numpy()[table["first"].to_numpy()]
    clock = starts.dt.hour.to_numpy()[table["first"].to_numpy()]
    level = np.round(np.log(total) / np.log(ALIKE)).astype(np.int64)
    keys = pd.MultiIndex.from_arrays([table["length"], weekday, clock, level])
    columns = [table[name].to_numpy(np.int64) for name in ("first", "length", "warm", "tail")]
    return Pieces(*columns, pd.factorize(keys)[0].astype(np.int64))
