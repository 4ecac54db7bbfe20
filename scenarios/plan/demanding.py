"""The demand that people have to serve under a scenario, from the forecast of what is known.

In this order: demand of new outlets and services; the scenario's factors and shifts; what comes in opening hours
that are new; self-service taken out of gross histories; customers known ahead; what new outlets draw from others;
and the re-assignment of what leaves: closed, merged, moved and converted outlets, and hours that are no longer
served. The order of a scenario's changes matters only within a step.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np
import pandas as pd

from forecast.values import Forecast
from quarterhour.arrays import Mask
from quarterhour.grid import TimeGrid
from scenarios.network.hours import opening
from scenarios.plan.closing import Reassigned, reassign, together
from scenarios.plan.creating import created, with_takers
from scenarios.plan.demand import as_block, as_column, net, scaled, times, with_appointments
from scenarios.plan.moving import drawn, longer, shifted
from scenarios.premises import DemandFactor, DemandShift, Premises
from scenarios.premises.demand import taken_at
from scenarios.premises.travel import between_outlets


def demand_under(premises: Premises, forecast: Forecast) -> Reassigned:
    """The demand of the premises' network, given the forecast of `premises.known`, and where demand went."""
    network, grid = premises.network, premises.network.grid
    found = created(forecast, premises.created, grid)
    found = with_takers(found, premises)
    opened = _open_now(premises, found)
    found, added = _opened(found, opened, premises, grid)
    found = _changed(found, premises.demand, grid)
    found = longer(found, premises.longer, added, grid)
    found = with_appointments(net(found, network, grid), network, grid)
    found, drew = drawn(found, premises.takeovers, grid)
    between = between_outlets(premises) if _leaves(premises, found, opened) else pd.DataFrame()
    moved = reassign(found, premises, opened, between)
    return Reassigned(moved.forecast, together(drew, moved.balance))


def _open_now(premises: Premises, forecast: Forecast) -> Mask:
    """(series, intervals) in which the outlet is open under the scenario and a post takes the service."""
    network, paths = premises.network, forecast.paths
    slots = opening(network, premises.first_day, _days(forecast, network.grid))
    row = {outlet: at for at, outlet in enumerate(network.table("outlets")["outlet"])}
    open_ = np.zeros((len(row), len(paths.starts)), dtype=bool)
    open_[
        slots["outlet"].map(row).to_numpy(dtype=int), paths.starts.get_indexer(pd.DatetimeIndex(slots["start"]))
    ] = True
    open_[[row[outlet] for outlet in premises.closed]] = False
    served = taken_at(network)
    labels = list(zip(paths.series["outlet"], paths.series["service"], strict=True))
    taken = [not network.has("posts") or service in served[outlet] for outlet, service in labels]
    mask: Mask = open_[[row[outlet] for outlet, _ in labels]] & np.array(taken, dtype=bool)[:, None]
    return mask


def _days(forecast: Forecast, grid: TimeGrid) -> int:
    return int(grid.business_day(forecast.paths.starts).nunique())


def _opened(forecast: Forecast, opened: Mask, premises: Premises, grid: TimeGrid) -> tuple[Forecast, Mask]:
    """The forecast with hours that are new marked as open; a new outlet has no demand outside its own hours."""
    rows = forecast.intervals["open"].to_numpy(dtype=bool)
    before = as_block(forecast, rows.astype(float)) > 0
    known = premises.known.table("outlets")["outlet"]
    new = ~forecast.paths.series["outlet"].isin(known).to_numpy()
    added = opened & ~before
    stray = new[:, None] & ~opened & before
    if stray.any():
        forecast = times(forecast, as_column(forecast, np.where(stray, 0.0, 1.0)), grid)
    if not added.any() and not stray.any():
        return forecast, added
    marked = as_column(forecast, ((before | added) & ~stray).astype(float)) > 0
    return replace(forecast, intervals=forecast.intervals.assign(open=marked)), added


def _changed(forecast: Forecast, changes: tuple[DemandFactor | DemandShift, ...], grid: TimeGrid) -> Forecast:
    """Factors and shifts in their order; factors that follow each other act at once."""
    for _, run in groupby(changes, key=lambda change: isinstance(change, DemandFactor)):
        steps = list(run)
        factors = [step for step in steps if isinstance(step, DemandFactor)]
        forecast = scaled(forecast, factors, grid)
        for step in steps:
            if isinstance(step, DemandShift):
                forecast = shifted(forecast, step, grid)
    return forecast


def _leaves(premises: Premises, forecast: Forecast, opened: Mask) -> bool:
    """Whether any demand has to be sent elsewhere."""
    mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))
    return bool(premises.departures) or bool((~opened & (mean > 0)).any())
