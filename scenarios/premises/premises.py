"""What a plan starts from: the organisation's network, and what a scenario changed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from scenarios.network.model import Network


@dataclass(frozen=True)
class DemandFactor:
    """Demand multiplied for some outlets, services and days; None stands for all.

    A change of demand acts on the forecast, never on history.
    """

    factor: float
    outlets: frozenset[str] | None
    services: frozenset[str] | None
    first_day: pd.Timestamp | None
    last_day: pd.Timestamp | None


@dataclass(frozen=True)
class Premises:
    """The base network, the network as changed, and the changes that no table holds.

    Attributes
    ----------
    base
        As the organisation gave it; demand is forecast for this one.
    network
        As the scenario has it; everything else is planned for this one.
    demand
        Factors on the forecast, applied in order.
    closed
        Outlets that the scenario closes; their demand is re-assigned.
    travel
        Factors on travel minutes by mode.
    released
        Employees for whom no open outlet lay within their travel limit.
    """

    base: Network
    network: Network
    demand: tuple[DemandFactor, ...] = ()
    closed: tuple[str, ...] = ()
    travel: Mapping[str, float] = field(default_factory=dict)
    released: tuple[str, ...] = ()

    @classmethod
    def of(cls, network: Network) -> Premises:
        """The premises of the base plan."""
        return cls(network, network)
