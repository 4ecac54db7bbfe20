"""What every kind of move is told by, and the moments at which it may begin and end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from quarterhour.arrays import Ints, Mask

COLUMNS = (
    "kind",
    "who",
    "person",
    "offer",
    "from_post",
    "to_post",
    "called",
    "leaves",
    "begin",
    "stop",
    "away",
    "back",
    "travel",
    "door",
    "cost",
    "worked",
    "home",
)
"""kind; who (employee or offer); person, offer (row there, -1 for none); from_post, to_post (row of
`Ground.posts`, -1 for none); called, leaves, begin, stop (minutes from now); away, back (minutes between which
the lender misses them, NaN for no lender); travel, door (minutes); cost (money); worked (minutes of work and
travel beyond what is planned); home (minute at which they are home)."""


def receiving(ground: Ground, receivers: Mask) -> pd.DataFrame:
    """Posts of lanes that want people: to_post, outlet, closes."""
    place = ground.posts["place"].to_numpy()
    wanted = np.flatnonzero((place >= 0) & receivers[place])
    found = ground.posts.loc[wanted, ["outlet"]].assign(to_post=wanted, closes=ground.closes[place[wanted]])
    return found.reset_index(drop=True)


def spread(pairs: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Every pair (earliest, limit, closes) at each moment `begin` at which it may serve, with each `stop`.

    People begin where an interval does, as early as they can be there or later, and stay for the least block or
    as long as they can. A pair that can nowhere begin, or stay for the block, keeps one row, with NaN or what is
    left of it, so that the rules can say what forbids it.
    """
    clock, policy = ground.clock, ground.situation.policy
    edges = clock.edges[:-1]
    edges = edges[edges <= policy.ahead + 1e-9]
    last = np.minimum(np.minimum(pairs["limit"].to_numpy(float), pairs["closes"].to_numpy(float)), clock.end)
    fits = (edges[None, :] >= pairs["earliest"].to_numpy(float)[:, None] - 1e-9) & (
        edges[None, :] < last[:, None] - 1e-9
    )
    row, place = np.nonzero(fits)
    never = np.flatnonzero(~fits.any(axis=1))
    begin = np.concatenate([edges[place], np.full(len(never), np.nan)])
    row = np.concatenate([row, never])
    long = last[row]
    short = np.minimum(clock.next_edge(np.where(np.isnan(begin), 0.0, begin) + policy.block), long)
    first = pairs.iloc[row].assign(begin=begin, stop=np.where(np.isnan(begin), np.nan, long))
    second = pairs.iloc[row].assign(begin=begin, stop=short)[short < long - 1e-9]
    second = second[second["begin"].notna()]
    every: pd.DataFrame = pd.concat([first, second], ignore_index=True)
    return every


def framed(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The columns of all moves, those that a kind does not have filled."""
    blanks = {
        "person": -1,
        "offer": -1,
        "from_post": -1,
        "to_post": -1,
        "away": np.nan,
        "back": np.nan,
        "travel": 0.0,
    }
    filled = rows.assign(kind=kind, **{name: value for name, value in blanks.items() if name not in rows})
    kept: pd.DataFrame = filled[list(COLUMNS)].reset_index(drop=True)
    return kept


def paired(left: pd.DataFrame, right: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """`left` (with origin) x `right` (posts that receive) where `near` has origin, outlet, minutes."""
    both: pd.DataFrame = left.merge(near, on="origin").merge(right, on="outlet")
    return both


def nearest(ground: Ground, origins: Ints | pd.Index, outlets: pd.Index) -> pd.DataFrame:
    """origin, outlet, travel: the nearest of some origins to each outlet, as many as the policy considers."""
    travel = ground.situation.travel
    kept = travel[travel["origin"].isin(origins) & travel["outlet"].isin(outlets)]
    kept = kept[kept["origin"] != kept["outlet"]].sort_values(["outlet", "minutes", "origin"])
    kept = kept[kept.groupby("outlet").cumcount() < ground.situation.policy.lenders]
    return kept.rename(columns={"minutes": "travel"})[["origin", "outlet", "travel"]].reset_index(drop=True)
