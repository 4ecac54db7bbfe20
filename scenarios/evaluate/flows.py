"""Where customers go when an outlet closes, moves or becomes self-service: before = elsewhere + digital + lost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.volumes import Busy

AWAY = ("digital", "lost")
Flow = dict[tuple[str, str], float]
"""(service, where to) to customers a month."""


@dataclass(frozen=True)
class Option:
    """One option of one outlet under review; `kept` is the share of its demand that stays with it."""

    outlet: str
    option: str
    target: str
    kept: float

    @property
    def stays_at(self) -> str:
        """Where that share is served: the new site of a move, else the outlet itself."""
        return self.target if self.option == "move" else self.outlet


def flow(
    facts: Facts, busy: Busy, minutes: Mapping[tuple[str, str], float], option: Option, gone: frozenset[str]
) -> Flow:
    """Customers of the option's outlet while all outlets of `gone` receive nobody.

    What leaves is split into a digital share, a lost share, and the rest over outlets within reach that offer the
    service, in proportion to exp(-minutes / decay); without any of these the rest is lost too.
    """
    settings = facts.network.settings
    moved: Flow = {}
    for (outlet, service), volume in busy.volume.items():
        if outlet != option.outlet:
            continue
        if option.kept > 0:
            _add(moved, service, option.stays_at, volume * option.kept)
        if option.kept >= 1:
            continue
        leaving = volume * (1.0 - option.kept)
        reach = {
            other: minutes[outlet, other]
            for other, offered in busy.volume
            if offered == service
            and other not in gone
            and other != outlet
            and minutes.get((outlet, other), math.inf) <= settings.transfer_reach_minutes
        }
        near = min(reach.values(), default=0.0)
        pull = {other: math.exp(-(took - near) / settings.decay_minutes) for other, took in reach.items()}
        rest = 1.0 - settings.digital_share - settings.lost_share
        for other, strength in pull.items():
            _add(moved, service, other, leaving * rest * strength / sum(pull.values()))
        _add(moved, service, "digital", leaving * settings.digital_share)
        _add(moved, service, "lost", leaving * (settings.lost_share if pull else 1.0 - settings.digital_share))
    return moved


def _add(moved: Flow, service: str, to: str, volume: float) -> None:
    moved[service, to] = moved.get((service, to), 0.0) + volume


def received(option: Option, moved: Flow) -> dict[str, float]:
    """Customers by the outlet that takes them over."""
    found: dict[str, float] = {}
    for (_, to), volume in moved.items():
        if to not in AWAY and to != option.stays_at:
            found[to] = found.get(to, 0.0) + volume
    return found


def end(moved: Flow, to: str) -> float:
    """Customers of all services that end there."""
    return sum(volume for (_, where), volume in moved.items() if where == to)


def added(busy: Busy, option: Option, moved: Flow) -> dict[str, float]:
    """Load that the receivers get on top."""
    return {
        to: volume * busy.handling[option.outlet] / busy.minutes[to] if busy.minutes[to] > 0 else 0.0
        for to, volume in received(option, moved).items()
    }


def stranded(facts: Facts, option: Option, moved: Flow) -> bool:
    """Whether customers of some service are lost for want of any outlet in reach."""
    for service in {service for service, _ in moved}:
        leaving = sum(volume for (one, to), volume in moved.items() if one == service and to != option.stays_at)
        lost = moved.get((service, "lost"), 0.0)
        if lost > leaving * facts.network.settings.lost_share + 1e-9 * (1 + leaving):
            return True
    return False
