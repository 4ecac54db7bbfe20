"""Pools of several services and posts: people exactly as required, played by the rehearsal.

The sample network's requirement is staffed to the letter (posts with a floor get it, all others of a pool stand at
its first post that everybody can hold; nobody is absent, desks are never full) and met by customers drawn from the
very rates that it was made for. So what fails here is the requirement's, and not the staff plan's or the roster's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options
from forecast.values import Paths
from optimize.requirement import Requirement, RequirementProblem, require
from scenarios.network.model import Network
from scenarios.plan.demand import rates
from scenarios.plan.demanding import demand_under
from scenarios.plan.foreseen import foresee
from scenarios.plan.needs import requirement_problem
from scenarios.premises import Premises
from scenarios.rehearsal import RehearsalProblem, rehearse
from scenarios.sample import sample_network

REPLICATIONS = 20
DESKS = 10_000
"""So many that none is ever missing: desks are a cap of their own."""


def posts(options: Options) -> Iterator[Line]:
    """One line a service, with the share of outlets' days on which its promise is kept."""
    network, asked = sample_asked()
    began = time.perf_counter()
    found = require(asked, seed=options.seed, processes=2)
    seconds = time.perf_counter() - began
    played = rehearse(
        as_required(network, asked, found, sampled(asked, network, REPLICATIONS)),
        replications=REPLICATIONS,
        seed=options.seed,
        processes=2,
    )
    hours = float(found.pools["people"].sum()) * asked.grain / 60
    for service, rows in played.services.groupby("service"):
        metrics = {
            "outlets": len(rows),
            "days_kept": float(rows["periods_kept"].mean()),
            "worst_outlet_days_kept": float(rows["periods_kept"].min()),
            "wait_minutes": float(np.average(rows["wait_minutes"], weights=rows["arrivals"])),
            "hours_all": hours,
            "seconds_requirement": round(seconds, 1),
        }
        yield Line("queueing", f"posts {service}", None, metrics=metrics)


def sample_asked() -> tuple[Network, RequirementProblem]:
    """The sample network, and what its requirement is made for, but for desks."""
    network = sample_network("sample")
    premises = Premises.of(network)
    demand = demand_under(premises, foresee(network, _days(network), 50).forecast).forecast
    asked = requirement_problem(premises, rates(demand, network.settings.staffing_quantile))
    return network, replace(asked, desks=asked.desks.assign(desks=DESKS))


def _days(network: Network) -> int:
    return 7 * network.settings.plan_weeks


def rates_of(asked: RequirementProblem, network: Network) -> tuple[pd.DataFrame, pd.DatetimeIndex, np.ndarray]:
    """Series, starts of the horizon, and the rates staffed to, (series, starts)."""
    starts = network.grid.starts(network.first_day, _days(network))
    series = asked.demand[["outlet", "service"]].drop_duplicates(ignore_index=True)
    table = asked.demand.pivot_table(index=["outlet", "service"], columns="start", values="rate", fill_value=0.0)
    table = table.reindex(index=pd.MultiIndex.from_frame(series), columns=starts, fill_value=0.0)
    return series, starts, table.to_numpy()


def sampled(asked: RequirementProblem, network: Network, replications: int) -> Paths:
    """Customers drawn from the very rates staffed to."""
    series, starts, table = rates_of(asked, network)
    whole = np.broadcast_to(table.astype(np.float32), (replications, *table.shape)).copy()
    return Paths(series, starts, whole, np.random.default_rng(5).poisson(whole).astype(np.int32))


def as_required(network: Network, asked: RequirementProblem, found: Requirement, paths: Paths) -> RehearsalProblem:
    """Such customers, met by people exactly as required."""
    return RehearsalProblem(
        segments=_segments(asked, found, network),
        posts=asked.posts[["outlet", "post", "pool", "services", "flexible"]],
        services=asked.services,
        paths=paths,
        opening=asked.demand[["outlet", "start"]].drop_duplicates(ignore_index=True),
        desks=asked.desks,
        grid=network.grid,
        first_day=network.first_day,
        days=_days(network),
    )


def _segments(asked: RequirementProblem, found: Requirement, network: Network) -> pd.DataFrame:
    """One segment for each stretch that a person stands at one post."""
    flexible = asked.posts[asked.posts["flexible"].astype(bool)].drop_duplicates(["outlet", "pool"])
    rest = flexible.set_index(["outlet", "pool"])["post"]
    at_floors = found.floors.merge(
        flexible[["outlet", "pool", "post"]].rename(columns={"post": "rest"}), how="left"
    )
    at_floors = at_floors[at_floors["post"] != at_floors["rest"]].drop(columns="rest")
    taken = at_floors.groupby(["outlet", "pool", "start"])["people"].sum().rename("taken").reset_index()
    others = found.pools[["outlet", "pool", "start", "people"]].merge(taken, how="left")
    others["people"] = (others["people"] - others["taken"].fillna(0)).astype(int)
    others = others.merge(rest, on=["outlet", "pool"], how="left")
    columns = ["outlet", "post", "start", "people"]
    elsewhere = others.loc[others["post"].notna(), columns]
    every = pd.concat([at_floors[columns], elsewhere], ignore_index=True)
    people = every.loc[every.index.repeat(every["people"])].drop(columns="people").reset_index(drop=True)
    people["employee"] = people["outlet"] + "/" + people.groupby(["outlet", "start"]).cumcount().astype(str)
    people = people.sort_values(["employee", "start"], ignore_index=True)
    people["end"] = people["start"] + pd.Timedelta(minutes=asked.grain)
    before = people.shift()
    goes_on = (people[["employee", "post"]] == before[["employee", "post"]]).all(axis=1)
    begins = ~(goes_on & (people["start"] == before["end"]))
    runs = people.groupby(begins.cumsum(), as_index=False)
    joined = runs.agg(
        employee=("employee", "first"),
        outlet=("outlet", "first"),
        post=("post", "first"),
        start=("start", "first"),
        end=("end", "last"),
    )
    day = network.grid.business_day(pd.DatetimeIndex(joined["start"]))
    return joined.assign(activity="work", duty=np.arange(len(joined)).astype(str), day=day)
