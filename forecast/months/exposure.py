"""How many usual days a month is worth: weekday mix, holidays wherever they fall, closed days and gaps taken out.

A day's weight w is what the calendar makes of it beside a usual day of its outlet: from the pooled regression
of `forecast.models.calendar_regression` without its season, which months learn for themselves. A month of the
history is then worth E = sum of w over its known days, and its level is its customers over E; a month ahead is
worth the sum over its open days. So a lunar new year that moves from February to January takes its effect
along.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags
from forecast.calendar import Calendar
from forecast.design import Design, build_design
from forecast.models.calendar_regression import fit_calendar
from forecast.models.offset import OFFSET
from forecast.models.panel import Panel
from forecast.months.series import Daily
from forecast.setting import USUAL

ENOUGH = 0.5
"""Share of a month's worth that must be known for the month to count; for a series without any such month, any."""
LEAST_DAYS = 14
"""Days of history below which all days are taken alike."""


@dataclass(frozen=True)
class Months:
    """Calendar-adjusted months of the history, and the worth of those ahead.

    Attributes
    ----------
    level
        log((customers + 1/2) / E) of the history's months, shape (series, months); NaN where too little is known.
    worth
        Usual days that each month ahead is worth, shape (series, months ahead).
    usual
        Days that a usual month is worth, by series.
    open_days
        Shape (series, months ahead).
    counted
        Customers counted in the history's months, and of how many days, same shape as `level`.
    """

    starts: pd.DatetimeIndex
    level: Array
    worth: Array
    usual: Array
    open_days: Array
    counted: Array
    known_days: Array


def adjust(daily: Daily, calendar: Calendar, events: Array, ahead: pd.DatetimeIndex) -> Months:
    """The months of the history and those ahead, calendar taken out.

    Parameters
    ----------
    events
        The organisation's own events by series, day and kind, shape (series, days, kinds).
    ahead
        First days of the months ahead.
    """
    weight = day_weights(daily, calendar, events)
    month = daily.days.to_period("M").to_timestamp()
    known = np.isfinite(daily.counts)
    past = pd.DatetimeIndex(month[: daily.known].unique())
    place = past.get_indexer(month[: daily.known])
    days_of = np.eye(len(past))[place]
    counted = np.where(known, daily.counts, 0.0) @ days_of
    worth = (weight[:, : daily.known] * known) @ days_of
    # A month is measured against all its days, also those after the last known one.
    all_days = np.array([start.days_in_month for start in past], dtype=np.float64)
    opened = daily.open[:, : daily.known].mean(1) if daily.known else np.zeros(len(weight))
    share = worth / np.maximum(all_days * np.maximum(opened, 0.1)[:, None], 1e-9)
    enough = share >= ENOUGH
    without: Flags = ~enough.max(axis=1, initial=False)
    enough |= without[:, None] & (worth > 0)
    level = np.where(enough, np.log((counted + 0.5) / np.where(worth > 0, worth, 1.0)), np.nan)
    later = np.eye(len(ahead) + 1)[ahead.get_indexer(month[daily.known :])][:, : len(ahead)]
    open_ahead = daily.open[:, daily.known :].astype(np.float64)
    to_come = (weight[:, daily.known :] * open_ahead) @ later
    usual = np.where(opened > 0, opened, open_ahead.mean(1)) * 365.25 / 12
    return Months(past, level, to_come, usual, open_ahead @ later, counted, known.astype(np.float64) @ days_of)


def day_weights(daily: Daily, calendar: Calendar, events: Array) -> Array:
    """What the calendar makes of each day beside a usual one, shape (series, days), never negative."""
    if daily.known < LEAST_DAYS:
        return np.ones(daily.open.shape)
    design = _without_season(build_design(calendar, daily.days).known_after(daily.known, USUAL))
    typical = _typical(daily.counts)
    scaled = daily.counts / np.where(typical > 0, typical, 1.0)[:, None]
    z = np.log(scaled + OFFSET)
    shares = calendar.weekday_shares[calendar.place(daily.days)]
    panel = Panel(daily.series, daily.counts, design, shares, events.astype(bool))
    effect = fit_calendar(panel, design, z, USUAL).effect
    middle = np.array([_mean(row) for row in effect[:, : daily.known]])[:, None]
    weight: Array = np.maximum((1 + OFFSET) * np.exp(effect - middle) - OFFSET, 0.0)
    return weight


def _without_season(design: Design) -> Design:
    kept = np.flatnonzero(~design.of("season"))
    return Design(
        design.days,
        [design.columns[place] for place in kept],
        [design.family[place] for place in kept],
        design.matrix[:, kept],
    )


def _typical(counts: Array) -> Array:
    return np.array([_mean(row) for row in counts])


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0
