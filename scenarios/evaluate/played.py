"""Rehearsal: customers are conserved and figures lie where they can."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where


def check_rehearsal(facts: Facts) -> Iterator[Finding]:
    """Arrivals = served + lost + left over in every replication; promises are judged by their own target."""
    runs = facts.table("rehearsal_replications")
    labels = ["replication", "outlet"]
    accounted = runs["served"] + runs["lost"] + runs["left_over"]
    yield from apart("customers_conserved", runs, labels, runs["arrivals"], accounted)
    services = facts.table("rehearsal_services")
    names = ["outlet", "service"]
    wrong = (services["periods_kept"] >= 1.0 - 1e-9) != services["kept"].astype(bool)
    yield from where("promise_kept", services, names, wrong, services["periods_kept"], services["kept"])
    wrong = services["kept"].astype(bool) & ~_met(services)
    yield from where("promise_met", services, names, wrong, services["target"], services["achieved"])
    outside = (services["achieved_low"] > services["achieved"] + 1e-9) | (
        services["achieved_high"] < services["achieved"] - 1e-9
    )
    yield from where(
        "interval_holds_mean", services, names, outside, services["achieved_low"], services["achieved"]
    )
    counts = runs.groupby("replication", as_index=False)[["outlet"]].nunique()
    yield from apart(
        "replications", counts, ["replication"], counts["outlet"].max() + 0 * counts["outlet"], counts["outlet"]
    )


def _met(services: pd.DataFrame) -> pd.Series:
    """Whether the promise holds over the whole horizon, which it does where it holds in every period."""
    mean_wait = services["promise"] == "mean_wait"
    longer, more = services["achieved"] <= services["target"], services["achieved"] >= services["target"]
    met: pd.Series = longer.where(mean_wait, more) | services["achieved"].isna()
    return met
