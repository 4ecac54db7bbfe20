"""Vehicles and equipment."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import Unfit, idle, lacking
from scenarios.changes.choosing import OutletsChosen
from scenarios.premises import Premises

MachineKind = Literal[
    "terminal", "terminal_24h", "desk", "printer", "reader", "multilingual", "barrier_free", "other"
]


class Equipment(OutletsChosen):
    """Machines: how many there are, how often they fail, how long repair takes."""

    change: Literal["equipment"] = "equipment"
    machines: tuple[MachineKind, ...] | None = Field(None, description="Kinds of machine; left out: all")
    pieces: Annotated[int, Field(ge=0, le=10_000)] | None = Field(None, description="How many in each place")
    pieces_factor: Annotated[float, Field(ge=0, le=20)] | None = Field(None, description="Or times; rounded down")
    failures_a_month: Annotated[float, Field(ge=0, le=1000)] | None = Field(None, description="Of one piece")
    failures_factor: Annotated[float, Field(ge=0, le=1000)] | None = Field(
        None, description="Or times; 1000 at most"
    )
    repair_hours: Annotated[float, Field(ge=0, le=1000)] | None = Field(None, description="Mean hours to repair")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """No such machines, or nothing to change."""
        keys = ("pieces", "pieces_factor", "failures_a_month", "failures_factor", "repair_hours")
        wrong = [
            *super().unknown(premises),
            *lacking(premises.network, "equipment", "machines"),
            *idle(self, *keys),
        ]
        if not wrong and not self._meant(premises).any():
            shown = ", ".join(self.machines or ())
            wrong.append(Unfit("machines", shown, Message("change.no_machine_fits", {"asked": shown})))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with these machines."""
        table = premises.network.table("equipment").copy()
        meant = self._meant(premises)
        if self.pieces is not None:
            table.loc[meant, "count"] = self.pieces
        elif self.pieces_factor is not None:
            count = np.floor(table["count"].astype(float) * self.pieces_factor).astype("Int64")
            table["count"] = table["count"].where(~meant, count)
        if self.failures_a_month is not None:
            table.loc[meant, "failures_a_month"] = self.failures_a_month
        elif self.failures_factor is not None:
            failures = (table["failures_a_month"] * self.failures_factor).clip(upper=1000.0)
            table["failures_a_month"] = table["failures_a_month"].where(~meant, failures)
        if self.repair_hours is not None:
            table.loc[meant, "repair_hours"] = self.repair_hours
        return premises.with_tables(equipment=table)

    def _meant(self, premises: Premises) -> pd.Series:
        table = premises.network.table("equipment")
        here = table["outlet"].isin(self.chosen(premises))
        return here if self.machines is None else here & table["kind"].isin(self.machines)


class Vehicles(OutletsChosen):
    """Mobile service vehicles of outlets: how many, and hours a day."""

    change: Literal["vehicles"] = "vehicles"
    number: Annotated[int, Field(ge=0, le=1000)] | None = Field(
        None, description="Vehicles at each outlet that has any: the last ones go, new ones are like its first"
    )
    hours_day: Annotated[float, Field(ge=0, le=24)] | None = Field(None, description="Hours a day of each")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """No vehicles there, or nothing to change."""
        network = premises.network
        wrong = [*super().unknown(premises), *lacking(network, "vehicles"), *idle(self, "number", "hours_day")]
        if not wrong and not network.table("vehicles")["outlet"].isin(self.chosen(premises)).any():
            shown = ", ".join(self.chosen(premises)[:8])
            wrong.append(Unfit("outlets", shown, Message("change.no_vehicle_there", {"outlets": shown})))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with these vehicles."""
        table = premises.network.table("vehicles")
        here = table["outlet"].isin(self.chosen(premises))
        changed = table.copy()
        if self.hours_day is not None:
            changed.loc[here, "hours_day"] = self.hours_day
        if self.number is None:
            return premises.with_tables(vehicles=changed)
        gone = here & (changed.groupby("outlet").cumcount() >= self.number)
        tables = premises.with_tables(vehicles=changed[~gone])
        new = [
            rows.iloc[[0]].assign(vehicle=f"{rows['vehicle'].iloc[0]}+{number}")
            for _, rows in changed[here].groupby("outlet")
            for number in range(1, self.number - len(rows) + 1)
        ]
        return tables.with_more(vehicles=pd.concat(new, ignore_index=True)) if new else tables
