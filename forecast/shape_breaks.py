"""Days at which the shape of the day jumped: a counter's clock was set, summer time was or was not kept, a counter
was moved.

For each workday b of the last weeks, with m(b) the mean shares of slots on the `WINDOW` workdays from b on and
m'(b) those on the workdays before b:

    D(b) = sum_t |m_t(b) - m'_t(b)|,   score(b) = D(b) / median of D over all b.

A series has a break where its score is at least `OWN`; the last one counts. Where several of its kin have one on
the same day, so has every series that shows it at all. Workdays near a holiday are left out: their shape is odd
for a while only.
"""

from __future__ import annotations

import numpy as np

from forecast.arrays import Array, Flags, Ints, Single
from forecast.calendar import Calendar
from forecast.columns import median
from forecast.history import History
from forecast.measures.near_holidays import near

LOOK = 182
"""Days at the end of the history that are looked at."""
WINDOW, LEAST = 5, 3
"""Workdays on each side of a break, and those that must be known."""
ENOUGH = 40
"""Workdays on which D must be known, for its median to be what is usual."""
OWN, SHOWN = 5.0, 1.3
"""Scores: of a series by itself, and of one that follows its kin."""
KIN, KIN_SHARE = 2, 0.05
"""How many of its kin, and what share of them, a series follows."""
BLOCK = 200
"""Series handled together, to bound the memory."""
STEADY = 0.75
"""What must be left of D(b) when m and m' are medians: one odd day is no break."""
LEAST_MOVED = 0.05
"""Share of the day's customers (counted where they left and where they came) that must have moved."""


def find_breaks(history: History, calendar: Calendar) -> Ints:
    """The first day of each series' present shape; 0 where it did not jump."""
    count, days, slots = history.known.shape
    breaks = np.zeros(count, dtype=np.int64)
    if slots < 2 or not history.known[:, -LOOK:].any():
        return breaks
    told = plain_workdays(history, calendar)
    told = told[told >= days - LOOK]
    if len(told) < ENOUGH:
        return breaks
    blocks = [np.arange(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
    moved = np.concatenate([_moved(*shares_of(history, rows, told)) for rows in blocks])
    able = np.isfinite(moved)
    scores = moved / np.maximum(median(moved.T), 1e-9)[:, None]
    scores = np.where(able & (moved >= LEAST_MOVED) & (able.sum(1) >= ENOUGH)[:, None], scores, 0.0)
    at, strong = _latest(scores), scores.max(1) >= OWN
    for row in np.flatnonzero(strong):
        left = _median_moved(*shares_of(history, np.array([row]), told), int(at[row]))
        strong[row] = left >= STEADY * moved[row, at[row]]
    breaks[strong] = told[at[strong]]
    kin = history.groups.to_numpy()
    for number in np.unique(kin[strong]):
        rows = np.flatnonzero(kin == number)
        day, times = np.unique(breaks[rows[strong[rows]]], return_counts=True)
        if times.max() >= max(KIN, KIN_SHARE * len(rows)):
            common = day[times.argmax()]
            breaks[rows[~strong[rows] & (scores[rows, np.searchsorted(told, common)] >= SHOWN)]] = common
    return breaks


def plain_workdays(history: History, calendar: Calendar) -> Ints:
    """Places of the workdays of a history that lie near no holiday."""
    place = calendar.place(history.days)
    places: Ints = np.flatnonzero(~calendar.off[place] & ~near(calendar.holiday)[place])
    return places


def shares_of(history: History, rows: Ints, days: Ints) -> tuple[Single, Flags]:
    """Shares of the slots of some series on some days, shape (series, days, slots), and which of these days are
    known as a whole.
    """
    here = np.ix_(rows, days)
    counts, known, opened = history.counts[here], history.known[here], history.open[here]
    total = counts.sum(2)
    whole: Flags = (known.sum(2, dtype=np.int64) == opened.sum(2, dtype=np.int64)) & (total > 0)
    shares: Single = np.divide(counts, total[..., None], out=np.zeros_like(counts), where=whole[..., None])
    return shares, whole


def _moved(shares: Single, whole: Flags) -> Array:
    """D by series and day; NaN where too little is known on either side."""
    days = whole.shape[1]
    sums = np.pad(np.cumsum(shares, axis=1, dtype=np.float64), ((0, 0), (1, 0), (0, 0)))
    counts = np.pad(np.cumsum(whole, axis=1), ((0, 0), (1, 0)))
    at = np.arange(days)
    low, high = np.maximum(at - WINDOW, 0), np.minimum(at + WINDOW, days)
    before: Ints = counts[:, at] - counts[:, low]
    after: Ints = counts[:, high] - counts[:, at]
    able = (before >= LEAST) & (after >= LEAST)
    left = (sums[:, at] - sums[:, low]) / np.maximum(before, 1)[..., None]
    right = (sums[:, high] - sums[:, at]) / np.maximum(after, 1)[..., None]
    return np.where(able, np.abs(right - left).sum(2), np.nan)


def _latest(scores: Array) -> Ints:
    """The place of the largest score near the last one that is a break, by series."""
    last = scores.shape[1] - 1 - (scores >= OWN)[:, ::-1].argmax(1)
    back = np.minimum(last[:, None], np.arange(2 * WINDOW))
    near_last = np.take_along_axis(scores, last[:, None] - back, axis=1)
    places: Ints = last - np.take_along_axis(back, near_last.argmax(1)[:, None], axis=1)[:, 0]
    return places


def _median_moved(shares: Single, whole: Flags, at: int) -> float:
    """D of one series by medians."""
    sides = slice(max(at - WINDOW, 0), at), slice(at, at + WINDOW)
    before, after = (np.median(shares[0, side][whole[0, side]], axis=0) for side in sides)
    return float(np.abs(after - before).sum())
