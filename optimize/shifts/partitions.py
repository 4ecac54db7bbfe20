"""The horizon cut into parts that can be planned alone: lending components and calendar weeks.

Outlets belong to one component when a link, or an offer of a partner to both, connects them on any day. Weeks of
a component are apart but for night duties that reach past the week's last day cut: intervals that only they can
cover belong to their week, and where the next week's duties could cover them too, what they cover is carried
into the next week as given. Then the weeks of that component are planned in order, as one chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from optimize.shifts.clock import Clock, touched_intervals, whole_intervals
from optimize.shifts.prepare import Prepared
from optimize.shifts.values import StaffPrices
from quarterhour.arrays import Ints, spread


@dataclass(frozen=True)
class Outline:
    """One component and week: which pools, and by what name."""

    name: str
    week: pd.Timestamp
    pools: pd.DataFrame


@dataclass(frozen=True)
class Part(Outline):
    """Its prepared tables; `slots` and `floors` with `carry`, people given already."""

    seats: pd.DataFrame
    slots: pd.DataFrame
    floors: pd.DataFrame
    reserve: pd.DataFrame
    duties: pd.DataFrame
    own: pd.DataFrame
    totals: pd.DataFrame
    weekly: pd.DataFrame
    links: pd.DataFrame
    prices: StaffPrices
    clock: Clock

    def carrying(self, duties: pd.DataFrame) -> Part:
        """The part with what the `duties` of earlier weeks cover in it."""
        grain = self.clock.grid.grain
        start, end = duties["from_minute"].to_numpy(), duties["to_minute"].to_numpy()
        held = _spread(duties, *whole_intervals(start, end, grain), 1)
        rests = duties[duties["break_from"] >= 0]
        start, end = rests["break_from"].to_numpy(), rests["break_to"].to_numpy()
        there = pd.concat([held, _spread(rests, *touched_intervals(start, end, grain), -1)])
        work, standby = there[there["activity"] == "work"], there[there["activity"] == "standby"]
        reserve = _with_carry(self.reserve, standby, ["p", "q"])
        reserve["people"] = (reserve["people"] - reserve["carry"]).clip(lower=0)
        return replace(
            self,
            slots=_with_carry(self.slots, work, ["p", "q"]),
            floors=_with_carry(self.floors, work, ["k", "q"]),
            reserve=reserve,
        )


def _spread(duties: pd.DataFrame, first: Ints, stop: Ints, sign: int) -> pd.DataFrame:
    row, q = spread(first, stop)
    table = duties[["p", "k", "activity", "people"]].iloc[row].assign(q=q)
    return table.assign(people=sign * table["people"])


def _with_carry(table: pd.DataFrame, given: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    total = given.groupby(keys)["people"].sum().rename("carry").reset_index()
    before = table["carry"].to_numpy() if "carry" in table else 0
    carried = table.drop(columns="carry", errors="ignore").merge(total, on=keys, how="left")
    return carried.assign(carry=carried["carry"].fillna(0) + before)


def chains(prepared: Prepared) -> Iterator[tuple[Part, ...]]:
    """Parts that must be planned in order, chain by chain, in a stable order."""
    for weeks in _weeks(prepared):
        parts = tuple(_part(prepared, outline) for outline in weeks)
        if prepared.chained & set(weeks[0].pools["outlet"]):
            yield parts
        else:
            yield from ((part,) for part in parts)


def outlines(prepared: Prepared) -> Iterator[Outline]:
    """The same parts in the same order, without their tables."""
    for weeks in _weeks(prepared):
        yield from weeks


def _weeks(prepared: Prepared) -> Iterator[tuple[Outline, ...]]:
    """The weeks of each component."""
    outlets = prepared.pools[["outlet"]].drop_duplicates(ignore_index=True)
    outlets["component"] = _components(prepared, outlets)
    component = prepared.pools.merge(outlets, on="outlet")["component"]
    for number in sorted(component.unique()):
        pools = prepared.pools[(component == number).to_numpy()].reset_index(drop=True)
        name = f"{min(pools['outlet'])}+{pools['outlet'].nunique() - 1}"
        weeks = sorted(prepared.slots.loc[prepared.slots["p"].isin(pools["p"]), "week"].unique())
        if weeks:
            yield tuple(Outline(f"{name}|{week:%Y-%m-%d}", week, pools) for week in map(pd.Timestamp, weeks))


def _components(prepared: Prepared, outlets: pd.DataFrame) -> np.ndarray:
    """The component of each outlet; partners' offers are nodes beside them."""
    links = prepared.links
    lender = np.where(links["kind"] == "lent", "outlet\x1f", "partner\x1f") + links["lender"].astype(str)
    receiver = "outlet\x1f" + links["outlet"].astype(str)
    nodes = pd.Index("outlet\x1f" + outlets["outlet"].astype(str)).append(pd.Index(lender)).unique()
    ends = nodes.get_indexer(pd.Index(lender)), nodes.get_indexer(pd.Index(receiver))
    graph = coo_array((np.ones(len(links)), ends), shape=(len(nodes), len(nodes)))
    return connected_components(graph, directed=False)[1][: len(outlets)]


def _part(prepared: Prepared, outline: Outline) -> Part:
    pools, week = outline.pools, outline.week
    here = pools["p"]

    def cut(table: pd.DataFrame) -> pd.DataFrame:
        return table[(table["week"] == week) & table["p"].isin(here)].reset_index(drop=True)

    duties = prepared.duties
    slots = cut(prepared.slots).merge(pools[["p", "alone", "desks"]], on="p")
    floors = cut(prepared.floors).assign(day=lambda row: _days(row, slots))
    return Part(
        name=outline.name,
        week=week,
        pools=pools,
        seats=prepared.seats[prepared.seats["p"].isin(here)].reset_index(drop=True),
        slots=_with_carry(slots, prepared.given, ["p", "q"]),
        floors=_with_carry(floors, prepared.given, ["k", "q"]),
        reserve=cut(prepared.reserve),
        duties=duties[(duties["week"] == week) & duties["outlet"].isin(pools["outlet"])].reset_index(drop=True),
        own=cut(prepared.own),
        totals=cut(prepared.totals),
        weekly=cut(prepared.weekly),
        links=cut(prepared.links),
        prices=prepared.prices,
        clock=prepared.clock,
    )


def _days(floors: pd.DataFrame, slots: pd.DataFrame) -> pd.Series:
    return floors.merge(slots[["p", "q", "day"]], on=["p", "q"], how="left")["day"]
