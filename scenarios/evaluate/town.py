"""A study's zones and points, from the organisation's tables: who is near what, and what stands at which money."""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass

from scenarios.evaluate.coverage import FURTHEST, zone_minutes, zone_table
from scenarios.evaluate.facts import Facts

SPREAD_MONTHS = 36
"""Months over which one-off money is spread when it is held against money a month."""


@dataclass(frozen=True)
class Town:
    """Zones, points and minutes of a study.

    Attributes
    ----------
    people, circle
        Zone to residents, and to minutes of its circle.
    minutes
        Zone to minutes by point.
    horizon
        Minutes that stand for out of reach.
    """

    people: dict[str, float]
    circle: dict[str, float]
    minutes: dict[str, dict[str, float]]
    horizon: float
    now: frozenset[str]
    required: frozenset[str]
    candidates: frozenset[str]
    opening: dict[str, float]
    monthly: dict[str, float]

    def near(self, zone: str, standing: Set[str]) -> float:
        """Minutes to the nearest standing point."""
        return min((took for point, took in self.minutes[zone].items() if point in standing), default=math.inf)

    def inside(self, zone: str, standing: Set[str]) -> int:
        """How many standing points lie in the zone's circle."""
        circle = self.circle[zone]
        return sum(took <= circle for point, took in self.minutes[zone].items() if point in standing)

    def covered(self, standing: Set[str]) -> float:
        """Residents with a standing point in their circle."""
        return sum(people for zone, people in self.people.items() if self.inside(zone, standing))

    @property
    def usable(self) -> frozenset[str]:
        """Points that may stand."""
        return self.now | self.required | self.candidates

    def money(self, standing: Set[str]) -> float:
        """Money a month of what is new, its opening spread."""
        new = sorted(standing - self.now)
        return sum(self.monthly[point] + self.opening[point] / SPREAD_MONTHS for point in new)

    def asked_times(self, zone: str, times: int) -> int:
        """How many points a zone is to have in its circle: no more than there could be."""
        return min(times, self.inside(zone, self.usable))


def read_town(facts: Facts) -> Town:
    """The study's zones and points, from the organisation's tables."""
    zones, points, sites = zone_table(facts), facts.table("coverage_points"), facts.network.table("sites")
    minutes: dict[str, dict[str, float]] = {str(zone): {} for zone in zones["zone"]}
    for (zone, point), took in zone_minutes(facts, zones, points).items():
        minutes[zone][point] = took
    outlets = facts.network.table("outlets")
    stands = outlets[(outlets["kind"] != "call_desk") & outlets["latitude"].notna()]
    roles = {role: frozenset(sites.loc[sites["role"] == role, "site"]) for role in ("required", "candidate")}
    return Town(
        people=dict(zip(zones["zone"], zones["residents"].astype(float), strict=True)),
        circle=dict(zip(zones["zone"], zones["circle"].astype(float), strict=True)),
        minutes=minutes,
        horizon=max(FURTHEST, float(zones["circle"].max())) if len(zones) else FURTHEST,
        now=frozenset(set(stands["outlet"]) - set(facts.closed)),
        required=roles["required"],
        candidates=roles["candidate"],
        opening=dict(zip(sites["site"], sites["opening_cost"].astype(float), strict=True)),
        monthly=dict(zip(sites["site"], sites["monthly_cost"].astype(float), strict=True)),
    )
