"""A situation as arrays: lanes, posts and pools in rows, intervals in columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch.clock import FAR, Clock
from optimize.shared_staff.dispatch.line import Lines
from optimize.shared_staff.dispatch.values import Situation
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.labels import attach, require_unique

POST, LANE, POOL = ["outlet", "post"], ["outlet", "lane"], ["outlet", "pool"]


@dataclass(frozen=True)
class Ground:
    """What candidates, model and figures share; T intervals.

    Attributes
    ----------
    posts
        P rows as `Situation.posts`, with `place` (row of `lanes`, -1 for none) and `pool_place` (row of `pools`).
    pools
        outlet, pool.
    people
        As `Situation.people`, with times in minutes from now (`begin`, `end`, `pause`, `resume`, ...) and `at`
        (row of `posts`, -1 where the post is not known).
    lines
        The waiting lines of `Situation.lanes`.
    present
        (P, T) people at each post, breaks taken out.
    staffed
        (L, T) people of each lane's posts.
    post_spare, pool_spare
        (P, T) and (G, T): people beyond need, never below 0.
    needed
        (L, T) people that the lane's posts need.
    opens
        (L, T) whether customers may come to the lane.
    free_desks
        (outlets, T), rows as `outlets`.
    """

    situation: Situation
    clock: Clock
    posts: pd.DataFrame
    pools: pd.DataFrame
    people: pd.DataFrame
    lines: Lines
    present: Floats
    staffed: Floats
    post_spare: Floats
    pool_spare: Floats
    needed: Floats
    opens: Mask
    outlets: pd.Index
    free_desks: Floats

    @cached_property
    def outlet_of_post(self) -> Ints:
        """(P,) row of `outlets` of each post."""
        return self.outlets.get_indexer(pd.Index(self.posts["outlet"])).astype(np.int64)

    @cached_property
    def closes(self) -> Floats:
        """(L,) minute at which the lane's last open interval ends; 0 where it does not open any more."""
        ends: Floats = np.where(self.opens, self.clock.edges[None, 1:], 0.0).max(axis=1, initial=0.0)
        return ends

    def post_rows(self, outlet: pd.Series, post: pd.Series) -> Ints:
        """Rows of `posts`; -1 where there is none."""
        known = pd.MultiIndex.from_frame(self.posts[POST])
        return known.get_indexer(pd.MultiIndex.from_arrays([outlet, post])).astype(np.int64)


def gather(situation: Situation, held: pd.DataFrame) -> Ground:
    """Pair the frames by label; people of `held` moves are where these take them.

    Raises
    ------
    LabelError
        When a label has no partner, or stands twice.
    """
    clock = Clock.of(situation)
    require_unique(situation.posts, POST, "posts")
    require_unique(situation.lanes, LANE, "lanes")
    require_unique(situation.people, ["employee"], "people")
    numbered = situation.lanes[LANE].assign(place=np.arange(len(situation.lanes)))
    fronts = situation.posts.merge(numbered, on=LANE, how="left", validate="many_to_one")
    pools = situation.posts[POOL].drop_duplicates(ignore_index=True)
    posts = attach(fronts, pools.assign(pool_place=np.arange(len(pools))), POOL, "pools")
    posts = posts.assign(place=posts["place"].fillna(-1).astype("int64"))
    people = _people(situation, clock, posts)
    present = _present(people, clock, len(posts)) + _of_held(held, people, posts, clock)
    present = np.maximum(present, 0.0)
    place = posts["place"].to_numpy()
    staffed = _sums(place, present, len(situation.lanes))
    post_need, pool_need = _needs(situation, clock, posts, pools)
    pool_there = _sums(posts["pool_place"].to_numpy(), present, len(pools))
    rate, opens = _rates(situation, clock)
    outlets = pd.Index(situation.desks["outlet"])
    at = outlets.get_indexer(pd.Index(posts["outlet"])).astype(np.int64)
    desks = situation.desks["desks"].to_numpy(np.float64)[:, None] - _sums(at, present, len(outlets))
    return Ground(
        situation,
        clock,
        posts,
        pools,
        people,
        _lines(situation, rate, opens, clock),
        present,
        staffed,
        np.maximum(present - post_need, 0.0),
        np.maximum(pool_there - pool_need, 0.0),
        _lane_need(posts, post_need, pool_need, rate.sum(axis=1)),
        opens,
        outlets,
        desks,
    )


def _people(situation: Situation, clock: Clock, posts: pd.DataFrame) -> pd.DataFrame:
    people = situation.people
    at = pd.MultiIndex.from_frame(posts[POST]).get_indexer(pd.MultiIndex.from_frame(people[POST]))
    return people.assign(
        at=at,
        begin=clock.of_instants(people["begins"]),
        end=clock.of_instants(people["ends"]),
        pause=clock.of_instants(people["break_start"]),
        resume=clock.of_instants(people["break_end"]),
        pause_first=clock.of_instants(people["break_earliest"]),
        pause_last=clock.of_instants(people["break_latest"], -FAR),
        longest=clock.of_instants(people["longest_end"]),
        shortest=clock.of_instants(people["shortest_end"], -FAR),
        home_at=clock.of_instants(people["home_by"]),
    ).reset_index(drop=True)


def there(people: pd.DataFrame, clock: Clock) -> Floats:
    """(people, T): share of each interval that somebody is at the post, breaks taken out."""
    on, off = people["begin"].to_numpy(float), people["end"].to_numpy(float)
    pause, resume = people["pause"].to_numpy(float), people["resume"].to_numpy(float)
    whole = clock.share(on, off) - clock.share(np.maximum(on, pause), np.minimum(off, resume))
    works = (people["state"] == "duty").to_numpy() & people["available"].to_numpy(bool)
    shares: Floats = np.maximum(whole, 0.0) * works[:, None]
    return shares


def _present(people: pd.DataFrame, clock: Clock, posts: int) -> Floats:
    return _sums(people["at"].to_numpy(np.int64), there(people, clock), posts)


def _of_held(held: pd.DataFrame, people: pd.DataFrame, posts: pd.DataFrame, clock: Clock) -> Floats:
    """(P, T) people whom moves under way add at receivers and take from lenders, breaks taken out."""
    breaks = people.set_index("employee")[["pause", "resume"]].reindex(held["who"]).fillna(FAR)
    rests = ~held["kind"].isin(["break", "extend"]).to_numpy()
    pause, resume = (np.where(rests, breaks[name].to_numpy(float), FAR) for name in ("pause", "resume"))
    change = np.zeros((len(posts), clock.count))
    known = pd.MultiIndex.from_frame(posts[POST])
    for outlet, post, begin, end, sign in (
        ("outlet", "post", "serves_from", "serves_until", 1.0),
        ("from_outlet", "from_post", "away_from", "away_until", -1.0),
    ):
        rows = known.get_indexer(pd.MultiIndex.from_frame(held[[outlet, post]]))
        left, right = clock.of_instants(held[begin]), clock.of_instants(held[end], -FAR)
        shares = clock.share(left, right) - clock.share(np.maximum(left, pause), np.minimum(right, resume))
        np.add.at(change, rows[rows >= 0], sign * shares[rows >= 0])
    return change


def _sums(rows: Ints, values: Floats, size: int) -> Floats:
    total = np.zeros((size, values.shape[1]))
    known = rows >= 0
    np.add.at(total, rows[known], values[known])
    return total


def _needs(situation: Situation, clock: Clock, posts: pd.DataFrame, pools: pd.DataFrame) -> tuple[Floats, Floats]:
    need = situation.need
    t = clock.starts.get_indexer(pd.DatetimeIndex(need["start"]))
    people = need["people"].to_numpy(np.float64)
    answers = []
    for table, names, keys in ((posts, need["post"] != "", POST), (pools, need["post"] == "", POOL)):
        rows = pd.MultiIndex.from_frame(table[keys]).get_indexer(pd.MultiIndex.from_frame(need[keys]))
        used = names.to_numpy() & (t >= 0) & (rows >= 0)
        wanted = np.zeros((len(table), clock.count))
        np.maximum.at(wanted, (rows[used], t[used]), people[used])
        answers.append(wanted)
    return answers[0], answers[1]


def _lane_need(posts: pd.DataFrame, post_need: Floats, pool_need: Floats, rate: Floats) -> Floats:
    """(L, T): what the lane's posts ask for by themselves; the pool's main lane has all that other posts leave of
    it.

    The main lane is the one of posts without needs of their own, else the one with most customers.
    """
    place, pool = posts["place"].to_numpy(), posts["pool_place"].to_numpy()
    own = _sums(place, post_need, len(rate))
    fronts = posts[place >= 0].assign(rate=rate[place[place >= 0]], asks=post_need.sum(axis=1)[place >= 0] > 0)
    order = fronts.sort_values(["asks", "rate"], ascending=[True, False]).drop_duplicates("pool_place")
    main, of_pool = order["place"].to_numpy(), order["pool_place"].to_numpy()
    others = _sums(pool, post_need, len(pool_need))[of_pool] - own[main]
    needed = own.copy()
    needed[main] = np.maximum(own[main], pool_need[of_pool] - others)
    return needed


def _rates(situation: Situation, clock: Clock) -> tuple[Floats, Mask]:
    """(L, T) customers still to come in each interval, and whether the lane is open."""
    lanes = situation.lanes
    rows = pd.MultiIndex.from_frame(lanes[LANE]).get_indexer(pd.MultiIndex.from_frame(situation.flow[LANE]))
    t = clock.starts.get_indexer(pd.DatetimeIndex(situation.flow["start"]))
    used = (rows >= 0) & (t >= 0)
    whole, opens = np.zeros((len(lanes), clock.count)), np.zeros((len(lanes), clock.count), dtype=bool)
    np.add.at(whole, (rows[used], t[used]), situation.flow["rate"].to_numpy(np.float64)[used])
    opens[rows[used], t[used]] = True
    left = clock.minutes / situation.grid.grain
    return whole * left, opens


def _lines(situation: Situation, rate: Floats, opens: Mask, clock: Clock) -> Lines:
    lanes = situation.lanes
    columns = ("waiting", "handling", "cv", "patience", "promise", "price")
    waiting, handling, cv, patience, promise, price = (lanes[name].to_numpy(np.float64) for name in columns)
    return Lines.of(waiting, rate, handling, cv, patience, promise, price, clock.minutes, opens)
