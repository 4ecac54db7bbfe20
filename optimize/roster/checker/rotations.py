"""Rotations, recomputed day by day. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from optimize.roster.checker.diary import DAY, Asked, Diary, Table
from optimize.roster.checker.sums import Judged


def rotation(asked: Asked, days: Diary) -> Iterator[Judged]:
    """Days with a duty that has not the symbol of the cycle, and days that ask for a duty and have none."""
    symbols = [symbol for symbol in asked.what if symbol != " "]
    today = {day: symbols[int((day - asked.first_day) / DAY) % len(symbols)] for day in asked.view.days}
    today = {day: symbol for day, symbol in today.items() if not day > asked.last_day}
    duties = asked.view.both()
    duties = duties[duties["day"].isin(list(today)) & duties["employee"].isin(asked.people)]
    right = [
        _right(today[day], early, night)
        for day, early, night in zip(duties["day"], duties["early"], duties["night"], strict=True)
    ]
    wrong, any_duty = days.fill(duties[~np.asarray(right, dtype=bool)]), days.fill(duties)
    busy = 1.0 - _idle(asked, days)
    for day, symbol in today.items():
        column = days.column(day)
        lack = np.zeros(len(asked.people)) if symbol in "O*" else 1.0 - any_duty[:, column]
        yield day, wrong[:, column] * busy[:, column], lack * busy[:, column]


def _right(symbol: str, early: bool, night: bool) -> bool:
    if symbol in "D*":
        return True
    return {"E": early, "L": not early and not night, "N": night, "O": False}[symbol]


def _idle(asked: Asked, days: Diary) -> Table:
    """1 on days of leave, absence (where nothing is locked), and outside the employment."""
    view, keys = asked.view, ["employee", "day"]
    held = view.segments.loc[view.segments["locked"].astype(bool), keys].drop_duplicates()
    away = view.absences[keys].merge(held, on=keys, how="left", indicator=True)
    leave = view.segments.loc[view.segments["activity"] == "leave", keys]
    without = away.loc[away["_merge"] == "left_only", keys]
    gone = pd.concat([without, leave])
    terms, dates = view.terms.loc[asked.people], days.days.to_numpy()[None, :]
    outside = dates < terms["first_day"].to_numpy()[:, None]
    outside |= dates > terms["last_day"].to_numpy()[:, None]
    idle: Table = np.maximum(days.fill(gone), outside.astype(float))
    return idle
