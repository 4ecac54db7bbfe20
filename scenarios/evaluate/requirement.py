"""The requirement worked out again: from the plan's demand to people at the post, outlet by outlet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluate.crew import read_crew, rows, words
from scenarios.evaluate.deadlines import Hours, steps
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart
from scenarios.evaluate.need import Need, need, share_out
from scenarios.evaluate.pools import Pools, find_pools
from scenarios.evaluate.promises import Service

FIGURES = ["people", "uncapped", "capped", "load", "occupancy"]
AMPLE = 1.25
"""A queue left by one interval may ask for so many times the people of the busiest one."""

KEYS = {
    "pools": ["outlet", "pool", "start"],
    "floors": ["outlet", "pool", "post", "start"],
    "backlog": ["outlet", "service", "start"],
}
NAMES = {"pools": "need", "floors": "floor", "backlog": "backlog"}
CHECKED = {"pools": FIGURES, "floors": ["people"], "backlog": ["arrived", "settled", "open", "in_time"]}


@dataclass(frozen=True)
class Outlet:
    """One outlet's open intervals with their starts, demand by service, and posts with what they serve."""

    name: str
    hours: Hours
    starts: list[pd.Timestamp]
    demand: Mapping[Service, list[float]]
    served: Mapping[str, list[Service]]
    minimum: Mapping[str, int]
    desks: int


def check_requirement(facts: Facts) -> Iterator[Finding]:
    """People, load, floors and backlog of every pool, post and service in every open interval.

    What immediate customers ask for by themselves (`requirement_lines`), and the waits they are expected to
    meet, come from playing changing days: those are tested by rehearsals and benchmarks, and here only for
    somebody being there wherever customers are expected, and not far too many.
    All that follows from them is worked out again.
    """
    crew = read_crew(facts)
    pools = find_pools(facts, crew)
    found: dict[str, list[dict[str, Any]]] = {"pools": [], "floors": [], "backlog": []}
    said = _stated(facts)
    for outlet in _outlets(facts):
        yield from _outlet(outlet, pools, said, found)
    for table, keys in KEYS.items():
        ours = pd.DataFrame(found[table], columns=[*keys, *CHECKED[table]])
        stated = facts.table(f"requirement_{table}")
        if stated.empty and ours.empty:
            continue
        both = stated.merge(ours, on=keys, how="outer", suffixes=("_stated", ""), indicator=True)
        for row in rows(both[both["_merge"] != "both"].head(20)):
            where = " ".join(str(row[key]) for key in keys)
            yield Finding(f"requirement_{table}", where, "in both", "only " + str(row["_merge"]))
        both = both[both["_merge"] == "both"].reset_index(drop=True)
        for figure in CHECKED[table]:
            expected, given = both[figure].astype(float), both[f"{figure}_stated"].astype(float)
            yield from apart(f"{NAMES[table]}_{figure}", both, keys, expected, given)


@dataclass(frozen=True)
class Stated:
    """What the plan says: people asked for by immediate customers, and the share of them that leaves."""

    asked: Mapping[tuple[str, str, str], Mapping[pd.Timestamp, int]]
    lost: Mapping[tuple[str, str], Mapping[pd.Timestamp, float]]


def _stated(facts: Facts) -> Stated:
    lines, pools = facts.table("requirement_lines"), facts.table("requirement_pools")
    asked: dict[tuple[str, str, str], dict[pd.Timestamp, int]] = {}
    for row in rows(lines):
        asked.setdefault((row["outlet"], row["kind"], row["name"]), {})[row["start"]] = int(row["people"])
    lost: dict[tuple[str, str], dict[pd.Timestamp, float]] = {}
    for row in rows(pools[["outlet", "pool", "start", "lost"]]):
        lost.setdefault((row["outlet"], row["pool"]), {})[row["start"]] = float(row["lost"])
    return Stated(asked, lost)


def _outlets(facts: Facts) -> Iterator[Outlet]:
    services = {service.name: service for service in read_services(facts)}
    demand = facts.table("forecast_intervals")
    demand = demand[demand["open"]].assign(rate=lambda frame: _rates(facts, frame))
    table = facts.network.table("outlets")
    desks = dict(zip(table["outlet"], table["desks"].astype(int), strict=True))
    posts = facts.network.table("posts")
    for name, part in demand.groupby("outlet"):
        if name in facts.closed:
            continue
        starts = sorted(part["start"].unique())
        minutes = tuple(int((start - starts[0]).total_seconds() // 60) for start in starts)
        place = {start: t for t, start in enumerate(starts)}
        rates = {services[service]: [0.0] * len(starts) for service in part["service"].unique()}
        for service, start, rate in zip(part["service"], part["start"], part["rate"], strict=True):
            rates[services[service]][place[start]] += rate
        own = rows(posts[posts["outlet"] == name])
        served: dict[str, list[Service]] = {row["post"]: [] for row in own}
        for service in rates:
            served[post_of(own, service.name)].append(service)
        minimum = {row["post"]: int(row["minimum_people"]) for row in own}
        hours = Hours(minutes, int(facts.plan["grain"]))
        yield Outlet(str(name), hours, starts, rates, served, minimum, desks[name])


def post_of(posts: list[dict[str, Any]], service: str) -> str:
    """The post that has the service first in its order; of equals the first in the table."""
    taking = [row for row in posts if service in words(row["services"])]
    return str(min(taking, key=lambda row: words(row["services"]).index(service))["post"])


def read_services(facts: Facts) -> Iterator[Service]:
    """The services table with its defaults."""
    for row in rows(facts.network.table("services")):
        spread, patience = float(row["handling_spread"]), float(row["patience_minutes"])
        yield Service(
            name=row["service"],
            deferred=row["kind"] == "deferred",
            handling=float(row["handling_minutes"]),
            spread=float(row["handling_minutes"]) if math.isnan(spread) else spread,
            patience=math.inf if math.isnan(patience) else patience,
            promise=row["promise"],
            minutes=float(row["promise_minutes"]),
            share=float(row["promise_share"]),
            clock=row["deadline_clock"],
        )


def _rates(facts: Facts, demand: pd.DataFrame) -> np.ndarray:
    """Customers expected, at the quantile of the rate that staff is planned for: a line between those given."""
    names = sorted(name for name in demand.columns if name[0] == "r" and name[1:].isdigit())
    known = [int(name[1:]) / 100 for name in names]
    values = demand[names].to_numpy(dtype=float)
    quantile = facts.network.settings.staffing_quantile
    return np.array([float(np.interp(quantile, known, row)) for row in values])


def _outlet(
    outlet: Outlet, pools: Pools, said: Stated, found: dict[str, list[dict[str, Any]]]
) -> Iterator[Finding]:
    """Rows of one outlet: pools within its desks, floors of posts within their pools, backlog by service."""
    names = pool_names(outlet, pools)
    groups = [read_group(outlet, pools, name, said) for name in names]
    for group in groups:
        yield from _somebody(outlet, group, said)
    loads = [group.load for group in groups]
    people = within_desks(outlet, groups)
    for group, there, load in zip(groups, people, loads, strict=True):
        floors = group.floors(outlet, there)
        found["floors"] += _floor_rows(outlet, group, floors)
        at_backs = {post: group.own[post].settle(floors[post]) for post in group.backs}
        away = added_up([work for finished in at_backs.values() for work in finished], len(there))
        finished = group.whole.settle(there, away)
        work = added_up([*finished, *(each for done in at_backs.values() for each in done)], len(there))
        for t, start in enumerate(outlet.starts):
            row = {"outlet": outlet.name, "pool": group.name, "start": start, "load": load[t]}
            lost = said.lost.get((outlet.name, group.name), {}).get(start, 0.0)
            found["pools"].append(row | _figures(group.whole, t, there[t], work[t], lost))
        told = [
            [math.nan] * len(there) if group.rigid(each.service.name) else share
            for each, share in zip(
                group.whole.deferred, group.whole.in_time(outlet.hours, there, away), strict=True
            )
        ]
        found["backlog"] += _backlog(outlet, group.whole, finished, told)
        for post, done in at_backs.items():
            share = group.own[post].in_time(outlet.hours, floors[post], in_hand=group.customers)
            found["backlog"] += _backlog(outlet, group.own[post], done, share)


def pool_names(outlet: Outlet, pools: Pools) -> list[str]:
    """The outlet's pools, in order."""
    return sorted({pools.of[outlet.name, post] for post in outlet.served})


def within_desks(outlet: Outlet, groups: list[Group]) -> list[list[int]]:
    """People of each pool by interval, within the outlet's desks."""
    loads = [group.load for group in groups]
    people: list[list[int]] = [[] for _ in groups]
    for t in range(len(outlet.starts)):
        asked, load = [group.whole.people[t] for group in groups], [one[t] for one in loads]
        for lane, kept in enumerate(share_out(asked, load, [0] * len(groups), outlet.desks)):
            people[lane].append(kept)
    return people


@dataclass(frozen=True)
class Group:
    """A pool: what it needs as a whole, and what each post with people of its own does.

    Attributes
    ----------
    own
        By post: those that not everybody can hold with their own demand, others with their minimum people only.
    backs
        The posts of `own` with deferred work only.
    """

    name: str
    whole: Need
    own: Mapping[str, Need]
    backs: tuple[str, ...]

    @property
    def load(self) -> list[float]:
        """Erlangs offered in each interval, deferred work when it arrives."""
        loads = [self.whole.load, *(self.own[post].load for post in self.backs)]
        return [sum(each) for each in zip(*loads, strict=True)]

    @property
    def customers(self) -> list[tuple[Service, float]]:
        """Immediate services and how many customers of them come in all."""
        every: dict[Service, float] = {}
        for one in self.whole.crowds:
            for service, rate in one.parts:
                every[service] = every.get(service, 0.0) + rate
        return list(every.items())

    def rigid(self, deferred: str) -> bool:
        """Whether work is done by people of a post with customers who also help with others'."""
        return any(
            each.service.name == deferred
            for post, one in self.own.items()
            if post not in self.backs
            for each in one.deferred
        )

    @property
    def most_at_posts(self) -> int:
        """The most people whom posts ask for together."""
        return max((sum(each) for each in zip(*(one.people for one in self.own.values()), strict=True)), default=0)

    def floors(self, outlet: Outlet, people: list[int]) -> dict[str, list[int]]:
        """People at each post of `own`, within so many of the pool."""
        posts = list(self.own)
        least = [outlet.minimum[post] for post in posts]
        work = [added_up(one.settle(one.people), len(people)) for one in self.own.values()]
        floors: dict[str, list[int]] = {post: [] for post in posts}
        for t, limit in enumerate(people):
            asked = [one.people[t] for one in self.own.values()]
            load = [one.crowds[t].load + done[t] for one, done in zip(self.own.values(), work, strict=True)]
            for post, kept in zip(posts, share_out(asked, load, least, limit), strict=True):
                floors[post].append(kept)
        return floors


def added_up(finished: Iterable[list[float]], count: int) -> list[float]:
    """Work of several services done in each interval, from what is done by its end."""
    done = [steps(each) for each in finished]
    return [sum(each[t] for each in done) for t in range(count)]


def read_group(outlet: Outlet, pools: Pools, name: str, said: Stated) -> Group:
    """A pool, with what immediate customers ask for taken from what is said."""
    posts = pools.posts(outlet.name, name)
    own, backs = {}, []
    for post in _posts_in_order(outlet, pools, posts):
        rigid = (outlet.name, post) not in pools.flexible
        demand = {service: outlet.demand[service] for service in outlet.served[post]} if rigid else {}
        customers = any(max(rates) > 0 for service, rates in demand.items() if not service.deferred)
        if rigid and not customers:
            backs.append(post)
        least = [outlet.minimum[post]] * len(outlet.starts)
        own[post] = need(outlet.hours, demand, least, _asked(outlet, said, "post", post))
    work = [each for post in backs for each in own[post].settle(own[post].people)]
    elsewhere = {
        service: outlet.demand[service] for post in posts if post not in backs for service in outlet.served[post]
    }
    least = [sum(one.people[t] for one in own.values()) for t in range(len(outlet.starts))]
    asked, away = _asked(outlet, said, "pool", name), added_up(work, len(outlet.starts))
    return Group(name, need(outlet.hours, elsewhere, least, asked, away), own, tuple(backs))


def _posts_in_order(outlet: Outlet, pools: Pools, posts: list[str]) -> list[str]:
    """Posts with people of their own: first those with customers or minimum people, then those behind."""
    chosen = sorted(
        post for post in posts if (outlet.name, post) not in pools.flexible or outlet.minimum[post] > 0
    )

    def behind(post: str) -> bool:
        rigid = (outlet.name, post) not in pools.flexible
        return rigid and not any(max(outlet.demand[each]) > 0 for each in outlet.served[post] if not each.deferred)

    return sorted(chosen, key=behind)


def _asked(outlet: Outlet, said: Stated, kind: str, name: str) -> list[int]:
    line = said.asked.get((outlet.name, kind, name), {})
    return [line.get(start, 0) for start in outlet.starts]


def _somebody(outlet: Outlet, group: Group, said: Stated) -> Iterator[Finding]:
    """Wherever immediate customers are expected, and before closing where some may wait, somebody is asked for.

    Nor are there more than the busiest interval would need if it lasted, but for a queue to be cleared and for
    those whom single posts ask for.
    """
    pool, one = group.name, group.whole
    asked = _asked(outlet, said, "pool", pool)
    most = AMPLE * max((crowd.least() for crowd in one.crowds), default=0) + 2 + group.most_at_posts
    for t, crowd in enumerate(one.crowds):
        waiting = outlet.hours.closing(t) and outlet.hours.follows(t) and one.crowds[t - 1].line is not None
        if (crowd.line is not None or waiting) and asked[t] < 1:
            yield Finding("need_asked", f"{outlet.name} {pool} {outlet.starts[t]}", "at least 1", str(asked[t]))
        elif asked[t] > most:
            yield Finding(
                "need_asked", f"{outlet.name} {pool} {outlet.starts[t]}", f"at most {most}", str(asked[t])
            )


def _figures(one: Need, t: int, people: int, settled: float, lost: float) -> dict[str, Any]:
    """People and how busy they are."""
    busy = min(one.crowds[t].load * (1.0 - lost), people) + settled
    occupancy = busy / people if people else 0.0
    return {"people": people, "uncapped": one.people[t], "capped": people < one.people[t], "occupancy": occupancy}


def _backlog(
    outlet: Outlet, one: Need, finished: list[list[float]], told: list[list[float]]
) -> Iterator[dict[str, Any]]:
    """Customers of each deferred service that arrive, are settled, and stay open; and the least share in time."""
    for each, done, share in zip(one.deferred, finished, told, strict=True):
        customers = outlet.hours.grain / each.service.handling
        arriving, settled = steps(each.arrived), steps(done)
        for t, start in enumerate(outlet.starts):
            yield {
                "outlet": outlet.name,
                "service": each.service.name,
                "start": start,
                "arrived": arriving[t] * customers,
                "settled": settled[t] * customers,
                "open": max(each.arrived[t] - done[t], 0.0) * customers,
                "in_time": share[t],
            }


def _floor_rows(outlet: Outlet, group: Group, floors: Mapping[str, list[int]]) -> Iterator[dict[str, Any]]:
    """Posts that not everybody in the pool can hold need people of their own; others only their minimum."""
    for post, people in floors.items():
        for start, there in zip(outlet.starts, people, strict=True):
            if there > 0:
                yield {"outlet": outlet.name, "pool": group.name, "post": post, "start": start, "people": there}
