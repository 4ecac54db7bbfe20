"""The kinds of change. Each is plain data and one function: premises in, changed premises out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from quarterhour.messages import Message
from quarterhour.seeds import generator
from scenarios.changes.rehome import rehome
from scenarios.network.model import Network
from scenarios.premises import DemandFactor, Premises


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def unknown(self, network: Network) -> list[Message]:
        """What the change names and the network does not have."""
        return []


def _missing(network: Network, table: str, column: str, named: Sequence[str] | None) -> list[Message]:
    there = set(network.table(table)[column])
    return [
        Message("change.unknown_name", {"name": name, "table": table, "known": ", ".join(sorted(there)[:8])})
        for name in named or ()
        if name not in there
    ]


class ScaleDemand(_Change):
    """Demand times a factor, for some outlets, kinds of outlet, services and days; left out means all."""

    change: Literal["scale_demand"] = "scale_demand"
    factor: Annotated[float, Field(ge=0, le=20)]
    outlets: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None
    first_day: date | None = None
    last_day: date | None = None

    def unknown(self, network: Network) -> list[Message]:
        return [
            *_missing(network, "outlets", "outlet", self.outlets),
            *_missing(network, "outlets", "kind", self.kinds),
            *_missing(network, "services", "service", self.services),
        ]

    def apply(self, premises: Premises) -> Premises:
        """The premises with one more factor on the forecast."""
        outlets = premises.network.table("outlets")
        concerned = pd.Series(True, index=outlets.index)
        if self.outlets is not None:
            concerned &= outlets["outlet"].isin(self.outlets)
        if self.kinds is not None:
            concerned &= outlets["kind"].isin(self.kinds)
        everywhere = self.outlets is None and self.kinds is None
        factor = DemandFactor(
            self.factor,
            None if everywhere else frozenset(outlets.loc[concerned, "outlet"]),
            None if self.services is None else frozenset(self.services),
            None if self.first_day is None else pd.Timestamp(self.first_day),
            None if self.last_day is None else pd.Timestamp(self.last_day),
        )
        return replace(premises, demand=(*premises.demand, factor))


class CloseOutlet(_Change):
    """An outlet closed for the whole plan: its demand is re-assigned, its people get a new home."""

    change: Literal["close_outlet"] = "close_outlet"
    outlet: str

    def unknown(self, network: Network) -> list[Message]:
        return _missing(network, "outlets", "outlet", [self.outlet])

    def apply(self, premises: Premises) -> Premises:
        """The premises with the outlet among the closed ones, which planning skips, and its people elsewhere."""
        if self.outlet in premises.closed:
            return premises
        moved = rehome(premises, self.outlet)
        return replace(moved, closed=(*moved.closed, self.outlet))


class AbsentShare(_Change):
    """A share of the own people sick on the days given; who it is follows from the seed alone.

    A larger share takes the same people and more, so that two shares can be compared.
    """

    change: Literal["absent_share"] = "absent_share"
    share: Annotated[float, Field(ge=0, le=1)]
    first_day: date
    last_day: date
    outlets: tuple[str, ...] | None = None

    def unknown(self, network: Network) -> list[Message]:
        return _missing(network, "outlets", "outlet", self.outlets)

    def apply(self, premises: Premises) -> Premises:
        """The premises with the absences of the people drawn."""
        network = premises.network
        people = network.table("employees")
        if self.outlets is not None:
            people = people[people["outlet"].isin(self.outlets)]
        seed = network.settings.seed
        drawn = [name for name in people["employee"] if generator(seed, "absent", name).random() < self.share]
        planned = network.table("absences")
        days = (pd.Timestamp(self.first_day), pd.Timestamp(self.last_day))
        clash = (planned["first_day"] <= days[1]) & (planned["last_day"] >= days[0])
        away = set(planned.loc[clash, "employee"])
        sick = pd.DataFrame({"employee": pd.Series([name for name in drawn if name not in away], dtype="str")})
        sick = sick.assign(first_day=days[0], last_day=days[1], kind="sick", hours_a_day=8.0)
        return replace(
            premises, network=network.with_tables(absences=pd.concat([planned, sick], ignore_index=True))
        )


class SlowerTravel(_Change):
    """Travel minutes times a factor, by mode."""

    change: Literal["slower_travel"] = "slower_travel"
    factor: Annotated[float, Field(gt=0, le=20)]
    modes: tuple[Literal["walk", "drive"], ...] = ("drive",)

    def apply(self, premises: Premises) -> Premises:
        """The premises with slower travel."""
        travel = dict(premises.travel)
        for mode in self.modes:
            travel[mode] = travel.get(mode, 1.0) * self.factor
        return replace(premises, travel=travel)


class Budget(_Change):
    """The one-off money that may be spent on the network of service points."""

    change: Literal["budget"] = "budget"
    money: Annotated[float, Field(ge=0)]

    def apply(self, premises: Premises) -> Premises:
        """The premises with another budget."""
        return replace(premises, network=premises.network.with_settings(budget=self.money))


Change = Annotated[ScaleDemand | CloseOutlet | AbsentShare | SlowerTravel | Budget, Field(discriminator="change")]
