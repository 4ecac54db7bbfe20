"""Who must stay covered by district and group, worked out again: shares of residents, never more than today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from scenarios.evaluate.circles import Circles
from scenarios.evaluate.coverage import weights_of, zone_table
from scenarios.evaluate.facts import Facts

GROUPS = ("rural", "children", "elderly")


@dataclass(frozen=True)
class Floor:
    """Residents of a scope by zone, how many of them must be covered, and the reason that names the floor."""

    scope: str
    people: dict[str, float]
    least: float
    reason: str

    def holds(self, inside: Set[str]) -> bool:
        """Whether zones with so many of them are covered."""
        return sum(people for zone, people in self.people.items() if zone in inside) >= self.least - 1e-9


def floors(facts: Facts, circles: Circles) -> list[Floor]:
    """All floors in the order in which reports have their scopes."""
    zones, now = zone_table(facts), circles.inside(circles.now)
    found = []
    for scope, share, reason in _asked(facts, [region for region in zones["region"].unique() if region]):
        weight = dict(zip(zones["zone"], weights_of(zones, scope).tolist(), strict=True))
        today = sum(people for zone, people in weight.items() if zone in now)
        found.append(Floor(scope, weight, min(share * sum(weight.values()), today), reason))
    return found


def first_broken(every: Iterable[Floor], inside: Set[str]) -> Floor | None:
    """The first floor that does not hold."""
    return next((floor for floor in every if not floor.holds(inside)), None)


def _asked(facts: Facts, regions: list[str]) -> Iterator[tuple[str, float, str]]:
    settings = facts.network.settings
    yield "all", settings.coverage_floor, "coverage.below_floor"
    if settings.vulnerable_floor is not None:
        for group in GROUPS:
            yield group, settings.vulnerable_floor, "coverage.below_group_floor"
    if settings.district_floor is not None:
        for region in regions:
            yield region, settings.district_floor, "coverage.below_district_floor"
