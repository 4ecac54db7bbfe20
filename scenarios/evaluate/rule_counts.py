"""How far a person's duties go beyond a rule that counts in periods; one function a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from scenarios.evaluate.rule_periods import DAY, Period, WorkRule
from scenarios.evaluate.stints import Stint

Beyond = tuple[pd.Timestamp, float]
"""The day under which it is told, and by how much; nothing is beyond at 0 and below."""


@dataclass(frozen=True)
class Worked:
    """One person's duties, by their start, and the days of the horizon.

    Attributes
    ----------
    hours_week
        Of the contract.
    """

    stints: tuple[Stint, ...]
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    hours_week: float
    zone: str
    day_cut: pd.Timedelta

    def days(self, kind: str = "") -> set[pd.Timestamp]:
        """Business days with a duty of a kind."""
        return {stint.day for stint in self.stints if stint.of_kind(kind)}

    def hours(self, within: Period, kind: str = "") -> float:
        """Working time of duties of a kind."""
        return sum(stint.hours for stint in self.stints if stint.day in within and stint.of_kind(kind))

    def opens(self, day: pd.Timestamp) -> pd.Timestamp:
        """The instant at which a business day begins."""
        return (day + self.day_cut).tz_localize(self.zone, ambiguous=True, nonexistent="shift_forward")


def hours_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Working hours beyond the most."""
    for period in rule.periods(worked.first_day, worked.last_day):
        yield period.told, worked.hours(period, rule.what) - rule.most


def overtime_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Hours beyond normal days or weeks, of the weeks that begin in a period."""
    if rule.period == "day":
        normal = worked.hours_week / 5 if pd.isna(rule.normal_day) else rule.normal_day
        for period in rule.periods(worked.first_day, worked.last_day):
            yield period.told, worked.hours(period) - normal - rule.most
        return
    monday = worked.first_day - worked.first_day.weekday() * DAY
    for period in rule.periods(monday, worked.last_day):
        mondays = [day for day in pd.date_range(period.first, period.last) if day.weekday() == 0]
        yield period.told, sum(_overtime(rule, worked, day) for day in mondays) - rule.most


def _overtime(rule: WorkRule, worked: Worked, monday: pd.Timestamp) -> float:
    """Hours of a week beyond normal days or the normal week, whichever are more; the contract's where blank."""
    days = [worked.hours(Period(day, day, day)) for day in pd.date_range(monday, monday + 6 * DAY)]
    by_day, by_week = not pd.isna(rule.normal_day), not pd.isna(rule.normal_week)
    found = [sum(max(hours - rule.normal_day, 0.0) for hours in days)] if by_day else []
    if by_week or not by_day:
        found.append(max(sum(days) - (rule.normal_week if by_week else worked.hours_week), 0.0))
    return max(found)


def days_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Days on duty beyond the most."""
    return _beyond(rule, worked, worked.days())


def duties_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Days with a duty of the kind beyond the most."""
    return _beyond(rule, worked, worked.days(rule.what))


def nights_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Nights beyond the most."""
    return _beyond(rule, worked, worked.days("night"))


def _beyond(rule: WorkRule, worked: Worked, days: Iterable[pd.Timestamp]) -> Iterator[Beyond]:
    for period in rule.periods(worked.first_day, worked.last_day):
        yield period.told, sum(day in period for day in days) - rule.most


def days_off_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Days off that a period can not have any more."""
    for period in rule.periods(worked.first_day, worked.last_day):
        off = period.days - sum(day in period for day in worked.days())
        yield period.told, min(rule.least, period.days) - off


def weekends_in_period(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """Weekends on duty beyond the most, each in the period of its Saturday."""
    saturdays = {day - (day.weekday() - 5) * DAY for day in worked.days() if day.weekday() >= 5}
    since = worked.first_day - DAY if worked.first_day.weekday() == 6 else worked.first_day
    for period in rule.periods(since, worked.last_day):
        yield period.told, sum(day in period for day in saturdays) - rule.most


def weekly_rest(rule: WorkRule, worked: Worked) -> Iterator[Beyond]:
    """1 for a period in which no rest of the length begins or goes on at its first moment."""
    least = pd.Timedelta(hours=rule.least)
    for period in rule.periods(worked.first_day, worked.last_day):
        free, closes = worked.opens(period.first), worked.opens(period.last + DAY)
        for stint in worked.stints:
            if stint.end <= free:
                continue
            if stint.start - free >= least:
                break
            free = stint.end
        yield period.told, float(free >= closes)
