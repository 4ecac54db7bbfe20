"""What trees learn from: counts by cell (series, day, place in the day), each beside what was expected of it.

The residual of a cell is log((count + size) / (expected + size)), size being the series' mean count of a cell:
near nothing it counts customers, far above it counts shares. Expected is the series' typical level times the
calendar's effect times the profile's share; or, for an opinion without a calendar, times a mean share only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array, Bytes, Flags, Ints, Single
from forecast.columns import median
from forecast.ground import Ground
from forecast.history import History
from forecast.models.adjusted_level import without_outages
from forecast.models.panel import Panel
from forecast.outlook import Outlook
from forecast.profile import Profile

LEAST_COUNT = 5.0
"""Customers an interval from which a series is learnt by interval; medians of fewer say too little."""
LEAST_SIZE = 1e-9


@dataclass(frozen=True)
class Cells:
    """Counts and what was expected; days run on over the horizon, counts end with the history.

    Attributes
    ----------
    counts, known
        Counts, and how many intervals of each cell were counted; shape (series, known days, places).
    level
        Expected day level, shape (series, days).
    shares, types
        Share of each place in a day of each type, shape (series, types, places), and the type of each day.
    calendar
        Log effects that are told, each of shape (series, days): all, of holidays and events, the kin's; or of
        holidays and events alone.
    day_residual
        The same measure for whole days, shape (series, known days); NaN where not known.
    size
        Mean count of a cell, by series.
    events
        Shape (series, days, kinds).
    """

    counts: Single
    known: Bytes | Flags
    level: Array
    shares: Array
    types: Ints
    calendar: tuple[Array, ...]
    day_residual: Array
    size: Array
    events: Flags

    @property
    def known_days(self) -> int:
        """Days of the history."""
        return int(self.counts.shape[1])

    def expected(self, series: Ints, day: Ints, place: Ints) -> Array:
        """Expected count of one interval of each cell."""
        expected: Array = self.level[series, day] * self.shares[series, self.types[day], place]
        return expected

    def residual(self, series: Ints, day: Ints, place: Ints) -> Array:
        """Residual of each cell; NaN where it is not known or lies before the history."""
        here = np.maximum(day, 0)
        known = self.known[series, here, place]
        there = (day >= 0) & (known > 0)
        rate = self.counts[series, here, place] / np.maximum(known, 1)
        size = self.size[series]
        ratio = (rate + size) / (self.expected(series, here, place) + size)
        return np.log(np.where(there, ratio, 1.0), where=there, out=np.full(ratio.shape, np.nan))

    def counted(self, residual: Array, series: Ints, day: Ints, place: Ints) -> Array:
        """The count that stands at a residual; never negative."""
        size = self.size[series]
        return np.maximum(np.exp(residual) * (self.expected(series, day, place) + size) - size, 0.0)


def fine(history: History, outlook: Outlook) -> Flags:
    """Which series are learnt by interval; the others by day."""
    intervals = history.known.sum((1, 2), dtype=np.int64)
    mean = history.counts.sum((1, 2), dtype=np.float64) / np.maximum(intervals, 1)
    flags: Flags = ~outlook.daily_only & ((mean >= LEAST_COUNT) | ~outlook.counted) & (intervals > 0)
    return flags


def cells(
    ground: Ground, panel: Panel, profile: Profile, outlook: Outlook, rows: Ints, by_interval: bool, plain: bool
) -> Cells:
    """The cells of some series: intervals or whole days, with the calendar or (`plain`) without."""
    levels = without_outages(panel.levels[rows])
    known_days, days = levels.shape[1], len(panel.design.days)
    fit, offset = outlook.calendar, outlook.offset[rows]
    effect = np.zeros((len(rows), days)) if plain else fit.effect[rows]
    z = np.log(levels + offset[:, None], where=np.isfinite(levels), out=np.full(levels.shape, np.nan))
    typical = median((z - effect[:, :known_days]).T)
    level = np.maximum(np.exp(typical[:, None] + effect) - offset[:, None], 0.0)
    size = np.maximum(level[:, :known_days].mean(1), LEAST_SIZE)
    day_residual = np.log((levels + size[:, None]) / (level[:, :known_days] + size[:, None]))
    types = ground.types(days)
    if by_interval:
        history = ground.history.until(known_days)
        counts, known, shares = history.counts[rows], history.known[rows], profile.shares[rows]
        intervals = known.sum((1, 2), dtype=np.int64)
        size = np.maximum(counts.sum((1, 2), dtype=np.float64) / np.maximum(intervals, 1), LEAST_SIZE)
        if plain:
            often = np.bincount(types, minlength=shares.shape[1]) / days
            shares = np.tensordot(shares, often, axes=(1, 0))[:, None]
    else:
        counts = np.nan_to_num(levels)[..., None].astype(np.float32)
        known = np.isfinite(levels)[..., None].astype(np.uint8)
        shares = np.ones((len(rows), 1, 1))
    if shares.shape[1] == 1:
        types = np.zeros_like(types)
    calendar = (fit.holiday[rows],) if plain else (effect, fit.holiday[rows], fit.shared[rows])
    return Cells(counts, known, level, shares, types, calendar, day_residual, size, panel.events[rows])
