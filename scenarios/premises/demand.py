"""What a scenario does to demand beyond what any table holds: plain facts, carried out by `scenarios.plan`.

None stands for all. Days are business days, hours minutes after midnight of the wall clock (begin, end); hours
whose end is not after their begin run past midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scenarios.network.model import Network

Names = frozenset[str] | None


@dataclass(frozen=True)
class DemandFactor:
    """Demand multiplied for some outlets, services, days and hours. It acts on the forecast, never on history."""

    factor: float
    outlets: Names
    services: Names
    first_day: pd.Timestamp | None
    last_day: pd.Timestamp | None
    weekdays: frozenset[int] | None = None
    hours: tuple[int, int] | None = None


@dataclass(frozen=True)
class DemandShift:
    """A share of demand that comes at other times of the same day, week or plan.

    Attributes
    ----------
    source, target
        Factors of 1 that say from which and to which days and hours; outlets and services are those of `source`.
    within
        day, week (Monday to Sunday) or plan: how far demand moves.
    """

    share: float
    source: DemandFactor
    target: DemandFactor
    within: str


@dataclass(frozen=True)
class NewSeries:
    """Demand of its own for an outlet and service that the forecast lacks: like another series, times a factor.

    Attributes
    ----------
    factor
        On the demand of the other series.
    daily
        Customers of a mean open day in place of `factor`.
    """

    outlet: str
    service: str
    like_outlet: str
    like_service: str
    factor: float = 0.0
    daily: float | None = None


@dataclass(frozen=True)
class Takeover:
    """A new outlet that draws a share of another one's demand, at those hours in which it is open itself."""

    outlet: str
    source: str
    share: float


@dataclass(frozen=True)
class LongerHours:
    """A share of an outlet's weekly demand that comes in the hours that were added."""

    outlet: str
    share: float


@dataclass(frozen=True)
class Departure:
    """Demand that leaves an outlet and is re-assigned.

    Attributes
    ----------
    share
        Of what is still there: departures of one outlet act one after the other.
    services
        Those concerned.
    digital, lost
        Shares for digital channels and of those who give up; None for the network's settings.
    into
        The one outlet that takes what is neither digital nor lost; None for those in reach by travel decay.
    place
        Latitude and longitude that travel is counted from; None for the outlet's own.
    """

    outlet: str
    share: float = 1.0
    services: Names = None
    digital: float | None = None
    lost: float | None = None
    into: str | None = None
    place: tuple[float, float] | None = None


def taken_at(network: Network) -> Mapping[str, frozenset[str]]:
    """The services that each outlet's posts take."""
    posts = network.table("posts")
    found: dict[str, set[str]] = {outlet: set() for outlet in network.table("outlets")["outlet"]}
    for outlet, services in zip(posts["outlet"], posts["services"], strict=True):
        found[outlet].update(services.split(";"))
    return {outlet: frozenset(services - {""}) for outlet, services in found.items()}
