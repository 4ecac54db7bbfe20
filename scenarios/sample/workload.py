"""The work of the whole network: who asks for what where and when, and the people it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from quarterhour.grid import TimeGrid
from scenarios.network import Network
from scenarios.network.hours import open_mask
from scenarios.sample import staffing
from scenarios.sample.calendar import calendar
from scenarios.sample.demand import Outlet, Slots, expected_days, noise, rain, rates
from scenarios.sample.outlets import offered
from scenarios.sample.size import Size
from scenarios.sample.truth import TRUTH


@dataclass(frozen=True)
class Workload:
    """What the tables of a network are made from.

    Attributes
    ----------
    premises
        Outlets, hours, services, posts and events, as far as they are known without the demand.
    days
        Calendar of history and horizon, business days in order.
    history
        Number of days before the plan begins.
    mix
        By outlet and service, customers of the service per customer.
    opened, expected, lived
        By outlet, over all days and slots: whether open; expected customers without weather and noise;
        expected customers with them.
    """

    premises: Network
    days: pd.DataFrame
    history: int
    mix: Mapping[tuple[str, str], float]
    opened: Mapping[str, Slots]
    expected: Mapping[str, Floats]
    lived: Mapping[str, Floats]

    @property
    def grid(self) -> TimeGrid:
        """The network's time grid."""
        return self.premises.grid

    def people_needed(self) -> dict[str, staffing.People]:
        """By outlet, people at the post in every slot of the last week of the history, without noise."""
        week = slice(self.history - 7, self.history)
        services, posts = self.premises.table("services"), self.premises.table("posts")
        at_once = staffing.handling(self.mix, services, "immediate")
        later = staffing.handling(self.mix, services, "deferred")
        least = posts.groupby("outlet")["minimum_people"].sum()
        calls = set(posts.loc[posts["services"] == "call", "outlet"])
        needed = {}
        for outlet, every in self.expected.items():
            rate, opened = every[week], self.opened[outlet][week]
            even = rate.sum(axis=1, keepdims=True) / np.maximum(opened.sum(axis=1, keepdims=True), 1)
            erlangs = (rate * at_once[outlet] + even * opened * later[outlet]) / self.grid.grain
            safety = staffing.CALL_SAFETY if outlet in calls else staffing.SAFETY
            needed[outlet] = staffing.needed(erlangs, opened, int(least[outlet]), safety)
        return needed


def workload(size: Size, drawn: pd.DataFrame, premises: Network, seed: int) -> Workload:
    """Opening hours and demand of every outlet, from the first day of history to the last one planned."""
    history = (size.plan_start - size.first_day).days
    count = history + 7 * size.plan_weeks
    days = calendar(premises, size.first_day, count)
    opened = _opened(premises, size.first_day, count)
    weather = rain(count, seed)
    expected, lived = {}, {}
    for outlet in _outlets(drawn):
        factor = expected_days(outlet, days, size.plan_start, premises.table("events"))
        moved = factor + outlet.truth.rain * weather + noise(outlet, count, seed)
        expected[outlet.name] = rates(outlet, factor, opened[outlet.name], premises.grid)
        lived[outlet.name] = rates(outlet, moved, opened[outlet.name], premises.grid)
    return Workload(premises, days, history, _mix(premises), opened, expected, lived)


def _outlets(drawn: pd.DataFrame) -> list[Outlet]:
    columns = (drawn[column] for column in ("outlet", "kind", "customers", "trend"))
    return [
        Outlet(name, TRUTH[kind], customers, trend) for name, kind, customers, trend in zip(*columns, strict=True)
    ]


def _opened(premises: Network, first_day: pd.Timestamp, days: int) -> dict[str, Slots]:
    """Open slots by business day; every day in China has equally many."""
    mask = open_mask(premises, premises.grid.starts(first_day, days))
    shaped = mask.reshape(len(mask), days, premises.grid.slots_a_day)
    return dict(zip(premises.table("outlets")["outlet"], shaped, strict=True))


def _mix(premises: Network) -> dict[tuple[str, str], float]:
    kinds = premises.table("outlets").set_index("outlet")["kind"]
    asked = offered(premises.table("posts"))
    pairs = zip(asked["outlet"], asked["service"], strict=True)
    return {(outlet, service): TRUTH[kinds[outlet]].mix[service] for outlet, service in pairs}
