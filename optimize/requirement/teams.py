"""The pools as they are played: their days, their posts, and whose promises the people at each post answer for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.requirement.correction import Back, OneLane, Pledge, Team, cut
from optimize.requirement.immediate import Merged
from optimize.requirement.lanes import Lanes
from optimize.requirement.need import Need
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Sides:
    """What teams are made of.

    Attributes
    ----------
    pools
        All immediate services by pool.
    fronts
        Those of posts that not everybody in the pool can hold, by post.
    backs
        Need of such posts that have deferred work only.
    posts
        outlet, post, pool, services, flexible, minimum_people.
    """

    pools: Merged
    fronts: Merged
    backs: Need
    posts: pd.DataFrame

    def away(self) -> Floats:
        """People of each pool who are busy at the backs, as the pools' matrix."""
        return self.by_pool(self.backs, self.backs.done())

    def by_pool(self, side: Need, values: Floats) -> Floats:
        """Sums by pool of a matrix by post of one side."""
        total = np.zeros(self.pools.lanes.row.shape)
        for column, lane in enumerate(self.pool_of(side.lanes.keys).tolist()):
            total[:, lane] += values[:, column]
        return total

    def pool_of(self, keys: pd.DataFrame) -> Ints:
        """The pool's lane of each post's (outlet, group)."""
        return pool_of(self.posts, keys, self.pools.lanes)


def pool_of(posts: pd.DataFrame, keys: pd.DataFrame, pools: Lanes) -> Ints:
    """The pool's lane of each post's (outlet, group)."""
    pool = posts.set_index(["outlet", "post"])["pool"].loc[pd.MultiIndex.from_frame(keys)]
    pairs = pd.MultiIndex.from_arrays([keys["outlet"], pool.to_numpy()])
    lanes: Ints = pd.MultiIndex.from_frame(pools.keys).get_indexer(pairs).astype(np.int64)
    return lanes


def teams(sides: Sides) -> list[tuple[int, list[int], Team]]:
    """The pool's lane, the fronts' lanes and the team of each pool that customers come to."""
    pools, fronts = sides.pools, sides.fronts
    moments = pools.lanes.opening.moment
    calls, own_calls = _Calls.by_lane(pools), _Calls.by_lane(fronts)
    front_pool, back_pool = sides.pool_of(fronts.lanes.keys), sides.pool_of(sides.backs.lanes.keys)
    done = sides.backs.done()
    away = sides.by_pool(sides.backs, done)
    posts = dict(list(sides.posts.groupby(["outlet", "pool"], sort=False)))
    answer = []
    for number, (outlet, pool) in enumerate(pools.lanes.keys.itertuples(index=False)):
        come = calls[number]
        own = [int(lane) for lane in np.flatnonzero(front_pool == number) if own_calls[lane].names]
        backs = np.flatnonzero(back_pool == number)
        names = come.names
        places = _places(pools, number)
        arrivals = come.arrivals(len(places[0]), names)
        moment = moments[pools.lanes.row[: len(arrivals), number]]
        pieces = cut(*places, moment, arrivals.sum(axis=1), pools.lanes.opening.grain)
        if not pieces.count:
            continue
        here = posts[outlet, pool]
        patterns = Patterns.of(here, pd.Series(names))
        answered = {name for lane in own for name in own_calls[lane].names}
        team = Team(
            pool=_lane(pools, number, come, names, set(names) - answered, away[:, number]),
            pieces=pieces,
            patterns=patterns,
            fronts=tuple(_lane(fronts, lane, own_calls[lane], names, answered, None) for lane in own),
            front_least=tuple(_minimum(here, fronts.lanes.keys["group"].iloc[lane]) for lane in own),
            front_rows=tuple(patterns.posts.index(fronts.lanes.keys["group"].iloc[lane]) for lane in own),
            backs=tuple(_back(sides.backs, done, int(lane), patterns, len(arrivals)) for lane in backs),
            share=_share(here, come.load, patterns),
            least=_least(here),
        )
        answer.append((number, own, team))
    return answer


@dataclass(frozen=True)
class _Calls:
    """Who comes to one lane.

    Attributes
    ----------
    names
        The services asked for, sorted.
    first
        A row of the calls of each, which has its figures.
    service, position, rate
        Of each row: index into `names`, interval's position in the lane, customers.
    load
        By post, customers times handling minutes.
    """

    names: list[str]
    first: pd.DataFrame
    service: Ints
    position: Ints
    rate: Floats
    load: pd.Series

    @classmethod
    def by_lane(cls, merged: Merged) -> list[_Calls]:
        """Of each lane in its order."""
        calls, lanes = merged.calls, max(len(merged.lanes.keys), 1)
        codes, labels = pd.factorize(calls["service"], sort=True)
        posts, at = pd.factorize(calls["post"])
        rate = calls["rate"].to_numpy(np.float64)
        load = rate * calls["handling_minutes"].to_numpy(np.float64)
        owner = merged.cells % lanes
        order = np.argsort(owner, kind="stable")
        edges = np.searchsorted(owner[order], np.arange(1, len(merged.lanes.keys)))
        answer = []
        for own in np.split(order, edges):
            some, first, service = np.unique(codes[own], return_index=True, return_inverse=True)
            by_post = pd.Series(np.bincount(posts[own], load[own], minlength=len(at)), index=at)
            answer.append(
                cls(
                    [str(labels[code]) for code in some],
                    calls.iloc[own[first]].set_index("service"),
                    service,
                    merged.cells[own] // lanes,
                    rate[own],
                    by_post[by_post > 0],
                )
            )
        return answer

    def arrivals(self, size: int, names: list[str]) -> Floats:
        """Customers by position and service, of so many positions and these services."""
        arrivals = np.zeros((size, len(names)))
        column = np.array([names.index(name) for name in self.names], dtype=np.int64)
        np.add.at(arrivals, (self.position, column[self.service]), self.rate)
        return arrivals


def _places(merged: Merged, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether each position of a lane is open, and goes on from the one before."""
    size = int(merged.lanes.open[:, number].sum())
    return merged.lanes.open[:size, number], merged.lanes.follows[:size, number]


def _lane(
    merged: Merged, number: int, come: _Calls, names: list[str], answers: set[str], away: Floats | None
) -> OneLane:
    """One lane; `answers` are the services whose promises it answers for, if they are its own."""
    size = int(merged.lanes.open[:, number].sum())
    arrivals, services = come.arrivals(size, names), come.first
    every = services.reindex(names)
    handling = every["handling_minutes"].to_numpy(np.float64)
    flat = np.arange(merged.lanes.row.size).reshape(merged.lanes.row.shape)[:size, number]
    return OneLane(
        name=tuple(str(label) for label in (*merged.lanes.keys.iloc[number], merged.group)),
        rate=arrivals,
        handling=handling,
        spread=every["handling_spread"].fillna(every["handling_minutes"]).to_numpy(np.float64),
        patience=every["patience_minutes"].fillna(np.inf).to_numpy(np.float64),
        line=merged.line.take(flat),
        pledges=_pledges(services.loc[[name in answers for name in services.index]], arrivals, names),
        away=np.zeros(size) if away is None else away[:size],
    )


def _pledges(services: pd.DataFrame, arrivals: Floats, names: list[str]) -> tuple[Pledge, ...]:
    """The promises of some services, each with its own customers."""
    answer = []
    for name in sorted(services.index):
        one = services.loc[name]
        column = names.index(name)
        share = float(one["promise_share"]) if one["promise"] == "share_within" else np.nan
        patience = float(one["patience_minutes"])
        stays = np.inf if np.isnan(patience) else patience
        own = np.array([column], dtype=np.int64)
        answer.append(Pledge(float(one["promise_minutes"]), share, stays, arrivals[:, column], own))
    return tuple(answer)


def _back(need: Need, done: Floats, lane: int, patterns: Patterns, size: int) -> Back:
    row = patterns.posts.index(need.lanes.keys["group"].iloc[lane])
    return Back(row, need.people[:size, lane], done[:size, lane])


def _share(posts: pd.DataFrame, load: pd.Series, patterns: Patterns) -> Floats:
    """How people stand at the posts that everybody can hold: by the load that each post's services bring."""
    flexible = posts["flexible"].to_numpy(dtype=bool)
    share = load.reindex(list(patterns.posts), fill_value=0.0).to_numpy(np.float64) * flexible
    if not share.any():
        share = flexible.astype(np.float64)
    total: Floats = share / share.sum() if share.any() else share
    return total


def _minimum(posts: pd.DataFrame, post: str) -> int:
    return int(posts.loc[posts["post"] == post, "minimum_people"].iloc[0])


def _least(posts: pd.DataFrame) -> int:
    """Minimum people of the posts that everybody can hold."""
    return int(posts.loc[posts["flexible"].astype(bool), "minimum_people"].sum())
