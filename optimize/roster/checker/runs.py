"""Limits of rests, runs, weekends and successions, recomputed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from optimize.roster.checker.diary import DAY, Asked, Diary, Table, on_duty, past_days

Broken = tuple[pd.Timestamp, Table]
"""The day under which breaks are told, and their amount by person."""


def weekly_rest(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Periods in which no rest of the length begins, or goes on at their first moment."""
    every = asked.view.both()
    every = every[every["employee"].isin(asked.people)].sort_values("start")
    duties = {
        name: list(zip(group["start"], group["end"], strict=True)) for name, group in every.groupby("employee")
    }
    least, opens = pd.Timedelta(hours=asked.least), asked.view.problem.grid.day_start
    for first, last, told in asked.spans():
        begin, end = opens(first), opens(last + DAY)
        rested = [_rests(duties.get(name, []), begin, end, least) for name in asked.people]
        yield told, 1.0 - np.asarray(rested, dtype=float)


def _rests(
    duties: list[tuple[pd.Timestamp, pd.Timestamp]], begin: pd.Timestamp, end: pd.Timestamp, least: pd.Timedelta
) -> bool:
    free = begin
    for start, finish in duties:
        if finish <= free:
            continue
        if start - free >= least or free >= end:
            break
        free = max(free, finish)
    return bool(free < end)


def nights_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Nights of the horizon that are beyond the most in their row."""
    return _in_row(asked, on_duty(asked, days, "night"), list(days.days), asked.view.days[0])


def weekends_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends of the horizon on duty that are beyond the most in their row."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    return _in_row(asked, table.max(axis=2), saturdays, asked.view.days[0] - DAY)


def _in_row(asked: Asked, table: Table, days: list[pd.Timestamp], since: pd.Timestamp) -> Iterator[Broken]:
    run = np.zeros(len(asked.people))
    for column, day in enumerate(days):
        run = np.where(table[:, column] > 0, run + 1, 0)
        if day >= since and asked.holds(day):
            yield day, (run > asked.most).astype(float)


def _weekends(days: Diary, table: Table) -> tuple[list[pd.Timestamp], Table]:
    """Saturdays, and (people, weekends, 2) whether Saturday and Sunday are on duty."""
    saturdays = [day for day in days.days if day.weekday() == 5]
    parts = [days.part(table, day, day + DAY) for day in saturdays]
    pairs = [np.pad(part, ((0, 0), (0, 2 - part.shape[1]))) for part in parts]
    return saturdays, np.stack(pairs, axis=1) if pairs else np.zeros((len(table), 0, 2))


def weekends_in_period(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends on duty whose Saturday lies in a period."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    on = table.max(axis=2)
    sunday = asked.view.days[0].weekday() == 6
    for first, last, told in asked.spans(since=asked.view.days[0] - DAY if sunday else None):
        inside = [first <= day <= last for day in saturdays]
        yield told, on[:, inside].sum(axis=1) - asked.most


def whole_weekends(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Weekends with one day on duty and the other off, both known."""
    saturdays, table = _weekends(days, on_duty(asked, days))
    opens, closes = asked.view.days[0], asked.view.days[-1]
    past = past_days(asked.view)
    for number, day in enumerate(saturdays):
        if day + DAY < opens or day + DAY > closes or not asked.holds(day):
            continue
        half = (table[:, number].sum(axis=1) == 1).astype(float)
        if day < opens:
            known = past.loc[past["day"] <= day, "employee"]
            half *= np.isin(asked.people, known.to_numpy(str))
        yield day, half


def days_off_in_row(asked: Asked, days: Diary) -> Iterator[Broken]:
    """Days that a stretch of days off between two duty days lacks."""
    table, least = on_duty(asked, days), int(asked.least)
    off = np.full(len(asked.people), least)
    for column, day in enumerate(days.days):
        on = table[:, column] > 0
        if day >= asked.view.days[0] and asked.holds(day):
            yield day, np.where(on & (off > 0) & (off < least), least - off, 0).astype(float)
        off = np.where(on, 0, off + 1)


def no_succession(asked: Asked, days: Diary) -> Iterator[Broken]:
    """A duty of one kind, and of the other on the day after."""
    first, second = on_duty(asked, days, asked.what), on_duty(asked, days, asked.then)
    for column, day in enumerate(days.days):
        if day >= asked.view.days[0] and asked.holds(day):
            yield day, first[:, column - 1] * second[:, column]
