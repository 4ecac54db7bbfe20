"""Deferred work where people are exactly as required: what the plan says of deadlines, and what is met.

`Requirement.backlog` says of every service and interval what share of those who come is settled in time at least.
Three ways to try it: customers sampled from the rates staffed to; the very path staffed to (whole customers as the
rates add up to them, each of mean handling); an overload, with desks for half of those needed at the busiest time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options
from benchmarks.queueing.posts import as_required, rates_of, sample_asked, sampled
from benchmarks.queueing.timing import answer, timed
from forecast.values import Paths
from optimize.requirement import Requirement, RequirementProblem, require
from scenarios.network.model import Network
from scenarios.rehearsal import rehearse

REPLICATIONS = 100
EXACT = 5
"""Replications of the very path: only the moments within an interval differ."""
OVERLOAD = 2
"""Of so many people at the busiest time one has a desk."""


def deferred(options: Options) -> Iterator[Line]:
    """One line a way and service: items said to be settled in time for certain, and how many of them were not."""
    network, every = sample_asked()
    asked = _with_deferred_work(every)
    found, seconds = timed(require, asked, seed=options.seed, processes=2)
    mean = replace(asked, services=asked.services.assign(handling_spread=0.0))
    ways = {
        "sampled": (asked, found, sampled(asked, network, REPLICATIONS), REPLICATIONS),
        "exact": (mean, found, _exact(asked, network), EXACT),
        "overload": (_with_fewer_desks(asked, found), None, sampled(asked, network, EXACT), EXACT),
    }
    for way, (problem, required, paths, replications) in ways.items():
        if options.wants(way):
            required = required or require(problem, seed=options.seed, processes=2)
            shown = as_required(network, problem, required, paths)
            played = rehearse(shown, replications=replications, seed=options.seed, processes=2)
            for service, rows in _met(required, played.service_intervals, replications).groupby("service"):
                yield Line(
                    "deferred", f"{way} {service}", answer(seconds, options, checked=True), metrics=_figures(rows)
                )


def _with_deferred_work(asked: RequirementProblem) -> RequirementProblem:
    """The outlets that have any."""
    later = asked.services.loc[asked.services["kind"] == "deferred", "service"]
    outlets = asked.demand.loc[asked.demand["service"].isin(later), "outlet"].unique()
    return replace(
        asked,
        demand=asked.demand[asked.demand["outlet"].isin(outlets)].reset_index(drop=True),
        posts=asked.posts[asked.posts["outlet"].isin(outlets)].reset_index(drop=True),
        desks=asked.desks[asked.desks["outlet"].isin(outlets)].reset_index(drop=True),
    )


def _with_fewer_desks(asked: RequirementProblem, found: Requirement) -> RequirementProblem:
    most = found.pools.groupby(["outlet", "start"])["people"].sum().groupby("outlet").max()
    desks = (asked.desks["outlet"].map(most) // OVERLOAD).clip(lower=1).astype(int)
    return replace(asked, desks=asked.desks.assign(desks=desks))


def _exact(asked: RequirementProblem, network: Network) -> Paths:
    """Whole customers as the rates add up to them."""
    series, starts, table = rates_of(asked, network)
    counts = np.diff(np.floor(np.cumsum(table, axis=1) + 0.5), axis=1, prepend=0.0).astype(np.int32)
    whole = np.broadcast_to(counts, (EXACT, *counts.shape)).copy()
    return Paths(series, starts, whole.astype(np.float32), whole)


def _met(found: Requirement, intervals: pd.DataFrame, replications: int) -> pd.DataFrame:
    """What is said and what was met, by outlet, service and interval; `items` of all replications."""
    columns = ["outlet", "service", "start", "arrivals", "within", "oldest_worst"]
    both = found.backlog.merge(intervals[columns], on=columns[:3])
    both["items"] = both["arrivals"] * replications
    both["late"] = (both["items"] * (1.0 - both["within"])).fillna(0.0).round()
    return both


def _figures(rows: pd.DataFrame) -> dict[str, float]:
    """Items by what is said of them, and the oldest work in hours: as the plan says, and in the rehearsal."""
    certain, likely, never = (
        rows["in_time"] == 1.0,
        rows["in_time"].between(1e-9, 1.0, "left"),
        rows["in_time"] == 0.0,
    )
    return {
        "said_every": rows.loc[certain, "items"].sum(),
        "late_of_them": rows.loc[certain, "late"].sum(),
        "said_a_share": rows.loc[likely, "items"].sum(),
        "said_late_at_most": round(float(((1.0 - rows["in_time"]) * rows["items"])[likely].sum()), 1),
        "late_of_these": rows.loc[likely, "late"].sum(),
        "said_nothing_in_time": rows.loc[never, "items"].sum(),
        "late_of_those": rows.loc[never, "late"].sum(),
        "not_said": rows.loc[rows["in_time"].isna(), "items"].sum(),
        "oldest_hours_said": round(rows["oldest_minutes"].max() / 60, 1),
        "oldest_hours_met": round(rows["oldest_worst"].max() / 60, 1),
    }
