"""Rehearsal: customers are conserved and figures lie where they can."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where


def check_rehearsal(facts: Facts) -> Iterator[Finding]:
    """Arrivals = served + lost + left over in every replication, and those in time were served.

    Promises are judged by their own target; the intervals of a service and of its outlet's pools add up to its
    whole; waits of the books are those of immediate customers.
    """
    runs = facts.table("rehearsal_replications")
    labels = ["replication", "outlet"]
    accounted = runs["served"] + runs["lost"] + runs["left_over"]
    yield from apart("customers_conserved", runs, labels, runs["arrivals"], accounted)
    early = runs["within"] > runs["served"]
    yield from where("within_served", runs, labels, early, runs["served"], runs["within"])
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
    yield from _intervals(facts, services)
    yield from _waits(facts, services, runs)
    counts = runs.groupby("replication", as_index=False)[["outlet"]].nunique()
    yield from apart(
        "replications", counts, ["replication"], counts["outlet"].max() + 0 * counts["outlet"], counts["outlet"]
    )


def _intervals(facts: Facts, services: pd.DataFrame) -> Iterator[Finding]:
    """Figures by service and interval: sums are the whole's, means lie between their ends, ages fit."""
    parts, names = facts.table("rehearsal_service_intervals"), ["outlet", "service"]
    came = parts["arrivals"].fillna(0.0)
    sums = pd.DataFrame(
        {
            "arrivals": came,
            "lost": parts["lost_share"].fillna(0.0) * came,
            "wait": parts["wait_minutes"].fillna(0.0) * came,
        }
    )
    whole = sums.groupby([parts["outlet"], parts["service"]]).sum()
    whole = whole.reindex(pd.MultiIndex.from_frame(services[names]), fill_value=0.0)
    yield from apart("interval_arrivals", services, names, whole["arrivals"], services["arrivals"])
    yield from apart("interval_losses", services, names, whole["lost"], services["lost"])
    waits = (services["wait_minutes"] * services["arrivals"]).fillna(0.0)
    yield from apart("interval_waits", services, names, whole["wait"], waits)
    labels = [*names, "start"]
    for mean, low, high in (
        ("wait_minutes", "wait_low", "wait_high"),
        ("within", "within_low", "within_high"),
        ("lost_share", "lost_low", "lost_high"),
        ("queue", "queue_low", "queue_high"),
        ("wait_p50", "wait_p50", "wait_p90"),
        ("oldest_minutes", "oldest_minutes", "oldest_worst"),
    ):
        outside = (parts[low] > parts[mean] + 1e-9) | (parts[high] < parts[mean] - 1e-9)
        yield from where("interval_holds_mean", parts, labels, outside, parts[low], parts[mean])
    oldest = parts.groupby(names)["oldest_worst"].max()
    oldest = oldest.reindex(pd.MultiIndex.from_frame(services[names])).fillna(0.0)
    younger = services["oldest_worst"].fillna(0.0).to_numpy() < oldest.to_numpy() - 1e-9
    yield from where("oldest_worst", services, names, younger, oldest, services["oldest_worst"])
    both = parts[["outlet", "start", "queue"]].groupby(["outlet", "start"])["queue"].sum()
    pools = facts.table("rehearsal_intervals").groupby(["outlet", "start"])["queue"].sum()
    paired = pd.concat([both.rename("services"), pools.rename("pools")], axis=1).reset_index()
    yield from apart("interval_queue", paired, ["outlet", "start"], paired["services"], paired["pools"])


def _waits(facts: Facts, services: pd.DataFrame, runs: pd.DataFrame) -> Iterator[Finding]:
    """The books' waits are those of all immediate customers, and so is the network's."""
    kinds = facts.network.table("services").set_index("service")["kind"]
    mine = services[services["service"].map(kinds) == "immediate"]
    expected, books = _waited(mine, "arrivals"), _waited(runs, "immediate")
    told = books.groupby(runs["outlet"]).sum() / runs["replication"].nunique()
    whole = expected.groupby(mine["outlet"]).sum().reindex(told.index, fill_value=0.0)
    outlets = told.index.to_frame(index=False)
    for column in ("customers", "minutes"):
        yield from apart(f"books_{column}", outlets, ["outlet"], whole[column], told[column])
    by_run = books.groupby(runs["replication"]).sum()
    mean = (by_run["minutes"] / by_run["customers"].where(by_run["customers"] > 0)).mean()
    figures = facts.table("indicators")
    wait = figures[(figures["indicator"] == "wait_minutes") & (figures["scope"] == "")]
    yield from apart("network_wait", wait, ["indicator"], wait.assign(value=mean)["value"], wait["value"])


def _waited(frame: pd.DataFrame, customers: str) -> pd.DataFrame:
    """Customers of a column, and the minutes that they wait together."""
    minutes = (frame["wait_minutes"] * frame[customers]).fillna(0.0)
    return pd.DataFrame({"customers": frame[customers], "minutes": minutes})


def _met(services: pd.DataFrame) -> pd.Series:
    """Whether the promise holds over the whole horizon, which it does where it holds in every period."""
    mean_wait = services["promise"] == "mean_wait"
    longer, more = services["achieved"] <= services["target"], services["achieved"] >= services["target"]
    met: pd.Series = longer.where(mean_wait, more) | services["achieved"].isna()
    return met
