"""What is known of a cell ahead at its origin: residuals of the weeks before, the calendar around it, its size.

All residuals are relative to the mean day residual of the four weeks before the origin, which is what is to be
foretold relative to. Nothing at or after the origin is looked at but the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.arrays import Array, Flags, Ints, Single
from forecast.calendar import Calendar
from forecast.design import shifted
from forecast.learners.cells import Cells
from forecast.models.panel import Panel

WEEKS, RECENT_WEEKS = 8, 4
LEVELS = (1, 7, 91, 364)
"""Days of the mean levels that are set against that of `BASE` days."""
BASE = 28
YEAR = 364
"""A year of whole weeks."""
NEAR = range(-3, 4)
"""Days off around a day that are looked at."""
PLACE, LAST_WEEKS = 1, 2 + RECENT_WEEKS + 1
"""Columns of the table: place in the day; mean of the same place and weekday in the last `WEEKS` weeks."""
WEEKDAY, DAY_OF_MONTH, DAY_OF_YEAR, HOLIDAY_NUMBER = ORDINALS = (0, 1, 2, 4 + len(NEAR))
"""Columns of the facts of days that are numbers of something, not amounts."""
LATEST = 3
"""Last places of the last day whose mean is a feature: demand that is up tonight is up tomorrow morning."""


@dataclass(frozen=True)
class Asked:
    """Cells ahead: series, origin (known days), step (0 for the first day after it) and place in the day."""

    series: Ints
    origin: Ints
    step: Ints
    place: Ints

    @property
    def day(self) -> Ints:
        """The day of each cell."""
        return self.origin + self.step

    @property
    def repeats(self) -> float:
        """How often a cell is asked for in the mean, from whatever origins; 1 where nothing is asked."""
        if not len(self.series):
            return 1.0
        cells = np.ravel_multi_index(
            (self.series, self.day, self.place), (self.series.max() + 1, self.day.max() + 1, self.place.max() + 1)
        )
        return len(cells) / len(np.unique(cells))

    def of(self, rows: Flags) -> Asked:
        """Some of the cells."""
        return Asked(self.series[rows], self.origin[rows], self.step[rows], self.place[rows])


@dataclass(frozen=True)
class Features:
    """Features of the cells of a panel."""

    cells: Cells
    days: Array
    trails: dict[int, Single]

    @classmethod
    def of(cls, cells: Cells, panel: Panel, calendar: Calendar) -> Features:
        """What does not depend on what is asked: facts of days, and mean levels after each day."""
        trails = {length: trailing(cells.day_residual, length).astype(np.float32) for length in (*LEVELS, BASE)}
        return cls(cells, _facts(panel, calendar), trails)

    def base(self, asked: Asked) -> Array:
        """The level that residuals are relative to; NaN where the last weeks are not known."""
        base: Array = self.trails[BASE][asked.series, asked.origin].astype(np.float64)
        return base

    def table(self, asked: Asked) -> Single:
        """One row a cell; NaN where something is not known."""
        cells, base, day = self.cells, self.base(asked), asked.day
        columns = [asked.step, asked.place, *self._weeks(asked, base), *self._days_before(asked, base)]
        columns += [self.trails[length][asked.series, asked.origin] - base for length in LEVELS]
        columns += [base, *self._year_ago(asked, base)]
        expected = cells.expected(asked.series, day, asked.place)
        columns += [cells.shares[asked.series, cells.types[day], asked.place], np.log(expected + 1e-3)]
        columns += [effect[asked.series, day] for effect in cells.calendar]
        columns += [*self.days[day].T, *cells.events[asked.series, day].T]
        return np.column_stack([np.asarray(column, dtype=np.float32) for column in columns])

    def first_fact(self, table: Single) -> int:
        """The column of a table at which the facts of days begin."""
        return int(table.shape[1] - self.days.shape[1] - self.cells.events.shape[2])

    def _weeks(self, asked: Asked, base: Array) -> list[Array]:
        """The same place and weekday in the weeks before the origin, and those days as a whole."""
        last = asked.origin - 7 + asked.step % 7
        place = np.stack(
            [self.cells.residual(asked.series, last - 7 * week, asked.place) - base for week in range(WEEKS)]
        )
        whole = np.stack([self._whole(asked.series, last - 7 * week) - base for week in range(RECENT_WEEKS)])
        recent = place[:RECENT_WEEKS]
        return [*recent, _mean(recent), _mean(place), whole[0], _mean(whole)]

    def _days_before(self, asked: Asked, base: Array) -> list[Array]:
        """The same place on the seven days before the origin, and the last places before it."""
        days = [self.cells.residual(asked.series, asked.origin - back, asked.place) - base for back in range(1, 8)]
        places = self.cells.counts.shape[2]
        late = [
            self.cells.residual(asked.series, asked.origin - 1, np.full(len(base), place)) - base
            for place in range(max(0, places - LATEST), places)
        ]
        return [days[0], _mean(np.stack(days)), _mean(np.stack(late))]

    def _year_ago(self, asked: Asked, base: Array) -> list[Array]:
        day = asked.day - YEAR
        # Horizons of more than a year look ahead of the origin: nothing is known there.
        seen = np.where(day < asked.origin, day, -1)
        before = asked.origin - YEAR
        level = np.where(before > 0, self.trails[BASE][asked.series, np.maximum(before, 0)], np.nan)
        cell = self.cells.residual(asked.series, seen, asked.place)
        return [cell - base, cell - level, self._whole(asked.series, seen) - level]

    def _whole(self, series: Ints, day: Ints) -> Array:
        return np.where(day >= 0, self.cells.day_residual[series, np.maximum(day, 0)], np.nan)


def trailing(values: Array, length: int) -> Array:
    """Mean of the last `length` days before each day, shape (series, days + 1); NaN where none is known."""
    known = np.isfinite(values)
    sums, counts = (
        np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0)))
        for part in (np.where(known, values, 0.0), known.astype(np.float64))
    )
    end = np.arange(values.shape[1] + 1)
    begin = np.maximum(end - length, 0)
    total, count = sums[:, end] - sums[:, begin], counts[:, end] - counts[:, begin]
    mean: Array = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def _facts(panel: Panel, calendar: Calendar) -> Array:
    """Weekday, day of month and year, days off near by, the holiday's number and make-up workdays, a row a day."""
    days = panel.design.days
    place = calendar.place(days)
    number = np.zeros(len(calendar.days))
    for count, flags in enumerate(calendar.names.values(), start=1):
        number[flags] = count
    near = [shifted(calendar.holiday, shift)[place] for shift in NEAR]
    facts = [days.day_of_week, days.day, days.day_of_year, *near, calendar.off[place], number[place]]
    return np.column_stack([np.asarray(fact, dtype=np.float64) for fact in [*facts, calendar.makeup[place]]])


def _mean(stacked: Array) -> Array:
    """Mean over the first axis of what is known; NaN where nothing is."""
    known = np.isfinite(stacked)
    count = known.sum(0)
    total = np.where(known, stacked, 0.0).sum(0)
    mean: Array = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean
