"""What every origin of a problem stands on: arrays, calendar, design and events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Flags
from forecast.calendar import Calendar, read_calendar
from forecast.design import Design, build_design
from forecast.history import History, read_history
from forecast.outlook import Outlook, look_ahead
from forecast.values import ForecastProblem
from quarterhour.labels import require_columns


@dataclass(frozen=True)
class Ground:
    """Everything that does not depend on the origin: arrays, calendar, design and events."""

    history: History
    calendar: Calendar
    design: Design
    events: Flags
    kinds: list[str]

    def outlook(self, until: int, horizon: int) -> Outlook:
        """What is foreseen after the first `until` days."""
        return look_ahead(self.history, self.calendar, self.design, self.events, horizon, until)


def prepare(problem: ForecastProblem) -> Ground:
    """Arrays, calendar, design and events of history and horizon."""
    history = read_history(problem)
    calendar = read_calendar(problem.days, problem.weekend)
    days = pd.date_range(history.days[0], periods=len(history.days) + problem.horizon, freq="D", unit="us")
    events, kinds = _events(problem, history, days)
    return Ground(history, calendar, build_design(calendar, days), events, kinds)


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
