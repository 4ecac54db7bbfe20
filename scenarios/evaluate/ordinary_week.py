"""An ordinary week worked out again: customers by weekday and time of one customer a month, service by service."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.network.calendar import day_calendar
from scenarios.network.history import history
from scenarios.network.hours import opening

WEEKS = 26
"""So many of the last weeks of each series are looked at."""
MOST_BUSY = 2.0
"""Busier days count for so many times the mean of their weekday at most."""
WEEKS_A_MONTH = 365.25 / 12 / 7
Series = tuple[str, str]
Place = tuple[int, int]
"""Weekday, and interval of the business day."""


def ordinary_weeks(facts: Facts) -> dict[Series, dict[Place, float]]:
    """(outlet, service) to customers by place in the week, for each customer a month, busier days allowed for."""
    seen = _counts(facts)
    calendar = day_calendar(facts.network, seen["day"].min(), seen["day"].max())
    ordinary = seen[seen["day"].isin(calendar.loc[calendar["kind"] == "ordinary", "day"])]
    busier, net = _busier(facts, seen), _net(facts)
    found: dict[Series, dict[Place, float]] = {}
    for series, part in (ordinary if len(ordinary) else seen).groupby(["outlet", "service"]):
        outlet, service = str(series[0]), str(series[1])
        recent = part[part["day"] > part["day"].max() - pd.Timedelta(weeks=WEEKS)]
        means = recent.groupby([recent["day"].dt.day_of_week, "slot"])["count"].mean()
        whole = float(means.sum())
        factor = busier.get((outlet, service), 1.0) * net[service] / WEEKS_A_MONTH
        found[outlet, service] = {
            (int(weekday), int(slot)): (float(mean) / whole if whole > 0 else 0.0) * factor
            for (weekday, slot), mean in means.items()
        }
    return found


def _counts(facts: Facts) -> pd.DataFrame:
    """outlet, service, day, slot, count of known intervals; a history by day is spread over opening hours."""
    grid = facts.network.grid
    fine, coarse = history(facts.network)
    start = pd.DatetimeIndex(fine["start"])
    frames = [fine.assign(day=grid.business_day(start), slot=grid.slot(start))]
    if len(coarse):
        hours = opening(facts.network, facts.network.first_day, 7)
        begun = pd.DatetimeIndex(hours["start"])
        hours = hours.assign(weekday=grid.business_day(begun).day_of_week, slot=grid.slot(begun))
        pairs = coarse.assign(weekday=coarse["day"].dt.day_of_week).merge(hours, on=["outlet", "weekday"])
        size = pairs.groupby(["outlet", "service", "day"])["slot"].transform("size")
        frames.append(pairs.assign(count=pairs["count"] / size))
    columns = ["outlet", "service", "day", "slot", "count"]
    return pd.concat([frame[columns] for frame in frames if len(frame)], ignore_index=True).dropna(subset="count")


def _busier(facts: Facts, seen: pd.DataFrame) -> Mapping[Series, float]:
    """The day that staff is planned for over the mean of its weekday: the setting's quantile of recent days."""
    days = seen.groupby(["outlet", "service", "day"], as_index=False)[["count"]].sum()
    found: dict[Series, float] = {}
    for series, part in days.groupby(["outlet", "service"]):
        recent = part[part["day"] > part["day"].max() - pd.Timedelta(weeks=WEEKS)]
        usual = recent.groupby(recent["day"].dt.day_of_week)["count"].transform("mean")
        ratio = (recent["count"] / usual)[usual > 0]
        quantile = ratio.quantile(facts.network.settings.staffing_quantile)
        if len(ratio):
            found[str(series[0]), str(series[1])] = min(max(float(quantile), 1.0), MOST_BUSY)
    return found


def _net(facts: Facts) -> Mapping[str, float]:
    """What of a gross history self-service leaves to people."""
    return {
        row["service"]: 1.0 - float(row["routine_share"] or 0.0) * float(row["contained_share"] or 0.0)
        if row["history_is"] == "gross"
        else 1.0
        for row in rows(facts.network.table("services"))
    }
