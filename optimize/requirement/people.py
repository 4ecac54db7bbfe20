"""People at the post of some outlets, from who comes there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.requirement.correction import Effort
from optimize.requirement.effective import Method, effective
from optimize.requirement.floors import Floors, minimum_people
from optimize.requirement.immediate import Merged
from optimize.requirement.lanes import Lanes
from optimize.requirement.need import Need
from optimize.requirement.outlets import Outlets
from optimize.requirement.teams import Sides, pool_of
from optimize.requirement.trim import trim
from optimize.requirement.values import Requirement
from quarterhour.arrays import Floats, Ints
from quarterhour.labels import attach


def people_at_posts(outlets: Outlets, method: Method, effort: Effort, seed: int) -> Requirement:
    """The requirement of these outlets; the same numbers come of each whatever outlets stand beside."""
    posts, later = outlets.posts, outlets.calls.loc[outlets.calls["kind"] == "deferred"]
    sides = effective(_sides(outlets, later), method, effort, seed)
    own = Floors.of(sides, later)
    need = _pool_need(sides, own, later)
    load = need.offered + need.deferred + sides.by_pool(sides.backs, sides.backs.deferred)
    people = _within_desks(need.people, need.lanes, load, outlets.desks)
    floors = own.within(people)
    settled, backlog = _settle(sides, own, floors, need, people)
    lines = pd.concat([_lines(need, "pool"), _lines(own.fronts, "post")], ignore_index=True)
    return Requirement(_pools(need, people, settled, load), lines, own.frame(floors, posts), backlog)


def _sides(outlets: Outlets, later: pd.DataFrame) -> Sides:
    """Pools, and the posts in them that need people of their own, with the intervals' own rates."""
    posts, calls, opening = outlets.posts, outlets.calls, outlets.opening
    now = calls.loc[calls["kind"] != "deferred"]
    rigid = posts.loc[~posts["flexible"].astype(bool), ["outlet", "post"]]
    seen = now.loc[now["rate"] > 0, ["outlet", "post"]].drop_duplicates()
    with_customers = rigid.merge(seen, on=["outlet", "post"])
    only_minimum = posts.loc[posts["flexible"].astype(bool) & (posts["minimum_people"] > 0), ["outlet", "post"]]
    without = rigid.merge(seen, on=["outlet", "post"], how="left", indicator=True)
    without = without.loc[without["_merge"] == "left_only", ["outlet", "post"]]
    pools = Lanes.of(posts[["outlet", "pool"]].drop_duplicates().rename(columns={"pool": "group"}), opening)
    fronts, backs = (
        Lanes.of(some.rename(columns={"post": "group"}), opening)
        for some in (pd.concat([with_customers, only_minimum]), without)
    )
    merged = Merged(pools, now, "pool")
    in_hand, pool = merged.in_hand(), pool_of(posts, backs.keys, pools)
    return Sides(
        pools=merged,
        fronts=Merged(fronts, now.merge(with_customers, on=["outlet", "post"]), "post"),
        backs=Need.of(
            Merged(backs, now.head(0), "post"),
            later.merge(without, on=["outlet", "post"]),
            minimum_people(posts, backs),
            in_hand=in_hand.take(pool),
        ),
        posts=posts,
    )


def _pool_need(sides: Sides, own: Floors, later: pd.DataFrame) -> Need:
    """The pools' need: their promises, what posts ask for, and deferred work that no back does."""
    back = sides.backs.lanes.keys.rename(columns={"group": "post"})
    elsewhere = later.merge(back, on=["outlet", "post"], how="left", indicator=True)
    here = elsewhere.loc[elsewhere["_merge"] == "left_only"].drop(columns="_merge")
    return Need.of(sides.pools, here, own.sums(len(sides.pools.lanes.keys)), sides.away())


def _settle(sides: Sides, own: Floors, floors: Ints, need: Need, people: Ints) -> tuple[Floats, pd.DataFrame]:
    """Deferred work done in each pool's cell, at the backs and elsewhere, and its backlog, with so many people.

    Work of a post with customers that not everybody can hold gets what time its people have left when they have
    helped others, too: nothing is said of its deadlines.
    """
    at_backs, first = sides.backs.settle(own.of_backs(floors))
    away = sides.by_pool(sides.backs, at_backs)
    settled, second = need.settle(people, away)
    backlog = pd.concat([part for part in (first, second) if len(part)] or [second])
    untold = pd.MultiIndex.from_tuples(own.fronts.deferred_at(), names=["outlet", "service"])
    backlog.loc[pd.MultiIndex.from_frame(backlog[["outlet", "service"]]).isin(untold), "in_time"] = np.nan
    return settled + away, backlog.sort_values(["outlet", "service", "start"], ignore_index=True)


def _lines(need: Need, kind: str) -> pd.DataFrame:
    frame = need.lanes.frame("name", people=need.asked)
    frame.insert(1, "kind", kind)
    return frame


def _within_desks(needed: Ints, lanes: Lanes, load: Floats, desks: pd.DataFrame) -> Ints:
    """The pools' people, cut down where an outlet has fewer desks."""
    people = needed.copy()
    limits = attach(lanes.keys[["outlet"]], desks[["outlet", "desks"]], ["outlet"], "desks")["desks"].to_numpy()
    for outlet in lanes.keys.groupby("outlet").indices.values():
        limit = np.full(len(people), limits[outlet[0]], dtype=np.int64)
        people[:, outlet] = trim(people[:, outlet], load[:, outlet], np.zeros_like(people[:, outlet]), limit)
    return people


def _pools(need: Need, people: Ints, settled: Floats, load: Floats) -> pd.DataFrame:
    met = need.merged.meet(people)
    shape = people.shape
    busy = np.minimum(need.offered * (1.0 - met.lost), people) + settled
    return need.lanes.frame(
        "pool",
        people=people,
        load=load,
        occupancy=np.divide(busy, people, out=np.zeros(shape), where=people > 0),
        wait_minutes=met.wait,
        within=met.within,
        lost=met.lost,
        capped=people < need.people,
        uncapped=need.people,
    )
