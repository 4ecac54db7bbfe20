"""Rehearsal: customers are conserved and figures lie where they can."""

from __future__ import annotations

from collections.abc import Iterator

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
    mean_wait = services["promise"] == "mean_wait"
    met = (services["achieved"] <= services["target"]).where(mean_wait, services["achieved"] >= services["target"])
    judged = services["achieved"].notna()
    wrong = judged & (met.astype(bool) != services["kept"].astype(bool))
    yield from where("promise_kept", services, names, wrong, services["target"], services["achieved"])
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
