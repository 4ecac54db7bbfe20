"""The requirement worked out again: from the plan's demand to people at the post, outlet by outlet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
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
CHECKED = {"pools": FIGURES, "floors": ["people"], "backlog": ["arrived", "settled", "open"]}


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
    services = {service.name: service for service in _services(facts)}
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
            served[_post(own, service.name)].append(service)
        minimum = {row["post"]: int(row["minimum_people"]) for row in own}
        hours = Hours(minutes, int(facts.plan["grain"]))
        yield Outlet(str(name), hours, starts, rates, served, minimum, desks[name])


def _post(posts: list[dict[str, Any]], service: str) -> str:
    """The post that has the service first in its order; of equals the first in the table."""
    taking = [row for row in posts if service in words(row["services"])]
    return str(min(taking, key=lambda row: words(row["services"]).index(service))["post"])


def _services(facts: Facts) -> Iterator[Service]:
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
    names = sorted({pools.of[outlet.name, post] for post in outlet.served})
    needs = [_need_of(outlet, pools.posts(outlet.name, name), said, name) for name in names]
    for name, one in zip(names, needs, strict=True):
        yield from _somebody(outlet, name, one, said)
    loads = [one.load for one in needs]
    people: list[list[int]] = [[] for _ in names]
    for t in range(len(outlet.starts)):
        asked, load = [one.people[t] for one in needs], [one[t] for one in loads]
        for lane, kept in enumerate(share_out(asked, load, [0] * len(names), outlet.desks)):
            people[lane].append(kept)
    for name, one, there, load in zip(names, needs, people, loads, strict=True):
        finished = one.settle(there)
        work = [sum(each) for each in zip(*map(steps, finished), strict=True)] or [0.0] * len(there)
        for t, start in enumerate(outlet.starts):
            row = {"outlet": outlet.name, "pool": name, "start": start, "load": load[t]}
            lost = said.lost.get((outlet.name, name), {}).get(start, 0.0)
            found["pools"].append(row | _figures(one, t, there[t], work[t], lost))
        found["backlog"] += _backlog(outlet, one, finished)
        found["floors"] += _floors(outlet, pools, said, name, there)


def _need_of(outlet: Outlet, posts: list[str], said: Stated, pool: str) -> Need:
    demand = {service: outlet.demand[service] for post in posts for service in outlet.served[post]}
    asked = _asked(outlet, said, "pool", pool)
    return need(outlet.hours, demand, sum(outlet.minimum[post] for post in posts), asked)


def _asked(outlet: Outlet, said: Stated, kind: str, name: str) -> list[int]:
    line = said.asked.get((outlet.name, kind, name), {})
    return [line.get(start, 0) for start in outlet.starts]


def _somebody(outlet: Outlet, pool: str, one: Need, said: Stated) -> Iterator[Finding]:
    """Wherever immediate customers are expected, and before closing where some may wait, somebody is asked for.

    Nor are there more than the busiest interval would need if it lasted, but for a queue to be cleared.
    """
    asked = _asked(outlet, said, "pool", pool)
    most = AMPLE * max((crowd.least() for crowd in one.crowds), default=0) + 2
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


def _backlog(outlet: Outlet, one: Need, finished: list[list[float]]) -> Iterator[dict[str, Any]]:
    """Customers of each deferred service that arrive, are settled, and stay open."""
    for each, done in zip(one.deferred, finished, strict=True):
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
            }


def _floors(outlet: Outlet, pools: Pools, said: Stated, pool: str, people: list[int]) -> Iterator[dict[str, Any]]:
    """Posts that not everybody in the pool can hold need people of their own; others only their minimum."""
    posts = sorted(
        post
        for post in pools.posts(outlet.name, pool)
        if (outlet.name, post) not in pools.flexible or outlet.minimum[post] > 0
    )
    own = []
    for post in posts:
        rigid = (outlet.name, post) not in pools.flexible
        demand = {service: outlet.demand[service] for service in outlet.served[post]} if rigid else {}
        own.append(need(outlet.hours, demand, outlet.minimum[post], _asked(outlet, said, "post", post)))
    work = [[sum(each) for each in zip(*map(steps, one.settle(one.people)), strict=True)] for one in own]
    for t, start in enumerate(outlet.starts):
        load = [one.crowds[t].load + (done[t] if done else 0.0) for one, done in zip(own, work, strict=True)]
        least = [outlet.minimum[post] for post in posts]
        kept = share_out([one.people[t] for one in own], load, least, people[t])
        for post, there in zip(posts, kept, strict=True):
            if there > 0:
                yield {"outlet": outlet.name, "pool": pool, "post": post, "start": start, "people": there}
