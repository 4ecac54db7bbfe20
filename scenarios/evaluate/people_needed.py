"""Full-time people whom an outlet's customers ask for in an ordinary week, worked out again by interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from scenarios.evaluate.crew import read_crew, rows, words
from scenarios.evaluate.deadlines import Hours
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.ordinary_week import Place, Series, ordinary_weeks
from scenarios.evaluate.pools import Pools, find_pools
from scenarios.evaluate.promises import Service, crowd
from scenarios.evaluate.requirement import (
    Outlet,
    Stated,
    pool_names,
    post_of,
    read_group,
    read_services,
    within_desks,
)


@dataclass(frozen=True)
class Needed:
    """Outlets by how many customers a month they have.

    Attributes
    ----------
    weeks
        (outlet, service) to customers by place in the week, of one customer a month.
    starts
        Place in the week to its instant in the first week to plan.
    full_time
        Hours at the post that a full-time person gives in a week.
    known
        Answers by outlet and volumes.
    """

    facts: Facts
    pools: Pools
    weeks: Mapping[Series, Mapping[Place, float]]
    services: Mapping[str, Service]
    starts: Mapping[Place, pd.Timestamp]
    full_time: float
    known: dict[tuple[object, ...], float] = field(default_factory=dict)

    def people(self, outlet: str, volume: Mapping[str, float]) -> float:
        """Full-time people, in parts, for so many customers a month by service."""
        key = (outlet, tuple(sorted((name, round(count, 9)) for name, count in volume.items())))
        if key not in self.known:
            week = self._week(outlet, volume)
            self.known[key] = 0.0 if week is None else self._hours(week) / self.full_time
        return self.known[key]

    def _week(self, outlet: str, volume: Mapping[str, float]) -> Outlet | None:
        """The outlet's open intervals with its customers; None where it has no customers that a post takes."""
        table = self.facts.network.table
        posts = rows(table("posts")[table("posts")["outlet"] == outlet])
        taken = {service for row in posts for service in words(row["services"])}
        known = {
            name: self.weeks[outlet, name] for name in volume if name in taken and (outlet, name) in self.weeks
        }
        places = {place for week in known.values() for place in week if place in self.starts}
        if not places:
            return None
        ordered = sorted(places, key=lambda place: self.starts[place])
        starts = [self.starts[place] for place in ordered]
        demand = {
            self.services[name]: [week.get(place, 0.0) * volume[name] for place in ordered]
            for name, week in known.items()
        }
        served: dict[str, list[Service]] = {row["post"]: [] for row in posts}
        for service in demand:
            served[post_of(posts, service.name)].append(service)
        desks = table("outlets").set_index("outlet")["desks"]
        return Outlet(
            name=outlet,
            hours=Hours(
                tuple(int((start - starts[0]).total_seconds() // 60) for start in starts),
                int(self.facts.plan["grain"]),
            ),
            starts=starts,
            demand=demand,
            served=served,
            minimum={row["post"]: int(row["minimum_people"]) for row in posts},
            desks=int(desks[outlet]),
        )

    def _hours(self, week: Outlet) -> float:
        """At the post, all pools together."""
        names = pool_names(week, self.pools)
        said = self._asked(week, names)
        groups = [read_group(week, self.pools, name, said) for name in names]
        return sum(sum(people) for people in within_desks(week, groups)) * week.hours.grain / 60

    def _asked(self, week: Outlet, names: list[str]) -> Stated:
        """The fewest people who keep each interval's promises if its rate lasted, by pool and by rigid post."""
        said: dict[tuple[str, str, str], dict[pd.Timestamp, int]] = {}
        for name in names:
            posts = self.pools.posts(week.name, name)
            everybody = [service for post in posts for service in week.served[post]]
            said[week.name, "pool", name] = self._least(week, everybody)
            for post in (one for one in posts if (week.name, one) not in self.pools.flexible):
                said[week.name, "post", post] = self._least(week, week.served[post])
        return Stated(said, {})

    def _least(self, week: Outlet, services: list[Service]) -> dict[pd.Timestamp, int]:
        now = [service for service in services if not service.deferred]
        return {
            start: crowd(((service, week.demand[service][t]) for service in now), week.hours.grain).least()
            for t, start in enumerate(week.starts)
        }


def read_needed(facts: Facts) -> Needed | None:
    """The rule of people of a network with posts and employees; None without them."""
    network = facts.network
    if not (network.has("posts") and network.has("employees")):
        return None
    settings = network.settings
    present = (1 - settings.planned_absence) * (1 - settings.unplanned_absence)
    return Needed(
        facts=facts,
        pools=find_pools(facts, read_crew(facts)),
        weeks=ordinary_weeks(facts),
        services={service.name: service for service in read_services(facts)},
        starts=_starts(facts),
        full_time=_full_time(network.table("employees"), network.table("contracts"))
        * settings.shift_efficiency
        * present,
    )


def _full_time(employees: pd.DataFrame, contracts: pd.DataFrame) -> float:
    """Weekly hours of the longest contract that an own employee has."""
    hours: dict[str, Any] = dict(zip(contracts["contract"], contracts["hours_week"].astype(float), strict=True))
    own = employees[employees["partner"] == ""]
    return float(max((hours[name] for name in own["contract"]), default=40.0))


def _starts(facts: Facts) -> dict[Place, pd.Timestamp]:
    """Each place of the calendar week with the first day to plan; of an hour that comes twice the first."""
    grid, first = facts.network.grid, facts.network.first_day
    monday = first - pd.Timedelta(days=first.weekday())
    found: dict[Place, pd.Timestamp] = {}
    starts = grid.starts(monday, 7)
    for start, day, slot in zip(starts, grid.business_day(starts), grid.slot(starts), strict=True):
        found.setdefault((int((day - monday).days), int(slot)), start)
    return found
