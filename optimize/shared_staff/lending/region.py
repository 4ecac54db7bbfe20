"""Outlets that may lend to each other, and to nobody else: each such region is planned and proven by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from optimize.linear import Ids
from optimize.shared_staff.lending.blocks import Blocks
from optimize.shared_staff.lending.prepare import SEAT, Prepared
from optimize.shared_staff.lending.rows import Rows
from optimize.shared_staff.lending.values import LendingProblem


@dataclass(frozen=True)
class Region:
    """One region's share of the day.

    Attributes
    ----------
    name
        Its first outlet, and how many more misses somebody.
    blocks, chosen
        Its blocks, and their numbers among all.
    served
        Its rows of people asked for.
    steps
        n, row, people, price, money (an interval) of its missing people.
    people
        Of all supplies of the day.
    """

    name: str
    blocks: Blocks
    chosen: Ids
    served: Ids
    steps: pd.DataFrame
    people: Ids


def regions(problem: LendingProblem, at: Prepared, rows: Rows, blocks: Blocks) -> list[Region]:
    """All regions in which somebody is missing, by name."""
    asking = rows.served.merge(at.needs[["n", *SEAT, "start"]], on="n")
    steps = asking.merge(problem.steps, on=[*SEAT, "start"])
    steps = steps.assign(money=steps["price"] * problem.grain / 60)
    lender, outlet = (at.supplies["lender"].to_numpy()[blocks.u], at.links["outlet"].to_numpy()[blocks.a])
    names = pd.Index(pd.unique(np.concatenate([lender, outlet, asking["outlet"].to_numpy()])))
    ends = names.get_indexer(lender), names.get_indexer(outlet)
    graph = coo_array((np.ones(len(lender)), ends), shape=(len(names),) * 2)
    label = connected_components(graph, directed=False)[1]
    of_block, of_row = label[ends[1]], label[names.get_indexer(asking["outlet"])]
    of_step = label[names.get_indexer(steps["outlet"])]
    people = at.supplies["people"].to_numpy(np.int64)
    found = []
    for number in pd.unique(of_row):
        outlets = sorted(asking.loc[of_row == number, "outlet"].unique())
        name = outlets[0] if len(outlets) == 1 else f"{outlets[0]}+{len(outlets) - 1}"
        chosen = np.flatnonzero(of_block == number).astype(np.int64)
        served = asking["row"].to_numpy(np.int64)[of_row == number]
        here = steps.loc[of_step == number, ["n", "step", "row", "people", "price", "money"]]
        found.append(Region(name, blocks.of(chosen), chosen, served, here.reset_index(drop=True), people))
    return sorted(found, key=lambda region: region.name)
