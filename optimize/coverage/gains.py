"""The next-best sites: whom each candidate would newly bring into the circle, and in which order to open them.

Order: each time the site that adds most residents to those that stand by then (the greedy rule, which reaches at
least 1 - 1/e of what any choice of as many sites can; Nemhauser, Wolsey and Fisher 1978). No optimum is claimed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.figures import scopes
from optimize.coverage.reach import Array, Positions, Reach
from optimize.coverage.standing import Counts, Standing

SHOWN = ("all", "urban", "rural", "children", "elderly")
"""Scopes that a candidate's gain is told for."""


def next_best(reach: Reach, standing: Standing) -> pd.DataFrame:
    """One row a candidate, best first.

    Returns
    -------
    pandas.DataFrame
        rank (1, 2, ... in the order of opening; 0: adds nobody any more), point, name, residents, urban, rural,
        children, elderly (newly covered by this site alone), zones (inhabited ones newly covered), in_order
        (residents whom it adds once the sites ranked before it stand), opening_cost, cost_a_resident (one-off
        money by this site alone; NaN where it adds nobody).
    """
    candidates = np.flatnonzero(reach.role("candidate") & ~standing.stands)
    newly = reach.within & ~standing.covered[reach.zone]
    zone, point = reach.zone[newly], reach.point[newly]
    counted = scopes(reach)
    gain = {
        scope: np.bincount(point, counted[scope][zone], minlength=len(reach.points))[candidates] for scope in SHOWN
    }
    inhabited = (reach.residents > 0)[zone].astype(float)
    rank, in_order = _order(standing, candidates)
    cost = reach.points["opening_cost"].to_numpy(dtype=float)[candidates]
    table = pd.DataFrame(
        {
            "rank": rank[candidates],
            "point": reach.points["point"].to_numpy()[candidates],
            "name": reach.points["name"].to_numpy()[candidates],
            "residents": gain["all"],
            **{scope: gain[scope] for scope in SHOWN[1:]},
            "zones": np.bincount(point, inhabited, minlength=len(reach.points))[candidates].astype("int64"),
            "in_order": in_order[candidates],
            "opening_cost": cost,
            "cost_a_resident": np.divide(
                cost, gain["all"], out=np.full(len(candidates), np.nan), where=gain["all"] > 0
            ),
        }
    ).astype({"point": "str", "name": "str"})
    last = np.where(table["rank"] > 0, table["rank"], len(table) + 1)
    order = np.lexsort((np.arange(len(table)), -table["residents"].to_numpy(), last))
    return table.iloc[order].reset_index(drop=True)


def _order(standing: Standing, candidates: Positions) -> tuple[Counts, Array]:
    """Rank and residents added of every point, when candidates open one after the other."""
    reach, pairs = standing.reach, standing.pairs
    rank, added = np.zeros(len(reach.points), dtype=np.int64), np.zeros(len(reach.points))
    left, gain = np.where(standing.covered, 0.0, reach.residents), np.full(len(reach.points), -1.0)
    gain[candidates] = standing.gains()[candidates]
    for number in range(1, len(candidates) + 1):
        best = int(np.argmax(gain))
        if gain[best] <= 0:
            break
        rank[best], added[best] = number, gain[best]
        own = pairs.at(best)
        taken = np.unique(reach.zone[own[reach.within[own]]])
        shared = pairs.around(taken[left[taken] > 0])
        shared = shared[reach.within[shared]]
        np.subtract.at(gain, reach.point[shared], left[reach.zone[shared]])
        left[taken] = 0.0
        gain[best] = -1.0
    return rank, added
