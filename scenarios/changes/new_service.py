"""A service that is not offered yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import Unfit, idle, missing, taken
from scenarios.changes.choosing import OutletsChosen
from scenarios.network.schema import LISTS
from scenarios.premises import NewSeries, Premises
from scenarios.premises.demand import taken_at

Customers = Annotated[float, Field(ge=0, le=100_000)]
Text = Annotated[str, Field(min_length=1, pattern=r"^[^;]+$")]


class AddService(OutletsChosen):
    """A new service like a known one, taken last by those posts that take that one; its demand comes on top."""

    change: Literal["add_service"] = "add_service"
    service: Text = Field(description="Its identifier")
    like: str = Field(description="A known service: profile of the day, and everything that is left out here")
    name: str | None = None
    kind: Literal["immediate", "deferred"] | None = None
    handling_minutes: Annotated[float, Field(ge=0.01, le=1440)] | None = None
    handling_spread: Annotated[float, Field(ge=0, le=1440)] | None = None
    patience_minutes: Annotated[float, Field(ge=0.01)] | None = None
    promise: Literal["mean_wait", "share_within", "settled_within"] | None = None
    promise_minutes: Annotated[float, Field(ge=0, le=100_000)] | None = None
    promise_share: Annotated[float, Field(ge=0, le=1)] | None = None
    volume: Annotated[float, Field(ge=0, le=20)] | None = Field(
        None, description="Customers as a share of those of `like`"
    )
    daily: dict[str, Customers] | None = Field(None, description="Or customers of a mean open day, by outlet")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Names that are not there, or there already, and outlets where the known service is not asked for."""
        network = premises.network
        wrong = [
            *super().unknown(premises),
            *missing(network, "services", "service", "like", [self.like]),
            *missing(network, "outlets", "outlet", "daily", self.daily),
            *taken(network, "services", "service", "service", self.service),
            *idle(self, "volume", "daily"),
        ]
        if wrong:
            return wrong
        return [
            Unfit("daily", name, Message("change.not_asked_there", {"service": self.like, "outlet": name}))
            for name in self.daily or ()
            if name not in self._offering(premises)
        ]

    def apply(self, premises: Premises) -> Premises:
        """The premises with the service, at posts that take it, and its demand."""
        network = premises.network
        where = self._offering(premises)
        posts = network.table("posts").copy()
        gets = posts["outlet"].isin(where) & posts["services"].map(lambda text: self.like in text.split(LISTS))
        posts.loc[gets, "services"] = posts.loc[gets, "services"] + LISTS + self.service
        changed = premises.with_tables(posts=posts, services=self._services(premises))
        series = [
            NewSeries(
                name, self.service, name, self.like, self.volume or 0.0, None if self.daily is None else daily
            )
            for name, daily in ((name, (self.daily or {}).get(name, 0.0)) for name in where)
        ]
        return replace(changed, created=(*premises.created, *series))

    def _offering(self, premises: Premises) -> list[str]:
        """The outlets chosen at which the known service is taken."""
        served = taken_at(premises.network)
        return [name for name in self.chosen(premises) if self.like in served[name]]

    def _services(self, premises: Premises) -> pd.DataFrame:
        table = premises.network.table("services")
        given = self.model_dump(exclude_none=True, include=set(table.columns))
        row = table[table["service"] == self.like].assign(routine_share=0.0, contained_share=0.0, history_is="net")
        row = row.assign(**{"name": self.service, **given})
        if self.handling_minutes is not None and self.handling_spread is None:
            row["handling_spread"] = float("nan")
        if self.kind == "deferred":
            row["patience_minutes"] = float("nan")
        return pd.concat([table, row], ignore_index=True)
