"""Openings cut into pieces that can be played by themselves, and pooled where they are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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


def cut(open_now: Mask, follows: Mask, moment: Ints, rate: Floats, grain: int) -> Pieces:
    """Pieces of at most a day of one lane's openings, but for openings when nobody comes.

    Parameters
    ----------
    open_now, follows
        As in `Lanes`, one column.
    moment
        Weekday and local hour of each position as one number: only pieces that begin alike are pooled.
    rate
        Arrivals expected in each.
    """
    first, length, warm, tail = _stretches(open_now, follows, grain)
    before = np.concatenate([[0.0], np.cumsum(rate)])
    total = before[first + length] - before[first]
    busy = total > 0
    first, length, warm, tail = first[busy], length[busy], warm[busy], tail[busy]
    level = np.round(np.log(total[busy]) / np.log(ALIKE)).astype(np.int64)
    _, group = np.unique(np.column_stack([length, moment[first], level]), axis=0, return_inverse=True)
    return Pieces(first, length, warm, tail, group.ravel().astype(np.int64))


def cells_by_hours(follows: Mask, moment: Ints, grain: int) -> int:
    """Cells there would be if all pieces that begin alike were pooled: a size that opening hours alone decide."""
    first, length, _, _ = _stretches(np.ones_like(follows), follows, grain)
    return len(np.unique(np.column_stack([length, moment[first]]), axis=0)) * int(length.max(initial=0))


def _stretches(open_now: Mask, follows: Mask, grain: int) -> Ints:
    """First position, length, warm-up and tail of each piece, four rows."""
    day, warm_up = max(DAY // grain, 1), -(-WARM_UP // grain)
    opening = np.flatnonzero(open_now & ~follows)
    closing = np.append(opening[1:], int(open_now.sum()))[: len(opening)]
    rows = [
        (first, min(day, end - first), min(first - begin, warm_up), min(max(end - first - day, 0), warm_up))
        for begin, end in zip(opening.tolist(), closing.tolist(), strict=True)
        for first in range(begin, end, day)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4).T


def by_step(values: np.ndarray, pieces: Pieces, steps: int) -> np.ndarray:
    """Values by position as (step, piece), warm-up included; 0 after a piece's end."""
    step = np.arange(steps)[:, None]
    at = np.minimum(pieces.first - pieces.warm + step, len(values) - 1)
    return np.where(step < pieces.warm + pieces.length, values[at], 0).astype(values.dtype)


def by_position(table: np.ndarray, pieces: Pieces, values: np.ndarray) -> np.ndarray:
    """Values by position, those of pieces (without their warm-up) put in from (step, piece)."""
    answer = values.copy()
    for number, (first, length, warm) in enumerate(zip(pieces.first, pieces.length, pieces.warm, strict=True)):
        answer[first : first + length] = table[warm : warm + length, number]
    return answer
