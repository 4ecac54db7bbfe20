"""What a plan starts from: the organisation's network, and what a scenario changed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from quarterhour.messages import Message
from scenarios.network.model import Network
from scenarios.network.schema import schema
from scenarios.premises.demand import DemandFactor, DemandShift, Departure, LongerHours, NewSeries, Takeover


@dataclass(frozen=True)
class Premises:
    """The base network, the network as changed, and the changes that no table holds.

    Attributes
    ----------
    base
        As the organisation gave it.
    network
        As the scenario has it; everything but the forecast is planned for this one.
    known
        What demand is forecast for: the base with the scenario's holidays and events, and nothing else changed.
    demand
        Factors on the forecast and shifts within it, applied in order.
    created
        Demand that is new: of new outlets and new services.
    takeovers
        Shares of demand that new outlets draw from others.
    longer
        Demand that comes in opening hours that were added.
    departures
        Demand that leaves outlets; closed ones are among them.
    closed
        Outlets that the scenario closes.
    travel
        Factors on travel minutes by mode.
    released
        Employees for whom no open outlet lay within their travel limit.
    left_out
        Why changes were left out that may be (`skip_if_unknown`).
    """

    base: Network
    network: Network
    known: Network
    demand: tuple[DemandFactor | DemandShift, ...] = ()
    created: tuple[NewSeries, ...] = ()
    takeovers: tuple[Takeover, ...] = ()
    longer: tuple[LongerHours, ...] = ()
    departures: tuple[Departure, ...] = ()
    closed: tuple[str, ...] = ()
    travel: Mapping[str, float] = field(default_factory=dict)
    released: tuple[str, ...] = ()
    left_out: tuple[Message, ...] = ()

    @classmethod
    def of(cls, network: Network) -> Premises:
        """The premises of the base plan."""
        return cls(network, network, network)

    @property
    def without_demand(self) -> Premises:
        """The same tables, closures and ways; of demand only what the tables say."""
        return replace(self, demand=(), created=(), takeovers=(), longer=(), departures=())

    @property
    def first_day(self) -> pd.Timestamp:
        """First business day of the plan."""
        return self.base.first_day

    @property
    def last_day(self) -> pd.Timestamp:
        """Last business day of the plan."""
        return self.first_day + pd.Timedelta(days=7 * self.base.settings.plan_weeks - 1)

    def with_tables(self, **tables: pd.DataFrame) -> Premises:
        """The premises with some tables of the changed network replaced, and checked."""
        return replace(self, network=self.network.with_tables(**tables))

    def with_more(self, **rows: pd.DataFrame) -> Premises:
        """The premises with rows added to tables: after those of the base, in the order of their keys.

        So the order in which changes add rows does not matter.
        """
        tables = {}
        for name, added in rows.items():
            keys = schema()[name].keys
            there = self.network.table(name)
            every = (
                pd.concat([there, added.reindex(columns=there.columns)], ignore_index=True)
                if len(there)
                else added
            )
            known = pd.MultiIndex.from_frame(self.base.table(name)[keys])
            old = pd.MultiIndex.from_frame(every[keys]).isin(known)
            tables[name] = pd.concat([every[old], every[~old].sort_values(keys)], ignore_index=True)
        return self.with_tables(**tables)
