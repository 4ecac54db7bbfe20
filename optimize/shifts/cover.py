"""Cover of the need by interval, and what it costs to have too few or too many people.

Sets       pools p, intervals q of p's open hours, seats k with a floor
Data       n[p,q] people needed; a unplanned absence; f = n / (1 - a) - n the cushion wanted on top;
           S, I prices of an hour short and idle; g grain in hours; D desks of the outlet
Variables  short >= 0; full <= floor(f), part <= 1 (the part f - floor(f) of a person); over >= 0
Rows       people[p,q] + short - full - part - over = n[p,q]
           floor shortage[k,q] >= floor[k,q] - people[k,q]
           sum of people over the outlet's pools <= D
Cost an h. S (short + max(0, f - extra)) + I extra + S floor shortage, with extra = full + part + over

The cost of cover is convex and bent at n + f, which is not whole. As cover is whole, it is replaced by its line
between neighbouring whole numbers: the price of `part` is I - S (f - floor(f)). That is exact on whole cover and
tightens the linear relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids
from optimize.shifts.values import StaffPrices


@dataclass(frozen=True)
class CoverRows:
    """Where duties enter: the row of each pool and interval, of each floored seat and interval (-1: none).

    `short` names the columns of people missing by p and day, of `people` needed, `forced` whatever is planned;
    `desks` are the rows of desks that several pools share.
    """

    pool: Ids
    seat: Ids
    first: int
    short: pd.DataFrame
    desks: Ids

    def of_pool(self, p: Ids, q: Ids) -> Ids:
        """Rows of pools p at intervals q; -1 where nothing is needed."""
        return self._at(self.pool, p, q)

    def of_seat(self, k: Ids, q: Ids) -> Ids:
        """Rows of floors of seats k at intervals q; -1 where there is no floor."""
        return self._at(self.seat, k, q)

    def _at(self, table: Ids, row: Ids, q: Ids) -> Ids:
        place = q - self.first
        inside = (row < table.shape[0]) & (place >= 0) & (place < table.shape[1])
        return np.where(inside, table[np.where(inside, row, 0), np.where(inside, place, 0)], -1)


def add_cover(
    program: Builder, slots: pd.DataFrame, floors: pd.DataFrame, prices: StaffPrices, grain: int
) -> CoverRows:
    """Add the rows of cover, floors and desks with their slack columns."""
    hours = grain / 60
    need, carry = slots["people"].to_numpy(float), slots["carry"].to_numpy(float)
    cushion = need / (1 - prices.unplanned_absence) - need
    whole = np.floor(cushion + 1e-9)
    part = np.maximum(cushion - whole, 0.0)
    room = np.maximum(np.maximum(slots["desks"].to_numpy(float), carry) - need, 0.0)
    n = len(slots)
    most = np.where(slots["reached"], np.maximum(slots["desks"].to_numpy(float), carry), carry)
    forced = np.maximum(need - most, 0.0)
    short = program.columns(n, cost=prices.shortage * hours, lower=forced)
    tiers = [
        program.columns(n, cost=(prices.idle - prices.shortage) * hours, upper=np.minimum(whole, room)),
        program.columns(
            n,
            cost=(prices.idle - prices.shortage * part) * hours,
            upper=np.clip(np.minimum(np.ceil(part), room - whole), 0, None),
        ),
        program.columns(n, cost=prices.idle * hours, upper=np.maximum(room - whole - np.ceil(part), 0.0)),
    ]
    program.offset += float(prices.shortage * hours * cushion.sum())
    rows = program.rows(n, lower=need - carry, upper=need - carry)
    program.put(rows, short)
    for tier in tiers:
        program.put(rows, tier, -1.0)
    desks = _add_desks(program, slots, short, tiers)
    first, last = (int(slots["q"].min()), int(slots["q"].max())) if n else (0, 0)
    pool = np.full((int(slots["p"].max()) + 1 if n else 1, last - first + 1), -1, dtype=np.int64)
    pool[slots["p"], slots["q"] - first] = rows
    seat = np.full((int(floors["k"].max()) + 1 if len(floors) else 1, last - first + 1), -1, dtype=np.int64)
    lacking = program.columns(len(floors), cost=prices.shortage * hours)
    least = program.rows(len(floors), lower=(floors["people"] - floors["carry"]).to_numpy(float))
    program.put(least, lacking)
    seat[floors["k"], floors["q"] - first] = least
    missing = [
        slots[["p", "day", "people"]].assign(column=short, forced=forced),
        floors[["p", "day", "people"]].assign(column=lacking, forced=0.0),
    ]
    return CoverRows(pool, seat, first, pd.concat(missing, ignore_index=True), desks)


def _add_desks(program: Builder, slots: pd.DataFrame, short: Ids, tiers: list[Ids]) -> Ids:
    """Desks shared by several pools of an outlet; those of a single pool are bounds of its columns."""
    shared = ~slots["alone"].to_numpy()
    at = slots[shared].groupby(["outlet", "q"])
    total = at.agg(people=("people", "sum"), carry=("carry", "sum"), desks=("desks", "max"))
    rows = program.rows(
        len(total), upper=(np.maximum(total["desks"], total["carry"]) - total["people"]).to_numpy(float)
    )
    place = rows[at.ngroup().to_numpy()]
    program.put(place, short[shared], -1.0)
    for tier in tiers:
        program.put(place, tier[shared])
    return rows
