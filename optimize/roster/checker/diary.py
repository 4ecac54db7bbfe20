"""What segments say of people day by day, for the independent check of limits. Shares no code with the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.roster.checker.evidence import View

DAY = pd.Timedelta(days=1)
SMALL = 1e-6
"""Amounts up to it are rounding."""
Table = NDArray[np.float64]
Span = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]
"""First and last day of a period, and the day under which it is told."""


@dataclass(frozen=True)
class Asked:
    """One limit and all people whom it asks the same of.

    Attributes
    ----------
    people
        Their names, M of them.
    """

    view: View
    people: list[str]
    limit: str
    rule: str
    period: str
    days: int
    first_day: pd.Timestamp
    last_day: pd.Timestamp
    least: float
    most: float
    what: str
    then: str
    normal_day: float
    normal_week: float

    def holds(self, day: pd.Timestamp) -> bool:
        """Whether breaks told under that day count."""
        return not (day < self.first_day) and not (day > self.last_day)

    def spans(self, since: pd.Timestamp | None = None) -> list[Span]:
        """Each period that touches the horizon (from `since`)."""
        begin, end = since or self.view.days[0], self.view.days[-1]
        if self.period == "dates":
            touches = self.first_day <= end and self.last_day >= begin
            return [(self.first_day, self.last_day, self.first_day)] if touches else []
        every: list[Span] = []
        if self.period == "rolling":
            every = [(day - (self.days - 1) * DAY, day, day) for day in self.view.days]
        elif self.period:
            found = [_start(day, self.period) for day in pd.date_range(begin, end)]
            starts = {day for day in found if day is not None}
            if self.period == "weekend" and begin.weekday() == 6:
                starts |= {begin - DAY}
            every = [(day, _end(day, self.period), day) for day in sorted(starts)]
        return [span for span in every if self.holds(span[2])]


def _start(day: pd.Timestamp, period: str) -> pd.Timestamp | None:
    """The first day of the period that holds a day; None where a day is in no weekend."""
    if period == "day":
        return day
    if period == "week":
        return day - day.weekday() * DAY
    if period == "weekend":
        return day - (day.weekday() - 5) * DAY if day.weekday() >= 5 else None
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    return day.replace(day=1, month=(day.month - 1) // months * months + 1)


def _end(first: pd.Timestamp, period: str) -> pd.Timestamp:
    lengths = {"day": 0, "week": 6, "weekend": 1}
    if period in lengths:
        return first + lengths[period] * DAY
    return first + pd.DateOffset(months={"month": 1, "quarter": 3, "year": 12}[period]) - DAY


@dataclass(frozen=True)
class Diary:
    """People by days: row m is `people[m]`, column t is `days[t]`, from long before the horizon to its end."""

    people: list[str]
    days: pd.DatetimeIndex

    def column(self, day: pd.Timestamp) -> int:
        """The column of a day, also outside."""
        return int((day - self.days[0]) / DAY)

    def part(self, table: Table, first: pd.Timestamp, last: pd.Timestamp) -> Table:
        """Columns of `first` to `last`, as far as there are any."""
        return table[:, max(self.column(first), 0) : max(self.column(last) + 1, 0)]

    def fill(self, rows: pd.DataFrame, values: pd.Series | None = None) -> Table:
        """Rows (employee, day) as a table: the sum of `values`, or 1 where there is a row."""
        kept = rows["employee"].isin(self.people) & rows["day"].between(self.days[0], self.days[-1])
        who = pd.Index(self.people).get_indexer(pd.Index(rows.loc[kept, "employee"]))
        when = self.days.get_indexer(pd.Index(rows.loc[kept, "day"]))
        table = np.zeros((len(self.people), len(self.days)))
        if values is None:
            table[who, when] = 1.0
        else:
            np.add.at(table, (who, when), values[kept].to_numpy(float))
        return table


def diary(asked: Asked) -> Diary:
    """Days as far back as the limit looks."""
    view = asked.view
    back = min([first for first, _, _ in asked.spans()], default=view.days[0])
    longest = np.nanmax([asked.most, asked.least, 0.0]) if asked.rule.endswith("_row") else 0
    begin = min(back, view.days[0]) - pd.Timedelta(days=14 + 7 * int(longest))
    return Diary(asked.people, pd.date_range(begin, view.days[-1], freq="D", unit="us"))


def on_duty(asked: Asked, days: Diary, what: str = "") -> Table:
    """1 where a duty of a kind begins: early, late, night, standby, split, of a post, or any."""
    return days.fill(_of_kind(asked.view.both(), what))


def hours_on(asked: Asked, days: Diary, what: str = "") -> Table:
    """Hours of duties of a kind, by the day on which they begin."""
    chosen = _of_kind(asked.view.both(), what)
    return days.fill(chosen, chosen["worked"])


def _of_kind(duties: pd.DataFrame, what: str) -> pd.DataFrame:
    if what in ("", "early", "late"):
        return duties if not what else duties[duties["early"] == (what == "early")]
    if what in ("night", "standby", "split"):
        return duties[duties[what].astype(bool)]
    return duties[duties["held"] == what]


def past_days(view: View) -> pd.DataFrame:
    """Published segments before the horizon with the business day on which each begins."""
    grid, past = view.problem.grid, view.problem.past
    wall = past["start"].dt.tz_convert(grid.timezone).dt.tz_localize(None)
    return past.assign(day=(wall - pd.Timedelta(minutes=grid.day_cut)).dt.normalize())


def workable(asked: Asked, days: Diary) -> tuple[Table, Table]:
    """1 on days on which somebody could work and of which something is known; the same of unknown days."""
    view = asked.view
    terms = view.terms.loc[asked.people]
    dates = days.days.to_numpy()[None, :]
    late = dates < terms["first_day"].to_numpy()[:, None]
    could = ~(late | (dates > terms["last_day"].to_numpy()[:, None]))
    before = dates < view.days[0].to_datetime64()
    gone = view.segments.loc[view.segments["activity"] == "leave", ["employee", "day"]]
    could &= ~((days.fill(gone) + days.fill(view.unpaid) > 0) & ~before)
    past = past_days(view)
    leave = past[(past["activity"] == "leave") & (past["end"] > past["start"])]
    could &= ~((days.fill(leave[["employee", "day"]]) > 0) & before)
    since = past.groupby("employee")["day"].min().reindex(asked.people).fillna(view.days[0])
    known = (dates >= since.to_numpy()[:, None]) | ~before
    return (could & known).astype(float), (could & ~known).astype(float)
