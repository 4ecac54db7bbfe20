"""Residents within their circle of standing points, whatever stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scenarios.evaluate.coverage import FURTHEST, zone_minutes, zone_table
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.flows import Option


@dataclass(frozen=True)
class Circles:
    """Zones with their residents and circles.

    Attributes
    ----------
    people, circle
        Zone to residents and to minutes.
    minutes
        (zone, point) to minutes by the zone's mode.
    now
        Points that stand today.
    horizon
        Minutes that stand for out of reach.
    """

    people: Mapping[str, float]
    circle: Mapping[str, float]
    minutes: Mapping[tuple[str, str], float]
    now: frozenset[str]
    horizon: float

    @property
    def residents(self) -> float:
        """All residents."""
        return sum(self.people.values())

    def inside(self, standing: Iterable[str]) -> set[str]:
        """Zones with one of the points in their circle."""
        points = list(standing)
        return {
            zone
            for zone, circle in self.circle.items()
            if any(self.minutes.get((zone, point), float("inf")) <= circle for point in points)
        }

    def covered_after(self, options: Iterable[Option]) -> float:
        """Residents covered once these options are carried out and everything else stays."""
        return sum(self.people[zone] for zone in self.inside(self.after(options)))

    def after(self, options: Iterable[Option]) -> set[str]:
        """Points that stand then: merged and moved outlets are gone, sites moved to are there."""
        changed = list(options)
        gone = {option.outlet for option in changed if option.option in ("merge", "move")}
        return (set(self.now) - gone) | {option.target for option in changed if option.option == "move"}

    def shared(self, outlet: str, site: str) -> float:
        """Share of the residents in an outlet's circle whose circle holds the site too."""
        own = self.inside([outlet])
        whole = sum(self.people[zone] for zone in own)
        return sum(self.people[zone] for zone in own & self.inside([site])) / whole if whole else 0.0

    def extra_minutes(self, option: Option) -> tuple[float, float]:
        """Mean and most extra minutes of those residents whose nearest point the outlet is."""
        standing = self.after([option])
        total, weighted, worst = 0.0, 0.0, 0.0
        for zone, residents in self.people.items():
            before = self._nearest(zone, self.now)
            if self.minutes.get((zone, option.outlet), float("inf")) <= before:
                extra = self._nearest(zone, standing) - before
                total, weighted = total + residents, weighted + residents * extra
                worst = max(worst, extra) if residents > 0 else worst
        return (weighted / total if total else 0.0), worst

    def _nearest(self, zone: str, standing: Iterable[str]) -> float:
        return min((self.minutes.get((zone, point), self.horizon) for point in standing), default=self.horizon)


def read_circles(facts: Facts) -> Circles:
    """The circles of the plan's points."""
    zones, points = zone_table(facts), facts.table("coverage_points")
    return Circles(
        people=dict(zip(zones["zone"], zones["residents"].astype(float), strict=True)),
        circle=dict(zip(zones["zone"], zones["circle"].astype(float), strict=True)),
        minutes=zone_minutes(facts, zones, points),
        now=frozenset(points.loc[points["role"] == "existing", "point"]),
        horizon=max(FURTHEST, float(zones["circle"].max())) if len(zones) else FURTHEST,
    )
