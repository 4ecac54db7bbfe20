"""Services and posts: promises that can be measured, posts that take what customers ask for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings
from scenarios.network.schema import LISTS

PROMISES = {"immediate": ("mean_wait", "share_within"), "deferred": ("settled_within",)}


def check_promises(context: Context, findings: Findings) -> None:
    """The promise fits the kind of service and has the share it needs; deferred work has no patience."""
    located = context.tables["services"]
    services = located.frame
    known = (services["kind"] != "") & (services["promise"] != "")
    fits = pd.Series(False, index=services.index)
    for kind, promises in PROMISES.items():
        fits |= (services["kind"] == kind) & services["promise"].isin(promises)
    fitting = services["kind"].map({kind: ", ".join(promises) for kind, promises in PROMISES.items()})
    findings.add_rows("promise_kind", located, known & ~fits, "promise", of_kind=services["kind"], fitting=fitting)
    needs_share = services["promise"].isin(["share_within", "settled_within"])
    blank = services["promise_share"].isna()
    findings.add_rows("promise_share_missing", located, needs_share & blank, "promise_share")
    whole = (services["promise"] == "share_within") & (services["promise_share"] >= 1)
    findings.add_rows("promise_share_whole", located, whole, "promise_share")
    patient = (services["kind"] == "deferred") & services["patience_minutes"].notna()
    findings.add_rows("patience_deferred", located, patient, "patience_minutes")


def check_desks(context: Context, findings: Findings) -> None:
    """The least people of an outlet's posts find desks."""
    located = context.tables["outlets"]
    least = context.frame("posts").groupby("outlet")["minimum_people"].sum()
    needed = located.frame["outlet"].map(least).fillna(0).astype("float64")
    desks = located.frame["desks"].astype("float64")
    findings.add_rows("desks_below_minimum", located, (desks < needed).fillna(False), "desks", people=needed)


def check_demand_has_posts(context: Context, findings: Findings) -> None:
    """Every service that customers asked for at an outlet is taken by a post there."""
    posts = context.frame("posts")
    taken = posts.assign(service=posts["services"].str.split(LISTS)).explode("service")[["outlet", "service"]]
    located = context.tables["arrivals"]
    asked = located.frame[["outlet", "service"]]
    codes = pd.factorize(asked["outlet"])[0] * (len(context.frame("services")) + 1000)
    codes = codes + pd.factorize(asked["service"])[0]
    first = np.flatnonzero(~pd.Series(codes).duplicated())
    pairs = pd.MultiIndex.from_frame(asked.iloc[first])
    known = asked.iloc[first]["outlet"].isin(context.frame("outlets")["outlet"])
    known &= asked.iloc[first]["service"].isin(context.frame("services")["service"])
    wrong = np.zeros(len(asked), dtype=bool)
    wrong[first] = ~pairs.isin(pd.MultiIndex.from_frame(taken)) & known.to_numpy()
    findings.add_rows("service_without_post", located, wrong, "service", outlet=asked["outlet"])


RULES: tuple[Rule, ...] = (
    Rule(check_promises, ("services",)),
    Rule(check_desks, ("outlets", "posts")),
    Rule(check_demand_has_posts, ("outlets", "services", "posts", "arrivals")),
)
