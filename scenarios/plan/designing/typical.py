"""The typical week that shifts are designed for, and the groups of outlets that share shifts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from quarterhour.grid import TimeGrid
from scenarios.network.check_hours import WEEKDAYS
from scenarios.network.model import Network


def typical_week(pools: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """outlet, pool, slot (of the week from Monday's day cut), people: the median over the horizon's same weekdays.

    Half a person is a person: the median of an even number of days is rounded up.
    """
    starts = pd.DatetimeIndex(pools["start"])
    weekday = grid.business_day(starts).day_of_week.to_numpy()
    rows = pools.assign(slot=weekday * grid.slots_a_day + grid.slot(starts))
    week = rows.groupby(["outlet", "pool", "slot"], as_index=False)[["people"]].median()
    return week.assign(people=np.floor(week["people"] + 0.5).astype("int64"))


def groups(network: Network, outlets: pd.Series) -> pd.DataFrame:
    """outlet, kind, hours, group: outlets of one kind and the same opening hours share a group."""
    hours = network.table("opening_hours")
    hours = hours[hours["weekday"].isin(WEEKDAYS)]
    hours = hours.assign(order=[WEEKDAYS.index(day) for day in hours["weekday"]])
    hours = hours.sort_values(["outlet", "order", "opens"])
    spans = hours["opens"] + "-" + hours["closes"]
    by_day = spans.groupby([hours["outlet"], hours["order"]]).agg(" ".join).reset_index(name="span")
    told = {outlet: _told(days) for outlet, days in by_day.groupby("outlet")}
    found = network.table("outlets").loc[lambda table: table["outlet"].isin(outlets), ["outlet", "kind"]]
    found = found.assign(hours=found["outlet"].map(told).fillna("")).reset_index(drop=True)
    kinds = found.groupby("kind")["hours"].transform(lambda texts: pd.factorize(texts)[0])
    several = found.groupby("kind")["hours"].transform("nunique") > 1
    number = (" " + (kinds + 1).astype("str")).where(several, "")
    return found.assign(group=found["kind"] + number)


def _told(days: pd.DataFrame) -> str:
    """Such as mon-fri 08:30-17:30, sat 09:00-16:00."""
    runs: list[tuple[int, int, str]] = []
    for day, span in zip(days["order"].tolist(), days["span"].tolist(), strict=True):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == span:
            runs[-1] = (runs[-1][0], day, span)
        else:
            runs.append((day, day, span))
    named = [
        (WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}-{WEEKDAYS[last]}", span)
        for first, last, span in runs
    ]
    return ", ".join(f"{days_} {span}" for days_, span in named)


def present_span(slots: NDArray[np.int64], slots_a_day: int) -> NDArray[np.bool_]:
    """Slots of the week at which somebody may be there: those asked for, and gaps within a business day."""
    there = np.zeros(7 * slots_a_day, dtype=np.bool_)
    for day in np.unique(slots // slots_a_day):
        own = slots[slots // slots_a_day == day]
        there[own.min() : own.max() + 1] = True
    return there
