"""How busy each outlet is, from the organisation's arrivals: customers a month, desk minutes, room for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.network.hours import opening

MONTHS = 12
"""Operating months whose mean is an outlet's volume."""
PLANNED_DAYS = 28
"""Days from the first planned one over which an ordinary day's opening time is averaged."""
FULL, SLACK = 0.85, 0.01
"""Share of desk minutes up to which an outlet is filled, and what one that is full may take all the same."""


@dataclass(frozen=True)
class Busy:
    """Outlets that the scenario does not close.

    Attributes
    ----------
    volume
        (outlet, service) to customers a month.
    handling
        Mean minutes of a customer, by the mix of each outlet's whole history; 0 without one.
    minutes
        Desk minutes a month.
    load
        Share of them that customers take today.
    """

    volume: Mapping[tuple[str, str], float]
    handling: Mapping[str, float]
    minutes: Mapping[str, float]
    load: Mapping[str, float]

    def room(self, outlet: str) -> float:
        """Load that may be added."""
        return max(FULL - self.load[outlet], SLACK)


def busy(facts: Facts) -> Busy:
    """The figures of all open outlets."""
    days = _days(facts)
    outlets = facts.network.table("outlets")
    outlets = outlets[~outlets["outlet"].isin(facts.closed)]
    services = facts.network.table("services").set_index("service")["handling_minutes"].astype(float)
    volume = _volume(days)
    handled = days.assign(minutes=days["count"] * days["service"].map(services))
    sums = handled.groupby("outlet")[["count", "minutes"]].sum()
    handling = dict.fromkeys(outlets["outlet"], 0.0)
    handling |= {str(name): row["minutes"] / row["count"] for name, row in sums.iterrows() if row["count"] > 0}
    minutes, load = {}, {}
    opened, open_minutes = _open_days(facts, days, list(outlets["outlet"])), _open_minutes(facts)
    for name, desks in zip(outlets["outlet"], outlets["desks"].astype(float), strict=True):
        minutes[name] = desks * opened[name] * open_minutes.get(name, 0.0)
        work = sum(count for (outlet, _), count in volume.items() if outlet == name) * handling[name]
        load[name] = work / minutes[name] if minutes[name] > 0 else 0.0
    return Busy(volume, handling, minutes, load)


def _days(facts: Facts) -> pd.DataFrame:
    """outlet, service, day, month, count of known business days; an interval with an unknown part is not known."""
    arrivals = facts.network.table("arrivals")
    arrivals = arrivals[~arrivals["outlet"].isin(facts.closed)]
    interval = arrivals["start"].dt.floor(facts.grain)
    keys = [arrivals["outlet"], arrivals["service"], interval]
    parts = arrivals["count"].groupby(keys)
    sums = parts.sum()[parts.count() == parts.size()].reset_index()
    sums["day"] = facts.business_day(sums["start"])
    days = sums.groupby(["outlet", "service", "day"], as_index=False)[["count"]].sum()
    return days.assign(month=days["day"].dt.to_period("M"))


def _volume(days: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Mean of the last operating months before the month in which the history ends."""
    whole = days[days["month"] < days["day"].max().to_period("M")]
    months = whole.groupby(["outlet", "service", "month"])["count"].sum()
    return {
        (str(outlet), str(service)): float(part.sort_index().iloc[-MONTHS:].mean())
        for (outlet, service), part in months.groupby(level=["outlet", "service"])
    }


def _open_days(facts: Facts, days: pd.DataFrame, outlets: list[str]) -> dict[str, float]:
    """Mean days a month with customers, of the months that a review looks at; else the network's middle."""
    last = days["day"].max()
    as_of = last.to_period("M") if last == last.to_period("M").end_time.normalize() else last.to_period("M") - 1
    counts = days[days["month"] <= as_of].groupby(["outlet", "month"])["day"].nunique()
    months = int(facts.network.settings.review_months)
    recent = counts.sort_index().groupby(level="outlet").tail(months).groupby(level="outlet").mean()
    known = {str(outlet): float(mean) for outlet, mean in recent.items()}
    usual = float(pd.Series([known[name] for name in outlets if name in known], dtype=float).median())
    return {name: known.get(name, usual if known else 30.0) for name in outlets}


def _open_minutes(facts: Facts) -> dict[str, float]:
    slots = opening(facts.network, facts.network.first_day, PLANNED_DAYS)
    slots = slots.assign(day=facts.business_day(slots["start"]))
    sums = slots.groupby("outlet").agg(slots=("start", "size"), days=("day", "nunique"))
    grain = facts.grain.total_seconds() / 60
    return {str(name): row["slots"] / row["days"] * grain for name, row in sums.iterrows()}
