"""What a rehearsal takes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from forecast.values import Paths
from quarterhour.grid import TimeGrid


@dataclass(frozen=True)
class RehearsalProblem:
    """A roster, what its posts do, and what may come; labels are outlet, service, post, start.

    Attributes
    ----------
    segments
        As `Roster.segments`: employee, start, end, outlet, post, activity, duty, day. Only activity `work` serves.
    posts
        outlet, post, pool, services (tuple in priority order).
    services
        service, kind, handling_minutes, handling_spread (lognormal; NaN: as large as the mean),
        patience_minutes (exponential; NaN: nobody leaves), promise, promise_minutes, promise_share,
        promise_period (interval, day, month), deadline_clock (clock, opening).
    paths
        What may come. Replication r meets path r modulo their number: the path's counts the first time, and
        counts drawn anew from its rates (Poisson) after that.
    opening
        outlet, start: the open intervals of the horizon.
    desks
        outlet, desks: people who can serve at once.
    grid, first_day, days
        The horizon in business days.
    unplanned_absence
        Share of duties whose person does not come at all.
    unplanned_lateness
        Mean lateness at the start of a duty, in minutes (exponential).
    """

    segments: pd.DataFrame
    posts: pd.DataFrame
    services: pd.DataFrame
    paths: Paths
    opening: pd.DataFrame
    desks: pd.DataFrame
    grid: TimeGrid
    first_day: pd.Timestamp
    days: int
    unplanned_absence: float = 0.0
    unplanned_lateness: float = 0.0
