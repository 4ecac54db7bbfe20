"""Limits of sums, recomputed: hours, overtime, days, nights, duties and training in periods."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from optimize.roster.checker.diary import DAY, SMALL, Asked, Diary, Table, hours_on, on_duty, workable

Judged = tuple[pd.Timestamp, Table, Table]
"""The day under which a period is told, what is beyond its most and what is missing to its least, by person."""
Broken = tuple[pd.Timestamp, Table]
"""The day under which breaks are told, and their amount by person."""


def _between(asked: Asked, days: Diary, table: Table, grain: float = 1.0) -> Iterator[Judged]:
    """Sums of each period against most and least.

    A least holds in periods that end within the horizon, by the share of known days on which one could work.
    """
    known = table if np.isnan(asked.least) else workable(asked, days)[0]
    for first, last, told in asked.spans():
        total = days.part(table, first, last).sum(axis=1)
        over = np.zeros(len(total)) if np.isnan(asked.most) else total - asked.most
        lack = np.zeros(len(total))
        if not np.isnan(asked.least) and last <= asked.view.days[-1]:
            share = days.part(known, first, last).sum(axis=1) / (((last - first) / DAY) + 1)
            lack = np.floor(asked.least * grain * share + SMALL) / grain - total
        yield told, over, lack


def hours_in_period(asked: Asked, days: Diary) -> Iterator[Judged]:
    """Working hours of each period."""
    return _between(asked, days, hours_on(asked, days, asked.what), grain=60.0)


def days_in_period(asked: Asked, days: Diary) -> Iterator[Judged]:
    """Days on duty in each period."""
    return _between(asked, days, on_duty(asked, days))


def duties_in_period(asked: Asked, days: Diary) -> Iterator[Judged]:
    """Days with a duty of the kind in each period."""
    return _between(asked, days, on_duty(asked, days, asked.what))


def nights_in_period(asked: Asked, days: Diary) -> Iterator[Judged]:
    """Night duties in each period."""
    return _between(asked, days, on_duty(asked, days, "night"))


def training_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours of training that are missing in each period."""
    every = asked.view.both()
    table = days.fill(every, every["trained_hours"])
    return ((told, lack) for told, _, lack in _between(asked, days, table, grain=60.0))


def days_off_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Days off that a period can not have any more; what is not known may be off."""
    table = on_duty(asked, days)
    for first, last, told in asked.spans():
        off = (last - first) / DAY + 1 - days.part(table, first, last).sum(axis=1)
        yield told, np.minimum(asked.least, (last - first) / DAY + 1) - off


def overtime_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours beyond normal working time: of days, or of the weeks that begin in a period."""
    table, contract = hours_on(asked, days), asked.view.terms.loc[asked.people, "hours_week"].to_numpy(float)
    if asked.period == "day":
        normal = contract / 5 if np.isnan(asked.normal_day) else np.full(len(contract), asked.normal_day)
        for first, last, told in asked.spans():
            yield told, days.part(table, first, last).sum(axis=1) - normal - asked.most
        return
    monday = asked.view.days[0] - asked.view.days[0].weekday() * DAY
    for first, last, told in asked.spans(since=monday):
        total = np.zeros(len(contract))
        for begin in pd.date_range(first, min(last, asked.view.days[-1])):
            if begin.weekday() == 0:
                week = days.part(table, begin, begin + 6 * DAY)
                total += _overtime(asked, week, contract)
        yield told, total - asked.most


def _overtime(asked: Asked, week: Table, contract: Table) -> Table:
    """Hours of one week, (people, days), beyond normal days or the normal week, whichever are more."""
    by_week, by_day = ~np.isnan(asked.normal_week), ~np.isnan(asked.normal_day)
    found = np.zeros(len(contract))
    if by_day:
        found = np.clip(week - asked.normal_day, 0, None).sum(axis=1)
    if by_week or not by_day:
        normal = np.full(len(contract), asked.normal_week) if by_week else contract
        found = np.maximum(found, week.sum(axis=1) - normal)
    return found


def average_hours(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Hours of reference periods beyond their average, leave neutral, unknown days at the contract's hours."""
    table, (known, unknown) = hours_on(asked, days), workable(asked, days)
    contract = asked.view.terms.loc[asked.people, "hours_week"].to_numpy(float)
    for first, last, told in asked.spans():
        if told.weekday() == 6 or told == asked.view.days[-1]:
            blind = days.part(unknown, first, last).sum(axis=1)
            counted = blind + days.part(known, first, last).sum(axis=1)
            hours = days.part(table, first, last).sum(axis=1) + np.floor(blind * contract * 60 / 7 + SMALL) / 60
            yield told, hours - np.floor(asked.most * 60 * counted / 7 + SMALL) / 60
