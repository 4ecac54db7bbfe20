"""How each service fares by day and hour: all outlets together, and where it fares worst."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.duty import grid_of
from api.report.blocks import Fold, Picture
from api.report.charts.shades import shades
from api.report.context import Context
from api.report.sections.promise_times import SHARE, WAIT, promise_times
from api.report.sections.time_labels import CELL, days_of, hours_of
from scenarios.rehearsal.values import Rehearsal


def service_times(context: Context, made: Rehearsal) -> list[Fold]:
    """A fold a service: its line says how the service fares over all, inside is a heat map of days by hours.

    Deferred work is told by what is open, other services by what they promise; a service that nobody asked for is
    left out.
    """
    asked = made.services[["outlet", "service", "promise", "target"]]
    parts = made.service_intervals.merge(asked, on=["outlet", "service"], validate="many_to_one")
    grid, starts = grid_of(context.plan), pd.DatetimeIndex(parts["start"])
    parts = parts.assign(day=grid.business_day(starts), hour=grid.slot(starts) * grid.grain // 60)
    folds = []
    for (service, promise), part in parts[parts["arrivals"] > 0].groupby(["service", "promise"], sort=False):
        if promise == "settled_within":
            every = parts[(parts["service"] == service) & (parts["promise"] == promise)]
            folds.append(_backlog(context, str(service), every))
        else:
            measure = WAIT if promise == "mean_wait" else SHARE
            folds.append(promise_times(context, str(service), part, measure))
    return folds


def _backlog(context: Context, service: str, part: pd.DataFrame) -> Fold:
    """Jobs open at the ends of intervals, on average of each hour: work is open where nobody comes, too."""
    words = context.words
    by_outlet = part.groupby("outlet")["backlog"].mean()
    each = part.groupby([*CELL, "outlet"], as_index=False)["backlog"].mean()
    jobs = each.pivot_table(index="day", columns="hour", values="backlog", aggfunc="sum")
    values = jobs.to_numpy(dtype=np.float64)

    def show(value: float) -> str:
        return words.number(value, 1)

    note = words(
        "report.told_backlog_times",
        value=show(float(np.nanmean(values))),
        outlet=context.outlet(by_outlet.idxmax()),
        worst=show(float(by_outlet.max())),
        hours=show(float(part["oldest_worst"].max()) / 60),
    )
    title = words("report.backlog_times", service=service)
    rows, columns = days_of(context, jobs.index), hours_of(context, jobs.columns)
    return Fold(service, [Picture(shades(title, note, rows, columns, values, show), title)], note)
