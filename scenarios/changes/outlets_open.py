"""A new outlet, and an outlet that moves."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, missing, taken
from scenarios.changes.choosing import Outlet, named, no_outlet
from scenarios.changes.days import NEVER, Day, on_or_none
from scenarios.premises import Departure, NewSeries, Premises, Takeover
from scenarios.premises.demand import taken_at
from scenarios.premises.travel import travel_minutes

Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees WGS-84")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees WGS-84")]
Share = Annotated[float, Field(ge=0, le=1)]
Identifier = Annotated[str, Field(min_length=1, pattern=r"^[^;]+$")]
FAR = 600.0
"""Minutes up to which the way between an outlet's old and new place is looked for."""


class OpenOutlet(ChangeModel):
    """A new outlet like a known one, with its hours, posts and machines, and demand of others or of its own."""

    change: Literal["open_outlet"] = "open_outlet"
    outlet: Identifier = Field(description="Its identifier")
    like: Outlet = Field(description="The outlet whose kind, hours, posts, desks and machines it has")
    name: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    desks: Annotated[int, Field(ge=0, le=10_000)] | None = None
    monthly_cost: Annotated[float, Field(ge=0)] | None = None
    opened: Day | None = Field(None, description="Its first day; left out: open from the plan's first day on")
    takes: dict[str, Share] = Field({}, description="Share of their demand that it draws, by outlet, while open")
    share_of_like: Annotated[float, Field(ge=0, le=20)] = Field(
        0.0, description="Demand of its own beyond that, as a share of that of `like`"
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An outlet that is there already, others that are not, and half a place."""
        network = premises.network
        wrong = [
            *taken(network, "outlets", "outlet", "outlet", self.outlet),
            *taken(network, "sites", "site", "outlet", self.outlet),
            *no_outlet(premises, "like", self.like),
            *missing(network, "outlets", "outlet", "takes", self.takes),
        ]
        if (self.latitude is None) != (self.longitude is None):
            wrong.append(
                Unfit("latitude", str(self.latitude), Message("change.half_a_place", {"outlet": self.outlet}))
            )
        for source, share in self.takes.items():
            before = sum(other.share for other in premises.takeovers if other.source == source)
            if before + share > 1.0:
                values = {"outlet": source, "share": before + share}
                wrong.append(Unfit("takes", str(share), Message("change.takes_too_much", values)))
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with the outlet's rows, and what it draws."""
        network, like = premises.network, named(premises, self.like)
        rows = {
            name: self._rows(premises, name, like) for name in ("outlets", "opening_hours", "posts", "equipment")
        }
        row = rows["outlets"].assign(**self._given(premises))
        rows["outlets"] = row.assign(least_monthly_volume=float("nan"), lease_end=NEVER)
        machines = rows["equipment"]
        rows["equipment"] = machines.assign(equipment=self.outlet + "/" + machines["equipment"])
        changed = premises.with_more(**{name: frame for name, frame in rows.items() if len(frame)})
        drawn = tuple(Takeover(self.outlet, source, share) for source, share in self.takes.items())
        own = tuple(
            NewSeries(self.outlet, service, like, service, self.share_of_like)
            for service in sorted(taken_at(network)[like])
            if self.share_of_like > 0
        )
        return replace(changed, takeovers=(*premises.takeovers, *drawn), created=(*premises.created, *own))

    def _given(self, premises: Premises) -> dict[str, Any]:
        keys = ("latitude", "longitude", "desks", "monthly_cost")
        given = {key: getattr(self, key) for key in keys if getattr(self, key) is not None}
        opened = on_or_none(premises, self.opened)
        return {**given, "name": self.name or self.outlet, "opened": NEVER if opened is None else opened}

    def _rows(self, premises: Premises, table: str, like: str) -> pd.DataFrame:
        frame = premises.network.table(table)
        return frame[frame["outlet"] == like].assign(outlet=self.outlet)


class MoveOutlet(ChangeModel):
    """An outlet at another place: a share of its demand stays, the rest is re-assigned from the old place."""

    change: Literal["move_outlet"] = "move_outlet"
    outlet: Outlet
    latitude: Latitude
    longitude: Longitude
    stays: Share | None = Field(
        None,
        description="Share of its demand that follows; left out: exp(-minutes between the places / decay_minutes)",
    )

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An outlet that is not there."""
        return no_outlet(premises, "outlet", self.outlet)

    def apply(self, premises: Premises) -> Premises:
        """The premises with the new coordinates; rows of the ready matrix told of the old ones and go."""
        network, outlet = premises.network, named(premises, self.outlet)
        outlets = network.table("outlets").copy()
        here = outlets["outlet"] == outlet
        old = (float(outlets.loc[here, "latitude"].iloc[0]), float(outlets.loc[here, "longitude"].iloc[0]))
        stays = self._stays(premises, outlet, old)
        outlets.loc[here, ["latitude", "longitude"]] = [self.latitude, self.longitude]
        tables = {"outlets": outlets}
        if network.has("travel_times"):
            matrix = network.table("travel_times")
            tables["travel_times"] = matrix[(matrix["origin"] != outlet) & (matrix["destination"] != outlet)]
        changed = premises.with_tables(**tables)
        if stays >= 1.0:
            return changed
        leaves = Departure(outlet, 1.0 - stays, place=None if pd.isna(old[0]) else old)
        return replace(changed, departures=(*premises.departures, leaves))

    def _stays(self, premises: Premises, outlet: str, old: tuple[float, float]) -> float:
        if self.stays is not None or pd.isna(old[0]):
            return 1.0 if self.stays is None else self.stays
        ends = [
            pd.DataFrame({"place": [name], "latitude": [at[0]], "longitude": [at[1]]})
            for name, at in ((" old place", old), (" new place", (self.latitude, self.longitude)))
        ]
        found = travel_minutes(premises, ends[0], ends[1], "drive", FAR)
        minutes = float(found["minutes"].iloc[0]) if len(found) else FAR
        return exp(-minutes / premises.network.settings.decay_minutes)
