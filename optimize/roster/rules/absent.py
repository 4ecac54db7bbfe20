"""Absence: no duty on a day of leave, sickness, unpaid absence or training, nor one that runs into such a day."""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts


def absent(facts: Facts) -> Flags:
    """(P, G): the duty, travel included, touches no day on which the person is away.

    A day of training is closed to duties that start on it; duties that run into it need only rest before it.
    """
    edges, kinds = facts.calendar.edges, facts.kinds
    away = facts.absent & (facts.duty_days() == 0)
    touches = (kinds["leaves"].to_numpy()[None, :] < edges[1:, None]) & (
        kinds["returns"].to_numpy()[None, :] > edges[:-1, None]
    )
    starts = kinds["day_number"].to_numpy()[None, :] == facts.days[:, None]
    closed: Flags = (away.astype(np.int64) @ touches > 0) | (facts.absent.astype(np.int64) @ starts > 0)
    return ~closed
