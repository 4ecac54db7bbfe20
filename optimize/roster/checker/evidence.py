"""A roster's segments read back into duties, days and hours, for the checker alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimize.roster.checker.comparable import comparable
from optimize.roster.checker.elapsed import hours_between
from optimize.roster.checker.reading import (
    COUNTED,
    absences_of,
    at_post_of,
    duties_of,
    employed_days,
    missing_of,
    published_days,
    serving_of,
    unpaid_of,
)
from optimize.roster.values import RosterProblem


@dataclass(frozen=True)
class View:
    """What the segments say; each part is read when it is first asked for."""

    problem: RosterProblem
    segments: pd.DataFrame

    @cached_property
    def terms(self) -> pd.DataFrame:
        """The employees' terms by employee."""
        return self.problem.employees.rename(columns={"standby": "standby_consent"}).set_index("employee")

    @cached_property
    def comparable(self) -> pd.Series:
        """For each employee, the first of those comparable."""
        return comparable(self.problem)

    @cached_property
    def duties(self) -> pd.DataFrame:
        """One row a person (or slot) and duty.

        employee, day, duty, start, end (travel included), begins, finishes (at the post), worked, trained_hours,
        waited (hours of standby), between (hours of breaks that part it), outlet, post, held (the post, whatever
        its ways say), standby, training, split, night, early, holiday, locked, named.
        """
        return duties_of(self.problem, self._active, ["employee", "day", "duty", "training"])

    @cached_property
    def past(self) -> pd.DataFrame:
        """The same of what was published before the first day."""
        return duties_of(self.problem, published_days(self.problem), ["employee", "day", "chain"])

    @cached_property
    def at_post(self) -> pd.DataFrame:
        """When people on duty, neither standby nor training, are at their post.

        employee, day, duty, outlet, held, begins, finishes: one row a part of a duty.
        """
        return at_post_of(self._active, self.duties)

    @cached_property
    def serving(self) -> pd.DataFrame:
        """Stretches of work: employee, outlet, pool, day, start, end, trained."""
        return serving_of(self.problem, self._active, self.terms)

    @cached_property
    def absences(self) -> pd.DataFrame:
        """employee, day, kind: one a day."""
        return absences_of(self.problem)

    @cached_property
    def unpaid(self) -> pd.DataFrame:
        """Absences without pay, where no locked duty or leave stands."""
        return unpaid_of(self.absences, self.segments)

    @cached_property
    def reached(self) -> pd.DataFrame:
        """employee, week, hours: working time and paid leave inside the horizon."""
        counted = self.segments["activity"].isin([*COUNTED, "leave"])
        own = self.segments[counted & self.segments["employee"].isin(self.terms.index)]
        hours = hours_between(own["start"], own["end"])
        return pd.DataFrame({"employee": own["employee"], "week": View.week(own["day"]), "hours": hours})

    @cached_property
    def missing(self) -> pd.DataFrame:
        """Duties with people missing.

        outlet, post, day, people, activity, length (hours without break), worked (hours with travel), night,
        holiday, home (roster unit).
        """
        return missing_of(self.problem, self.filled)

    @cached_property
    def there(self) -> pd.DataFrame:
        """employee, day: employed, neither on unpaid absence nor on paid leave."""
        leave = self.segments[self.segments["activity"] == "leave"]
        away = pd.concat([self.unpaid[["employee", "day"]], leave[["employee", "day"]]]).drop_duplicates()
        there = employed_days(self.problem).merge(away, on=["employee", "day"], how="left", indicator=True)
        return there[there["_merge"] == "left_only"]

    @cached_property
    def filled(self) -> pd.Series:
        """People by duty."""
        served = self._active[self._active["duty"] != ""]
        return served.groupby("duty")["employee"].nunique()

    def with_more(self, segments: pd.DataFrame) -> View:
        """The view of this roster with the segments of further duties; what is known of it is not read again."""
        more = View(self.problem, pd.concat([self.segments, segments], ignore_index=True))
        fresh = View(self.problem, segments)
        duties = pd.concat([self.duties, fresh.duties], ignore_index=True)
        vars(more).update(terms=self.terms, past=self.past, absences=self.absences, duties=duties)
        return more

    @property
    def _active(self) -> pd.DataFrame:
        return self.segments[self.segments["activity"] != "leave"]

    @property
    def first_day(self) -> pd.Timestamp:
        """First business day."""
        return self.problem.first_day.normalize()

    @cached_property
    def days(self) -> list[pd.Timestamp]:
        """All business days."""
        return list(pd.date_range(self.first_day, periods=self.problem.days, freq="D"))

    def opens(self, days: pd.Series[Any]) -> pd.Series[Any]:
        """Instants at which business days begin."""
        zone = self.problem.grid.timezone
        starts = [self.problem.grid.day_start(day) for day in days]
        return pd.Series(starts, index=days.index, dtype=f"datetime64[us, {zone}]")

    def with_terms(self, *columns: str) -> pd.DataFrame:
        """Duties of named people beside some of their terms."""
        named = self.duties[self.duties["named"]]
        return named.join(self.terms[list(columns)], on="employee")

    def term(self, rows: pd.DataFrame, name: str) -> pd.Series[float]:
        """One term of the employee in each row, as a number."""
        return pd.Series(self.terms[name].reindex(rows["employee"]).to_numpy(float), index=rows.index)

    def both(self) -> pd.DataFrame:
        """Duties of named people, those before the first day included; a frame of the caller's own."""
        return self._both.copy(deep=False)

    @cached_property
    def _both(self) -> pd.DataFrame:
        parts = [part for part in (self.past, self.duties[self.duties["named"]]) if len(part)]
        return (pd.concat(parts) if parts else self.duties).reset_index(drop=True)

    @staticmethod
    def week(days: pd.Series) -> pd.Series:
        """The Monday of each day."""
        mondays: pd.Series[Any] = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
        return mondays

    def by_week(self) -> pd.DataFrame:
        """employee, day (Monday), worked: weeks that touch the horizon, their part before it included."""
        every = self.both()
        every["day"] = self.week(every["day"])
        weekly = every.groupby(["employee", "day"], as_index=False)["worked"].sum()
        monday = self.first_day - pd.Timedelta(days=self.first_day.weekday())
        touching: pd.DataFrame = weekly[weekly["day"] >= monday]
        return touching

    def regular(self) -> pd.Series:
        """Regular hours by employee and week: the contract's, by share of the days present, to the minute."""
        present = employed_days(self.problem).merge(self.unpaid, on=["employee", "day"], how="left")
        present = present[present["kind"].isna()]
        share = present.groupby(["employee", self.week(present["day"]).rename("week")]).size() / 7
        hours = self.terms["hours_week"].reindex(share.index.get_level_values("employee")).to_numpy(float)
        return pd.Series(np.floor(share.to_numpy() * hours * 60 + 1e-6) / 60, index=share.index)
