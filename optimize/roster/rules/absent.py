"""Absence: no duty on a day of leave, sickness, unpaid absence or training, nor one that runs into such a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from quarterhour.arrays import Ints


def absent(facts: Facts) -> Flags:
    """(P, G): the duty, travel included, touches no day on which the person is away.

    A day of training is closed to duties that start on it; duties that run into it need only rest before it. The
    last duties of the horizon may run into days after it, of which it is known who is away.
    """
    edges, kinds = facts.calendar.edges, facts.kinds
    away = facts.absent & (facts.duty_days() == 0)
    touches = (kinds["leaves"].to_numpy()[None, :] < edges[1:, None]) & (
        kinds["returns"].to_numpy()[None, :] > edges[:-1, None]
    )
    starts = kinds["day_number"].to_numpy()[None, :] == facts.days[:, None]
    closed: Flags = (away.astype(np.int64) @ touches > 0) | (facts.absent.astype(np.int64) @ starts > 0)
    return ~closed & (kinds["returns"].to_numpy()[None, :] <= _away_later(facts)[:, None])


def _away_later(facts: Facts) -> Ints:
    """(P,) minutes at which the first known day away after the horizon begins; beyond all where there is none."""
    calendar, first = facts.calendar, facts.unit.problem.later_absences.groupby("employee")["day"].min()
    starts = [calendar.grid.day_start(day) for day in first]
    begins = calendar.minutes(pd.Series(starts, first.index, dtype=f"datetime64[us, {calendar.grid.timezone}]"))
    never = np.iinfo(np.int64).max
    later: Ints = pd.Series(begins, first.index).reindex(facts.people["employee"], fill_value=never).to_numpy()
    return later
