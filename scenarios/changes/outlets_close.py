"""Outlets that close: for good, for some days, or into another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from quarterhour.messages import Message
from scenarios.changes.calendar import unfit_days
from scenarios.changes.change import ChangeModel, Unfit
from scenarios.changes.choosing import Outlet, OutletsChosen, named, no_outlet
from scenarios.changes.days import Day, on
from scenarios.changes.rehome import rehome
from scenarios.network.cells import names
from scenarios.network.schema import LISTS
from scenarios.premises import Departure, Premises
from scenarios.premises.demand import taken_at

Share = Annotated[float, Field(ge=0, le=1)]


class CloseOutlet(ChangeModel):
    """An outlet closed for the whole plan: its demand is re-assigned, its people get new homes or go."""

    change: Literal["close_outlet"] = "close_outlet"
    outlet: Outlet

    def unknown(self, premises: Premises) -> list[Unfit]:
        """An outlet that is not there."""
        return no_outlet(premises, "outlet", self.outlet)

    def apply(self, premises: Premises) -> Premises:
        """The premises with the outlet among the closed ones, which planning skips, and its people elsewhere."""
        outlet = named(premises, self.outlet)
        if outlet in premises.closed:
            return premises
        return _closed(rehome(premises, outlet), Departure(outlet))


class CloseDays(OutletsChosen):
    """Outlets closed for some days: their demand comes on other days, elsewhere, digitally, or is lost."""

    change: Literal["close_days"] = "close_days"
    first_day: Day
    last_day: Day
    reason: str = ""

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Outlets that are not there, days before the plan."""
        return [*super().unknown(premises), *unfit_days(premises, self.first_day, self.last_day)]

    def apply(self, premises: Premises) -> Premises:
        """The premises with one more closure of each outlet."""
        closures = premises.network.table("closures")
        first = on(premises, self.first_day)
        rows = pd.DataFrame(
            {
                "outlet": self.chosen(premises),
                "first_day": first,
                "last_day": on(premises, self.last_day),
                "reason": self.reason,
            }
        )
        both = pd.concat([closures, rows], ignore_index=True).sort_values(["outlet", "first_day", "last_day"])
        return premises.with_tables(closures=both.drop_duplicates(["outlet", "first_day"], keep="last"))


class MergeOutlets(ChangeModel):
    """Two outlets become one: demand, people, desks and missing posts of the first go to the second."""

    change: Literal["merge_outlets"] = "merge_outlets"
    outlet: Outlet = Field(description="The outlet that closes")
    into: Outlet = Field(description="The outlet that takes over; `nearest: 1` is the nearest one by car")
    digital_share: Share = Field(0.0, description="Share of the demand that goes to digital channels")
    lost_share: Share = Field(0.0, description="Share of the demand that is lost")

    def unknown(self, premises: Premises) -> list[Unfit]:
        """Outlets that are not there, closed or the same."""
        wrong = no_outlet(premises, "outlet", self.outlet)
        if wrong:
            return wrong
        outlet = named(premises, self.outlet)
        wrong = no_outlet(premises, "into", self.into, outlet)
        if wrong:
            return wrong
        into = named(premises, self.into, outlet)
        wrong += [
            Unfit(key, name, Message("change.closed_already", {"outlet": name}))
            for key, name in (("outlet", outlet), ("into", into))
            if name in premises.closed
        ]
        if outlet == into:
            wrong.append(Unfit("into", into, Message("change.same_outlet", {"outlet": into})))
        if self.digital_share + self.lost_share > 1.0:
            total = self.digital_share + self.lost_share
            wrong.append(
                Unfit("lost_share", str(self.lost_share), Message("change.shares_exceed", {"share": total}))
            )
        return wrong

    def apply(self, premises: Premises) -> Premises:
        """The premises with one outlet closed and the other one larger."""
        network, outlet = premises.network, named(premises, self.outlet)
        into = named(premises, self.into, outlet)
        outlets = network.table("outlets").copy()
        desks = outlets.set_index("outlet")["desks"]
        outlets.loc[outlets["outlet"] == into, "desks"] = desks[into] + desks[outlet]
        employees = network.table("employees")
        there = employees["outlet"].where(employees["outlet"] != outlet, into)
        moved = premises.with_tables(outlets=outlets, posts=_posts(premises, outlet, into))
        if network.has("employees"):
            moved = moved.with_tables(employees=employees.assign(outlet=there))
        leaves = Departure(outlet, digital=self.digital_share, lost=self.lost_share, into=into)
        return _closed(moved, leaves)


def _closed(premises: Premises, leaves: Departure) -> Premises:
    closed = tuple(sorted({*premises.closed, leaves.outlet}))
    return replace(premises, closed=closed, departures=(*premises.departures, leaves))


def _posts(premises: Premises, outlet: str, into: str) -> pd.DataFrame:
    """The posts, and those of the closing outlet that take what the other does not, for these services alone."""
    posts = premises.network.table("posts")
    lacking = taken_at(premises.network)[outlet] - taken_at(premises.network)[into]
    added = posts[posts["outlet"] == outlet].assign(outlet=into)
    kept = [LISTS.join(name for name in names(text) if name in lacking) for text in added["services"]]
    added = added.assign(services=pd.Series(kept, index=added.index, dtype="str"), minimum_people=0)
    there = set(posts.loc[posts["outlet"] == into, "post"])
    free = [name if name not in there else f"{name} ({outlet})" for name in added["post"]]
    added = added.assign(post=pd.Series(free, index=added.index, dtype="str"))
    return pd.concat([posts, added[added["services"] != ""]], ignore_index=True)
