"""A history whose days before a break of their shape are brought to the present shape.

What is learnt from a history of two shapes is a mixture that fits neither. For the workdays and, apart, the days
off of a series with a break, with q_t the shares of slots on the last `SIDE` days before it and a_t those on the
first `SIDE` days from it on:

    f_t = (n a_t + PRIOR r_t q_t) / ((n + PRIOR) q_t),   counts[d,t] <- f_t counts[d,t],

n being the days behind a, and r the same ratio of the series' kin that broke on the same day, or 1. Days are
changed back to where they no longer look more like those before the break than like those since: a clock that was
put right had been right once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecast.arrays import Array, Flags, Ints, Single
from forecast.calendar import Calendar
from forecast.history import History
from forecast.shape_breaks import find_breaks, shares_of

SIDE = 28
"""Days before and from a break on that show what it did: near enough to have the same season."""
PRIOR = 2.0
"""Days that the kin's ratio is worth."""
LEAST_SHARE = 1e-3
"""Added to shares, so that empty slots have ratios near 1."""
AROUND = 14
"""Days on either side that say with a day which shape it has."""


@dataclass(frozen=True)
class _Change:
    """What a break did to some series on their workdays or days off.

    Attributes
    ----------
    earlier, present
        Shares of slots before it and from it on, shape (series, slots).
    days
        The days behind either, shape (series,).
    factor
        From the one to the other, shape (series, slots).
    """

    earlier: Array
    present: Array
    days: tuple[Ints, Ints]
    factor: Array


def reshaped(history: History, calendar: Calendar) -> History:
    """The same days with one shape; what jumped nowhere is not touched."""
    breaks = find_breaks(history, calendar)
    if not breaks.any():
        return history
    counts, whole = history.counts.copy(), history.whole
    off = calendar.off[calendar.place(history.days)]
    for day in np.unique(breaks[breaks > 0]).tolist():
        rows = np.flatnonzero(breaks == day)
        for mine in (off, ~off):
            change = _change(history, rows, mine, day)
            for place in np.flatnonzero((change.days[0] > 0) & (change.days[1] > 0)):
                row = rows[place]
                days = _old(history, rows, mine[:day], change, int(place))
                changed = counts[row, days] * change.factor[place]
                counts[row, days] = np.rint(changed) if whole[row] else changed
    return replace(history, counts=counts)


def _change(history: History, rows: Ints, mine: Flags, day: int) -> _Change:
    """What the break of some series on a `day` did to the days that are `mine`."""
    sides = []
    for days in (np.arange(max(0, day - SIDE), day), np.arange(day, min(day + SIDE, len(mine)))):
        shares, known = shares_of(history, rows, days[mine[days]])
        sides.append((_mean(shares, known) + LEAST_SHARE, known.sum(1)))
    (earlier, before), (present, since) = sides
    able = (before > 0) & (since > 0)
    kin = present[able].mean(0) / earlier[able].mean(0) if able.sum() > 1 else np.ones(earlier.shape[1])
    factor = (since[:, None] * present / earlier + PRIOR * kin) / (since[:, None] + PRIOR)
    factor /= (factor * earlier).sum(1, keepdims=True) / earlier.sum(1, keepdims=True)
    return _Change(earlier, present, (before, since), factor)


def _old(history: History, rows: Ints, mine: Flags, change: _Change, place: int) -> Ints:
    """Of the days before the break that are `mine`, those of the earlier shape of the series at a `place`."""
    days = np.flatnonzero(mine)
    shares, known = shares_of(history, rows[place : place + 1], days)
    present, earlier = (np.abs(shares[0] - side[place]).sum(1) for side in (change.present, change.earlier))
    nearer = np.zeros(len(mine))
    nearer[days] = np.where(known[0], present - earlier, 0.0)
    alike = _around(nearer) > 0
    old: Ints = days[days > np.flatnonzero(~alike).max(initial=-1)]
    return old


def _mean(shares: Single, known: Flags) -> Array:
    """Mean shares over known days; 0 where there is none."""
    total = np.where(known[..., None], shares, 0.0).sum(1, dtype=np.float64)
    mean: Array = total / np.maximum(known.sum(1), 1)[:, None]
    return mean


def _around(values: Array) -> Array:
    """Sum over the days around each day."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    total: Array = sums[np.minimum(at + AROUND + 1, len(values))] - sums[np.maximum(at - AROUND, 0)]
    return total
