"""What every origin of a problem stands on: arrays, calendar, design and events."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.arrays import Flags, Ints, spread_evenly
from forecast.calendar import Calendar, read_calendar
from forecast.design import Design, build_design
from forecast.history import History, read_history
from forecast.models.panel import Panel
from forecast.profile import Profile, fit_profile, rest_types
from forecast.regressors import NO_REGRESSORS, Regressors, read_regressors
from forecast.reshaped import reshaped
from forecast.values import ForecastProblem
from quarterhour.labels import require_columns

SAMPLE = 60
"""Series that stand for a larger panel where all would cost much and say little more."""


@dataclass(frozen=True)
class Ground:
    """Everything that does not depend on the origin: arrays, calendar, design, events and known regressors."""

    history: History
    calendar: Calendar
    design: Design
    events: Flags
    kinds: list[str]
    regressors: Regressors = NO_REGRESSORS

    def panel(self, until: int, horizon: int) -> tuple[Panel, Profile]:
        """Day levels after the first `until` days with the calendar ahead, and the profile behind them."""
        known, end = self.history.until(until), until + horizon
        types = self.types(end)
        profile = fit_profile(known, types[:until], rest_types(self.calendar.weekend))
        shares = self.calendar.weekday_shares[self._place(end)]
        levels = profile.levels(known, types[:until])
        regressors = self.regressors.first(end)
        panel = Panel(known.series, levels, self.design.first(end), shares, self.events[:, :end], regressors)
        return panel, profile

    def types(self, days: int) -> Ints:
        """The type of day profile of the first `days` days."""
        return self.calendar.types[self._place(days)]

    def reshaped(self, until: int) -> Ground:
        """The first `until` days alone, all with the shape that days have at their end."""
        return replace(self, history=reshaped(self.history.until(until), self.calendar))

    def sample(self) -> Ground:
        """At most `SAMPLE` series, spread evenly over all."""
        count = len(self.history.series)
        if count <= SAMPLE:
            return self
        return self.of(spread_evenly(count, SAMPLE))

    def of(self, rows: Ints) -> Ground:
        """Some series."""
        regressors = self.regressors.of(rows)
        return replace(self, history=self.history.of(rows), events=self.events[rows], regressors=regressors)

    def _place(self, days: int) -> slice:
        return self.calendar.place(pd.DatetimeIndex(self.design.days[:days]))


def prepare(problem: ForecastProblem) -> Ground:
    """Arrays, calendar, design and events of history and horizon."""
    history = read_history(problem)
    calendar = read_calendar(problem.days, problem.weekend)
    days = pd.date_range(history.days[0], periods=len(history.days) + problem.horizon, freq="D", unit="us")
    events, kinds = _events(problem, history, days)
    regressors = read_regressors(problem.regressors, history.series["outlet"], days, problem.horizon)
    return Ground(history, calendar, build_design(calendar, days), events, kinds, regressors)


def _events(problem: ForecastProblem, history: History, days: pd.DatetimeIndex) -> tuple[Flags, list[str]]:
    """Events by series, day and kind; events of outlets without a series, or of other days, are left out."""
    require_columns(problem.events, ["outlet", "day", "kind"], "events")
    kinds = sorted(problem.events["kind"].astype(str).unique())
    flags = np.zeros((len(history.series), len(days), len(kinds)), dtype=bool)
    place = days.get_indexer(pd.DatetimeIndex(problem.events["day"]))
    for kind in range(len(kinds)):
        here = (problem.events["kind"].astype(str) == kinds[kind]).to_numpy() & (place >= 0)
        for outlet, rows in problem.events.loc[here].assign(place=place[here]).groupby("outlet")["place"]:
            mine = np.flatnonzero(history.series["outlet"] == outlet)
            flags[mine[:, None], rows.to_numpy(), kind] = True
    return flags, kinds
