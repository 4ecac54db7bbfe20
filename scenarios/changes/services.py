"""Services: what is promised, how long they take, and what machines take over."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, idle, lacking, missing
from scenarios.premises import DemandFactor, Premises

Share = Annotated[float, Field(ge=0, le=1)]


class _Services(ChangeModel):
    services: tuple[str, ...] | None = Field(None, description="Services by identifier; left out: all")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Services that are not there."""
        if self.services is None:
            return lacking(premises.network, "services", "services")
        return missing(premises.network, "services", "service", "services", self.services)

    def meant(self, premises: Premises) -> list[str]:
        """The services meant."""
        table = premises.network.table("services")["service"]
        return [name for name in table if self.services is None or name in self.services]


class ChangePromise(_Services):
    """Another promise: minutes, share, or both; its kind stays."""

    change: Literal["change_promise"] = "change_promise"
    minutes: Annotated[float, Field(ge=0, le=100_000)] | None = None
    share: Share | None = Field(None, description="Share of customers; only where the promise has one")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Services that are not there, or that promise no share."""
        wrong = [*super().unknown(premises), *idle(self, "minutes", "share")]
        if wrong or self.share is None or self.services is None:
            return wrong
        table = premises.network.table("services").set_index("service")
        return [
            Unfit("share", name, Message("change.promises_no_share", {"service": name}))
            for name in self.services
            if table.loc[name, "promise"] == "mean_wait"
        ]

    def apply(self, premises: Premises) -> Premises:
        """The premises with the promise."""
        table = premises.network.table("services").copy()
        here = table["service"].isin(self.meant(premises))
        if self.minutes is not None:
            table.loc[here, "promise_minutes"] = self.minutes
        if self.share is not None:
            table.loc[here & (table["promise"] != "mean_wait"), "promise_share"] = self.share
        return premises.with_tables(services=table)


class HandlingTime(_Services):
    """Handling that takes longer or shorter; its spread goes along."""

    change: Literal["handling_time"] = "handling_time"
    factor: Annotated[float, Field(ge=0.01, le=20, description="1.2 is 20% longer")] | None = None
    minutes: Annotated[float, Field(ge=0.01, le=1440, description="Or the mean handling time itself")] | None = (
        None
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Services that are not there, or nothing to change."""
        return [*super().unknown(premises), *idle(self, "factor", "minutes")]

    def apply(self, premises: Premises) -> Premises:
        """The premises with these handling times."""
        table = premises.network.table("services")
        here = table["service"].isin(self.meant(premises))
        usual = table["handling_minutes"]
        factor = (usual * 0.0 + (self.factor or 1.0)) if self.minutes is None else self.minutes / usual
        factor = factor.where(here, 1.0)
        changed = table.assign(
            handling_minutes=table["handling_minutes"] * factor, handling_spread=table["handling_spread"] * factor
        )
        return premises.with_tables(services=changed)


class SelfService(_Services):
    """Self-service that contains more or less: demand times (1 - d') / (1 - d), d = routine x contained."""

    change: Literal["self_service"] = "self_service"
    contained_share: Share | None = Field(None, description="Share of routine requests that self-service contains")
    contained_factor: Annotated[float, Field(ge=0, le=20)] | None = Field(
        None, description="Or the share known, times; 1 at most"
    )
    routine_share: Share | None = Field(None, description="Share of requests that are routine")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Services that are not there, or of which no net demand is known."""
        keys = ("contained_share", "contained_factor", "routine_share")
        wrong = [*super().unknown(premises), *idle(self, *keys)]
        if wrong:
            return wrong
        table = premises.network.table("services").set_index("service")
        whole = (table["routine_share"] * table["contained_share"] >= 1.0) & (table["history_is"] == "net")
        return [
            Unfit("services", name, Message("change.no_net_demand", {"service": name}))
            for name in self.meant(premises)
            if whole[name]
        ]

    def apply(self, premises: Premises) -> Premises:
        """The premises with these shares: gross histories follow from them, net ones get the factor."""
        table = premises.network.table("services").copy()
        here = table["service"].isin(self.meant(premises))
        before = 1.0 - table["routine_share"] * table["contained_share"]
        if self.contained_share is not None:
            table.loc[here, "contained_share"] = self.contained_share
        elif self.contained_factor is not None:
            table.loc[here, "contained_share"] = (table["contained_share"] * self.contained_factor).clip(upper=1.0)
        if self.routine_share is not None:
            table.loc[here, "routine_share"] = self.routine_share
        after = 1.0 - table["routine_share"] * table["contained_share"]
        ratio = (after / before).where(here & (table["history_is"] == "net"), 1.0)
        factors = [
            DemandFactor(float(value), None, frozenset([name]), None, None)
            for name, value in zip(table["service"], ratio, strict=True)
            if value != 1.0
        ]
        changed = premises.with_tables(services=table)
        return replace(changed, demand=(*premises.demand, *factors))
