"""A plan: everything that was decided for one scenario, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from forecast.values import Forecast
from optimize.coverage.values import CoveragePlan
from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from scenarios.rehearsal.values import Rehearsal


@dataclass(frozen=True)
class Plan:
    """All stages that the network's tables allow; a stage that was not run is None.

    Attributes
    ----------
    name, network, language, currency, timezone, grain
        Name of the scenario, name of the network, and how its figures read.
    first_day, days
        The operational horizon in business days.
    changes
        Changes over the network's tables, in order, as plain data: those that decisions made part of the base,
        then the scenario's; empty for a base of which nothing was decided.
    outlets
        outlet, name, kind, region, latitude, longitude, desks: what pages and maps need.
    layers
        Frames only shown: people (employee, name, outlet), zones (zone, name, latitude, longitude, residents,
        kind), sites (point, name, latitude, longitude), partners (partner, name, latitude, longitude), roads
        (from_latitude, from_longitude, to_latitude, to_longitude), adjustments (planners' adjustments of the
        forecast, as `scenarios.plan.foreseen.Foreseen` has them), decisions (number, name, by, at, why, changes,
        withdraws: the decisions whose changes come first).
    balance
        outlet, service, to, before, volume: where the demand of closed outlets goes (before = sum of volume),
        empty where none is closed.
    indicators
        indicator (key), scope ("" or an outlet), value, unit (key), low, high (NaN without an interval).
    warnings
        warning (key), level (yellow, orange, red), outlet, start, value, limit.
    costs
        item (key), money: over the horizon; adds up to the indicator cost_total.
    held
        stage, outlet, held (bool): of a plan near its base, outlets whose part of a stage was held, and those
        planned again; empty where everything was planned.
    rounds
        round, promises_kept, promise_days_kept, short_hours, hole_hours, cost, kept: the rounds of staff, roster
        and rehearsal, of which one was kept.
    raised
        outlet, pool, start, people: how many more than required the staff plan asks for, as earlier rounds taught.
    seconds
        Wall-clock seconds by stage.
    settings
        All settings of the network that were in force.
    version
        Of the program that made the plan.
    """

    name: str
    network: str
    language: str
    currency: str
    timezone: str
    grain: int
    day_cut: int
    first_day: pd.Timestamp
    days: int
    seed: int
    workers: int
    changes: tuple[Mapping[str, Any], ...]
    outlets: pd.DataFrame
    layers: Mapping[str, pd.DataFrame]
    forecast: Forecast | None
    requirement: Requirement | None
    staff: StaffPlan | None
    roster: Roster | None
    coverage: CoveragePlan | None
    rehearsal: Rehearsal | None
    balance: pd.DataFrame
    indicators: pd.DataFrame
    warnings: pd.DataFrame
    costs: pd.DataFrame
    held: pd.DataFrame
    rounds: pd.DataFrame
    raised: pd.DataFrame
    seconds: Mapping[str, float]
    settings: Mapping[str, Any]
    version: str
