"""Which outlets a change concerns: by name, kind, region or how busy they are, to fit any network."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from quarterhour.messages import Message
from scenarios.changes.change import ChangeModel, Unfit, missing
from scenarios.network.model import Network
from scenarios.premises import Premises
from scenarios.premises.travel import between_outlets

RECENT = pd.Timedelta(days=56)
"""How busy an outlet is: customers of all services in the last eight weeks of the history."""

Kind = Literal["station", "hub", "mall", "hospital", "scenic", "call_desk", "counter"]
Kinds = tuple[Kind, ...] | None
Names = tuple[str, ...] | None
Rank = Annotated[int, Field(ge=1, le=1000)]


class Pick(BaseModel):
    """One outlet by its rank: the first, second … busiest, quietest or nearest one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    busiest: Rank | None = Field(
        None, description="1 is the outlet with most customers in the last eight weeks known"
    )
    quietest: Rank | None = Field(None, description="1 is the outlet with fewest customers in these weeks")
    nearest: Rank | None = Field(None, description="1 is the nearest by car to the change's other outlet")
    kinds: Kinds = Field(None, description="Only outlets of these kinds")
    not_kinds: Kinds = Field(None, description="No outlets of these kinds")
    regions: Names = Field(None, description="Only outlets of these regions")

    @model_validator(mode="after")
    def _one_rank(self) -> Pick:
        if sum(rank is not None for rank in (self.busiest, self.quietest, self.nearest)) != 1:
            raise PydanticCustomError("one_rank", "one of busiest, quietest, nearest")
        return self


Outlet = str | Pick
"""An outlet's identifier, or its rank."""


class OutletsChosen(ChangeModel):
    """Outlets that fit everything given; all of them where nothing is."""

    outlets: Names = Field(None, description="Outlets by identifier; left out: all")
    kinds: Kinds = Field(None, description="Kinds of outlet; left out: all")
    not_kinds: Kinds = Field(None, description="Kinds of outlet that are left out")
    regions: Names = Field(None, description="Regions; left out: all")
    busiest: Rank | None = Field(
        None, description="Of these outlets the so many busiest of the last eight weeks known"
    )
    quietest: Rank | None = Field(None, description="Of these outlets the so many quietest")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Names that the network does not have, or no outlet that fits them all."""
        network = premises.network
        wrong = [
            *missing(network, "outlets", "outlet", "outlets", self.outlets),
            *missing(network, "outlets", "kind", "kinds", self.kinds),
            *missing(network, "outlets", "region", "regions", self.regions),
        ]
        if not wrong and not self.chosen(premises):
            wrong.append(nobody_fits(self.model_dump(exclude_none=True, include=set(OutletsChosen.model_fields))))
        return wrong

    @property
    def everywhere(self) -> bool:
        """Whether all outlets are meant."""
        given = (self.outlets, self.kinds, self.not_kinds, self.regions, self.busiest, self.quietest)
        return all(one is None for one in given)

    def chosen(self, premises: Premises) -> list[str]:
        """The outlets meant, in the order of the network."""
        table = _fitting(premises.network, self.kinds, self.not_kinds, self.regions)
        if self.outlets is not None:
            table = table[table["outlet"].isin(self.outlets)]
        names = list(table["outlet"])
        for count, most in ((self.busiest, True), (self.quietest, False)):
            if count is not None:
                ranked = [name for name in _ranked(premises.network, most) if name in names][:count]
                names = [name for name in names if name in ranked]
        return names


def one(premises: Premises, outlet: Outlet, beside: str | None = None) -> str | None:
    """The outlet meant; None where none is. `beside` is the outlet that `nearest` is counted from."""
    network = premises.network
    if isinstance(outlet, str):
        return outlet if outlet in set(network.table("outlets")["outlet"]) else None
    fitting = set(_fitting(network, outlet.kinds, outlet.not_kinds, outlet.regions)["outlet"])
    fitting -= {*premises.closed, beside or ""}
    if outlet.nearest is not None:
        between = between_outlets(premises)
        near = between[between["outlet"] == beside].sort_values(["minutes", "other"])
        ranked = list(near["other"])
    else:
        ranked = _ranked(network, outlet.busiest is not None)
    ranked = [name for name in ranked if name in fitting]
    rank = outlet.nearest or outlet.busiest or outlet.quietest or 1
    return ranked[rank - 1] if len(ranked) >= rank else None


def named(premises: Premises, outlet: Outlet, beside: str | None = None) -> str:
    """The outlet meant, which `unknown` has found to be there."""
    found = one(premises, outlet, beside)
    if found is None:
        raise ValueError(f"there is no outlet {outlet}.\nMaybe ask `unknown` before.")
    return found


def no_outlet(premises: Premises, key: str, outlet: Outlet, beside: str | None = None) -> list[Unfit]:
    """One entry where the outlet meant is not there."""
    if isinstance(outlet, str):
        return missing(premises.network, "outlets", "outlet", key, [outlet])
    if one(premises, outlet, beside) is not None:
        return []
    return [nobody_fits(outlet.model_dump(exclude_none=True), key)]


def nobody_fits(asked: dict[str, Any], key: str = "outlets") -> Unfit:
    """No outlet is what was asked for."""
    shown = ", ".join(f"{name}: {value}" for name, value in asked.items() if name != "skip_if_unknown")
    return Unfit(key, shown, Message("change.no_outlet_fits", {"asked": shown}))


def _fitting(network: Network, kinds: Kinds, not_kinds: Kinds, regions: Names) -> pd.DataFrame:
    outlets = network.table("outlets")
    kept = pd.Series(True, index=outlets.index)
    if kinds is not None:
        kept &= outlets["kind"].isin(kinds)
    if not_kinds is not None:
        kept &= ~outlets["kind"].isin(not_kinds)
    if regions is not None:
        kept &= outlets["region"].isin(regions)
    return outlets[kept]


def _ranked(network: Network, most: bool) -> list[str]:
    """Outlets with customers of late, the busiest or the quietest first; of equals by name."""
    arrivals = network.table("arrivals")
    if arrivals.empty:
        return []
    recent = arrivals[arrivals["start"] > arrivals["start"].max() - RECENT]
    volume = recent.groupby("outlet")["count"].sum().sort_index()
    return [str(name) for name in volume.sort_values(ascending=not most, kind="stable").index]
