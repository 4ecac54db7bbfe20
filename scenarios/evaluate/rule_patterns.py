"""Where a person's duties break a rule of rows, weekends and successions; one function a rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from scenarios.evaluate.rule_counts import Beyond, Worked
from scenarios.evaluate.rule_periods import DAY, WorkRule


def nights_in_row(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Nights of the horizon beyond the most in their row."""
    return _in_row(rule, worked.days("night"), DAY, worked.first_day)


def weekends_in_row(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Weekends of the horizon beyond the most in their row."""
    saturdays = {day - (day.weekday() - 5) * DAY for day in worked.days() if day.weekday() >= 5}
    return _in_row(rule, saturdays, 7 * DAY, worked.first_day - DAY)


def _in_row(rule: WorkRule, days: set[pd.Timestamp], step: pd.Timedelta, since: pd.Timestamp) -> Iterator[Beyond]:
    run, before = 0, None
    for day in sorted(days):
        run = run + 1 if before is not None and day - before == step else 1
        before = day
        if day >= since and rule.holds(day):
            yield day, float(run > rule.most)


def no_succession(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Days with a duty of the second kind after a day with one of the first."""
    first = worked.days(rule.what)
    for day in worked.days(rule.then):
        if day >= worked.first_day and rule.holds(day):
            yield day, float(day - DAY in first)


def days_off_in_row(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Days that a stretch of days off between two duty days lacks."""
    days = sorted(worked.days())
    for before, day in pairwise(days):
        off = (day - before).days - 1
        if off and day >= worked.first_day and rule.holds(day):
            yield day, rule.least - off


def whole_weekends(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Weekends inside the horizon with one day on duty and the other off."""
    days = worked.days()
    for saturday in pd.date_range(worked.first_day, worked.last_day - DAY):
        if saturday.weekday() == 5 and rule.holds(saturday):
            yield saturday, float((saturday in days) != (saturday + DAY in days))
