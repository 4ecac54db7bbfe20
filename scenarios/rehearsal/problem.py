"""What a rehearsal takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from quarterhour.grid import TimeGrid
from scenarios.rehearsal.self_service import SELF_SERVICE_COLUMNS
from scenarios.rehearsal.surges import Surge

if TYPE_CHECKING:
    # Processes that play outlets start without forecasting and its libraries.
    from forecast.values import Paths

EQUIPMENT_COLUMNS = ("outlet", "equipment", "pieces", "failures_a_month", "repair_hours")


@dataclass(frozen=True)
class RehearsalProblem:
    """A roster, what its posts do, and what may come; labels are outlet, service, post, start.

    Attributes
    ----------
    segments
        As `Roster.segments`: employee, start, end, outlet, post, activity, duty, day. Activity `work` serves, and
        `standby` when it is called.
    posts
        outlet, post, pool, services (tuple in priority order), flexible (everybody in the pool can hold it).
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
    equipment
        outlet, equipment, pieces, failures_a_month, repair_hours: desks that may fail; as many fewer people can
        serve at once as are down.
    self_service
        Machines that do services by themselves (`self_service.SELF_SERVICE_COLUMNS`): while some are down, their
        part of the customers whom they contain comes to people.
    grid, first_day, days
        The horizon in business days.
    unplanned_absence
        Share of duties whose person does not come at all.
    unplanned_lateness
        Mean lateness at the start of a duty, in minutes (exponential).
    travel_spread
        Standard deviation of the factor (lognormal, mean 1) on the planned travel minutes before a duty: late
        by what is more than planned; 0 as planned.
    surges
        What-if factors on the rates.
    calls_reserve
        Whether people on standby (segments of that activity) are called when a promise is seen to fail
        (`scenarios.rehearsal.reserve`).
    lead, longest_lead
        duty, lead: minutes from the call until service by standby duty; of duties not named, the longest.
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
    equipment: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(EQUIPMENT_COLUMNS)))
    self_service: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SELF_SERVICE_COLUMNS)))
    unplanned_absence: float = 0.0
    unplanned_lateness: float = 0.0
    travel_spread: float = 0.0
    surges: tuple[Surge, ...] = ()
    calls_reserve: bool = True
    lead: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"duty": [], "lead": []}).astype({"duty": "str"})
    )
    longest_lead: float = 120.0
