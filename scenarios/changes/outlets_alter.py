"""Outlets that stay and change: desks, opening hours, self-service."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, idle, lacking
from scenarios.changes.choosing import Kind, Outlet, OutletsChosen, named, no_outlet
from scenarios.changes.days import WEEKDAYS, Clock, Weekday
from scenarios.changes.rehome import rehome
from scenarios.network.cells import names
from scenarios.network.pools import able
from scenarios.premises import Departure, LongerHours, Premises
from scenarios.premises.demand import taken_at

Share = Annotated[float, Field(ge=0, le=1)]


class ResizeOutlet(OutletsChosen):
    """More or fewer desks: how many people can serve at once."""

    change: Literal["resize_outlet"] = "resize_outlet"
    desks: Annotated[int, Field(ge=0, le=10_000)] | None = Field(None, description="Desks")
    factor: Annotated[float, Field(ge=0, le=20)] | None = Field(
        None, description="Or desks times a factor, rounded, never below the least people of the posts"
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Outlets that are not there, or nothing to change."""
        return [*super().unknown(premises), *idle(self, "desks", "factor")]

    def apply(self, premises: Premises) -> Premises:
        """The premises with other desks."""
        outlets = premises.network.table("outlets")
        here = outlets["outlet"].isin(self.chosen(premises))
        if self.desks is not None:
            desks = outlets["desks"].where(~here, self.desks)
        else:
            least = premises.network.table("posts").groupby("outlet")["minimum_people"].sum()
            scaled = np.rint(outlets["desks"].astype(float) * (self.factor or 0.0))
            floor = outlets["outlet"].map(least).fillna(0).astype(float)
            desks = outlets["desks"].where(~here, np.maximum(scaled, floor).astype("Int64"))
        return premises.with_tables(outlets=outlets.assign(desks=desks))


class ChangeHours(OutletsChosen):
    """Other opening hours: demand of hours that close is re-assigned, hours that open get a stated share."""

    change: Literal["change_hours"] = "change_hours"
    weekdays: tuple[Weekday | Literal["holiday"], ...] = Field(
        WEEKDAYS, description="Weekdays, or `holiday`, whose hours are replaced; left out: all seven weekdays"
    )
    spans: tuple[tuple[Clock, Clock], ...] = Field(
        description="Opening and closing times: [[08:30, 12:00], [13:00, 17:30]]; none: closed then"
    )
    share_of_week: Share = Field(
        0.0, description="Share of the outlet's weekly demand that comes in the added hours"
    )

    def apply(self, premises: Premises) -> Premises:
        """The premises with these hours in place of those of the same outlets and weekdays."""
        hours = premises.network.table("opening_hours")
        where = self.chosen(premises)
        gone = hours["outlet"].isin(where) & hours["weekday"].isin(self.weekdays)
        rows = [(name, day, *span) for name in where for day in self.weekdays for span in self.spans]
        new = pd.DataFrame(rows, columns=["outlet", "weekday", "opens", "closes"], dtype="str")
        kept = pd.concat([hours[~gone], new], ignore_index=True)
        order = dict(zip((*WEEKDAYS, "holiday"), range(8), strict=True))
        kept = kept.assign(order=kept["weekday"].map(order)).sort_values(["outlet", "order", "opens"])
        changed = premises.with_tables(opening_hours=kept.drop(columns="order"))
        more = tuple(LongerHours(name, self.share_of_week) for name in where if self.share_of_week > 0)
        return replace(changed, longer=(*premises.longer, *more))


class ConvertOutlet(ChangeModel):
    """An outlet turned to self-service or fewer posts: machines take a share, the rest goes elsewhere."""

    change: Literal["convert_outlet"] = "convert_outlet"
    outlet: Outlet
    kind: Kind | None = Field(None, description="Its new kind; left out: as it was")
    posts: tuple[str, ...] = Field((), description="The posts that stay; none: nobody works there any more")
    self_service: Share | None = Field(
        None, description="Share of its demand that machines serve; left out: the network's converted_share"
    )
    monthly_cost: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Running cost; left out: the network's converted_monthly_cost"
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An outlet or posts that are not there."""
        network = premises.network
        wrong = [*lacking(network, "posts", "posts"), *no_outlet(premises, "outlet", self.outlet)]
        if wrong or not self.posts:
            return wrong
        table = network.table("posts")
        here = set(table.loc[table["outlet"] == named(premises, self.outlet), "post"])
        known = ", ".join(sorted(here))
        return [
            Unfit("posts", post, Message("change.unknown_name", {"name": post, "table": "posts", "known": known}))
            for post in self.posts
            if post not in here
        ]

    def apply(self, premises: Premises) -> Premises:
        """The premises with the posts that stay, and what leaves."""
        network, outlet = premises.network, named(premises, self.outlet)
        settings = network.settings
        share = settings.converted_share if self.self_service is None else self.self_service
        posts = network.table("posts")
        kept = posts[(posts["outlet"] != outlet) | posts["post"].isin(self.posts)]
        served = set().union(*(names(text) for text in kept.loc[kept["outlet"] == outlet, "services"]))
        given_up = taken_at(network)[outlet] - served
        outlets = network.table("outlets").copy()
        cost = settings.converted_monthly_cost if self.monthly_cost is None else self.monthly_cost
        outlets.loc[outlets["outlet"] == outlet, "monthly_cost"] = cost
        if self.kind is not None:
            outlets.loc[outlets["outlet"] == outlet, "kind"] = self.kind
        changed = premises.with_tables(outlets=outlets, posts=kept, **_past(premises, outlet, given_up, kept))
        leaves = [Departure(outlet, share, digital=1.0, lost=0.0)] if share > 0 else []
        leaves += [Departure(outlet, services=frozenset(given_up))] if given_up else []
        changed = replace(changed, departures=(*premises.departures, *leaves))
        holders = set(able(changed.network)["employee"]) if changed.network.has("employees") else set()
        return rehome(changed, outlet, staying=holders)


def _past(
    premises: Premises, outlet: str, given_up: frozenset[str], posts: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tables that tell of services and posts which the outlet no longer has, without them."""
    network = premises.network
    tables: dict[str, pd.DataFrame] = {}
    if network.has("arrivals"):
        arrivals = network.table("arrivals")
        tables["arrivals"] = arrivals[(arrivals["outlet"] != outlet) | ~arrivals["service"].isin(given_up)]
    if network.has("segments"):
        segments = network.table("segments")
        there = set(posts.loc[posts["outlet"] == outlet, "post"])
        lost = (segments["outlet"] == outlet) & ~segments["post"].isin(there)
        tables["segments"] = segments.assign(post=segments["post"].mask(lost, ""))
    return tables
