"""The rows that blocks share, numbered for the whole day, and which of them a block enters.

Rows, by what they hold           entered by a block in
    served[n]   missing people     the intervals of service in which its people do not rest
    kept[n]     a lender's own     the intervals away, by own people only, in which they do not rest
    people[u]   one loan a day     once
    most[m]     the lender's cap   once
    desks[o,q]  desks left         as served, and less as kept
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Ids, Numbers
from optimize.shared_staff.lending.blocks import Blocks
from optimize.shared_staff.lending.prepare import SEAT, Prepared
from optimize.shared_staff.lending.values import LendingProblem
from quarterhour.arrays import spread


@dataclass(frozen=True)
class Rows:
    """Bounds of all rows, and for links and supplies the rows entered by interval (-1: none).

    Attributes
    ----------
    lower, upper
        Of each row.
    served
        n, row: of needs with people missing.
    at_pool, at_post, at_desk
        (links, intervals) rows of the receiver; -1 while the people rest.
    of_pool, of_post, of_desk
        (supplies, intervals) rows of the lender; -1 while they rest, and for all but own people.
    people, most
        Row by supply, row by lender.
    """

    lower: Numbers
    upper: Numbers
    served: pd.DataFrame
    at_pool: Ids
    at_post: Ids
    at_desk: Ids
    of_pool: Ids
    of_post: Ids
    of_desk: Ids
    people: Ids
    most: Ids

    def entries(self, blocks: Blocks) -> tuple[Ids, Ids, Numbers]:
        """Rows, numbers of blocks and coefficients."""
        found = []
        served, q = spread(blocks.first, blocks.stop)
        for table, sign in ((self.at_pool, 1.0), (self.at_post, 1.0), (self.at_desk, 1.0)):
            found.append((table[blocks.a[served], q], served, sign))
        gone, q = spread(blocks.leave, blocks.home)
        for table, sign in ((self.of_pool, 1.0), (self.of_post, 1.0), (self.of_desk, -1.0)):
            found.append((table[blocks.u[gone], q], gone, sign))
        every = np.arange(len(blocks.a))
        found += [(self.people[blocks.u], every, 1.0), (self.most[blocks.m], every, 1.0)]
        row = np.concatenate([part[0] for part in found])
        block = np.concatenate([part[1] for part in found])
        values = np.concatenate([np.full(len(part[0]), part[2]) for part in found])
        there = row >= 0
        return row[there], block[there], values[there]

    def worth(self, blocks: Blocks, prices: Numbers) -> Numbers:
        """Sum of the prices of the rows that each block enters, times its coefficients."""
        served = _along([self.at_pool, self.at_post, self.at_desk], (1.0, 1.0, 1.0), prices)
        gone = _along([self.of_pool, self.of_post, self.of_desk], (1.0, 1.0, -1.0), prices)
        here = served[blocks.a, blocks.stop] - served[blocks.a, blocks.first]
        there = gone[blocks.u, blocks.home] - gone[blocks.u, blocks.leave]
        total: Numbers = here + there + prices[self.people[blocks.u]] + prices[self.most[blocks.m]]
        return total


def _along(tables: list[Ids], signs: tuple[float, ...], prices: Numbers) -> Numbers:
    """Prices added up from the beginning of the day to each interval, shape (tables' rows, intervals + 1)."""
    padded = np.append(prices, 0.0)
    total: Numbers = np.sum([sign * padded[table] for table, sign in zip(tables, signs, strict=True)], axis=0)
    return np.concatenate([np.zeros((len(total), 1)), np.cumsum(total, axis=1)], axis=1)


def rows_of(problem: LendingProblem, at: Prepared) -> Rows:
    """All rows of the day."""
    needs, links, supplies = at.needs, at.links, at.supplies
    count = len(problem.starts)
    lower: list[Numbers] = []
    upper: list[Numbers] = []

    def add(low: Numbers | float, high: Numbers) -> Ids:
        begun = sum(map(len, upper))
        lower.append(np.broadcast_to(np.asarray(low, dtype=np.float64), high.shape))
        upper.append(high)
        return np.arange(begun, begun + len(high), dtype=np.int64)

    asking = needs[needs["missing"] > 0]
    served = add(asking["missing"].to_numpy(float), np.full(len(asking), np.inf))
    spare = (needs["there"] - needs["keep"]).clip(lower=0).to_numpy(float)
    kept = add(-np.inf, spare)
    people = add(-np.inf, supplies["people"].to_numpy(float))
    most = add(-np.inf, problem.lenders["most"].to_numpy(float))
    pools = needs[needs["post"] == ""]
    there = pools.groupby(["outlet", "q"], as_index=False)["there"].sum().merge(problem.desks, on="outlet")
    desks = add(-np.inf, (there["desks"] - there["there"]).clip(lower=0).to_numpy(float))

    by_need = asking[[*SEAT, "q"]].assign(row=served)
    by_keep = needs[[*SEAT, "q"]].assign(row=kept)
    by_desk = there[["outlet", "q"]].assign(row=desks)
    resting = at.rests[links["u"]]
    away = at.rests | (supplies["kind"] != "own").to_numpy()[:, None]
    floored, pooled = by_need[by_need["post"] != ""], by_need[by_need["post"] == ""]
    kept_post, kept_pool = by_keep[by_keep["post"] != ""], by_keep[by_keep["post"] == ""]
    return Rows(
        np.concatenate(lower),
        np.concatenate(upper),
        asking[["n"]].assign(row=served).reset_index(drop=True),
        _grid(links, pooled, ["outlet", "pool"], count, resting),
        _grid(links, floored, SEAT, count, resting),
        _grid(links, by_desk, ["outlet"], count, resting),
        _grid(supplies, kept_pool, ["outlet", "pool"], count, away),
        _grid(supplies, kept_post, SEAT, count, away),
        _grid(supplies, by_desk, ["outlet"], count, away),
        people,
        most,
    )


def _grid(table: pd.DataFrame, rows: pd.DataFrame, key: list[str], count: int, never: np.ndarray) -> Ids:
    """(rows of `table`, intervals): the row of that label and interval, -1 where there is none."""
    labels = rows[key].drop_duplicates(ignore_index=True)
    labels["label"] = np.arange(len(labels))
    grid = np.full((len(labels) + 1, count), -1, dtype=np.int64)
    placed = rows.merge(labels, on=key)
    grid[placed["label"], placed["q"]] = placed["row"]
    label = table[key].merge(labels, on=key, how="left")["label"].fillna(len(labels)).to_numpy(np.int64)
    found: Ids = np.where(never, -1, grid[label])
    return found
