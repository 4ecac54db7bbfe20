"""The waiting lines of a network now: who shares one, who waits, who is still to come, and how many it needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.same_day import SameDay
from quarterhour.grid import TimeGrid
from scenarios.dispatch.reading import Report
from scenarios.network.model import Network
from scenarios.network.pools import posts_with_pools
from scenarios.premises import Premises

LANE, POOL = ["outlet", "lane"], ["outlet", "pool"]
FIRST_HOUR = pd.Timedelta(hours=1)


def posts(premises: Premises) -> pd.DataFrame:
    """outlet, post, pool, lane, services: open outlets; `lane` is "" for posts that take deferred work only.

    Posts that everybody in their pool can hold share a line called by the pool; another has one of its own.
    """
    found = posts_with_pools(premises.network)
    found = found[~found["outlet"].isin(premises.closed)].reset_index(drop=True)
    kinds = premises.network.table("services").set_index("service")["kind"]
    front = found["services"].map(lambda taken: any(kinds.get(service) == "immediate" for service in taken))
    shared = found["pool"].where(found["flexible"], found["post"])
    return found[["outlet", "post", "pool", "services"]].assign(lane=shared.where(front.astype(bool), ""))


def lane_of_services(found: pd.DataFrame, network: Network) -> pd.DataFrame:
    """outlet, service, lane: each immediate service stands in the line of the post that takes it first."""
    services = network.table("services")
    immediate = services.loc[services["kind"] == "immediate", "service"]
    taken = found[found["lane"] != ""].explode("services").rename(columns={"services": "service"})
    taken = taken.assign(order=taken.groupby(["outlet", "post"]).cumcount())
    taken = taken[taken["service"].isin(immediate)].sort_values(["outlet", "service", "order", "post"])
    return taken.drop_duplicates(["outlet", "service"])[["outlet", "service", "lane"]].reset_index(drop=True)


def expected(today: SameDay, report: Report, now: pd.Timestamp, grid: TimeGrid) -> pd.DataFrame:
    """outlet, service, start, open, mean (with what is reported of a surge), mean_before."""
    rest = today.intervals[["outlet", "service", "start", "open", "mean", "mean_before"]]
    surge = report.surge[["outlet", "factor", "from", "until"]]
    joined = rest.merge(surge, on="outlet", how="left")
    end = joined["start"] + pd.Timedelta(minutes=grid.grain)
    begun = joined["from"].isna() | (end > joined["from"])
    lasts = joined["until"].isna() | (joined["start"] < joined["until"])
    factor = joined["factor"].where(begun & lasts, 1.0).fillna(1.0)
    return rest.assign(mean=joined["mean"].to_numpy() * factor.to_numpy())


def lanes(network: Network, found: pd.DataFrame, ahead: pd.DataFrame, report: Report) -> tuple[pd.DataFrame, ...]:
    """`Situation.lanes` and `Situation.flow`; handling, patience and promise are those of the customers to
    come."""
    settings = network.settings
    columns = ["service", "handling_minutes", "handling_spread", "patience_minutes", "promise_minutes"]
    services = network.table("services")[columns]
    stands = lane_of_services(found, network)
    rows = ahead[ahead["open"]].merge(stands, on=["outlet", "service"]).merge(services, on="service")
    flow = rows.groupby([*LANE, "start"], as_index=False).agg(rate=("mean", "sum"))
    every = stands.merge(services, on="service")
    weight = rows.groupby([*LANE, "service"], as_index=False)["mean"].sum()
    every = every.merge(weight, on=[*LANE, "service"], how="left").fillna({"mean": 0.0})
    waits = report.queue[["outlet", "service", "waiting"]].set_axis(["outlet", "service", "queue"], axis=1)
    every = every.merge(waits, on=["outlet", "service"], how="left")
    every["queue"] = every["queue"].astype("float64").fillna(0.0)
    every["weight"] = every["mean"] + every["queue"] + 1e-6
    handling = every["handling_minutes"].astype(float)
    spread = every["handling_spread"].astype(float).fillna(handling)
    leaving = 1.0 / every["patience_minutes"].astype(float).fillna(np.inf)
    weighed = every[LANE].assign(
        weight=every["weight"],
        waiting=every["queue"],
        handling=handling * every["weight"],
        cv=spread / handling * every["weight"],
        leaving=leaving * every["weight"],
        promise=every["promise_minutes"].astype(float) * every["weight"],
    )
    sums = weighed.groupby(LANE, as_index=False).sum()
    mean = {name: sums[name] / sums["weight"] for name in ("handling", "cv", "leaving", "promise")}
    late = settings.price_shortage * mean["handling"] / 60
    lost = np.where(mean["leaving"] > 0, settings.price_lost_customer, 0.0)
    pool = found[found["lane"] != ""].drop_duplicates(LANE)[[*LANE, "pool"]]
    table = sums[LANE].assign(
        waiting=sums["waiting"],
        handling=mean["handling"],
        cv=mean["cv"],
        patience=np.where(mean["leaving"] > 0, 1.0 / mean["leaving"].clip(lower=1e-12), np.inf),
        promise=mean["promise"],
        price=np.maximum(late, lost),
    )
    return table.merge(pool, on=LANE, how="left", validate="one_to_one"), flow


def need(
    network: Network,
    found: pd.DataFrame,
    required: tuple[pd.DataFrame, pd.DataFrame],
    ahead: pd.DataFrame,
    table: pd.DataFrame,
    now: pd.Timestamp,
) -> pd.DataFrame:
    """`Situation.need`: the plan's people, for what is expected now, and for those who wait.

    With a pool's load R erlangs and its planned people n, n - R is what the promise asks for beyond the load,
    which grows like the root of the load (Halfin and Whitt 1981): with c times the customers, c R + (n - R)
    sqrt(c) people are as sure. Floors of posts grow with their customers and do not fall. Whoever waits now is
    work of the next hour.
    """
    pools, floors = required
    handling = network.table("services").set_index("service")["handling_minutes"].astype(float)
    served = found.explode("services").drop_duplicates(["outlet", "services"])
    served = served.rename(columns={"services": "service"})[["outlet", "service", "pool"]]
    work = ahead.merge(served, on=["outlet", "service"])
    for name in ("mean", "mean_before"):
        work[name] = work[name] * work["service"].map(handling)
    change = work.groupby([*POOL, "start"], as_index=False)[["mean", "mean_before"]].sum()
    change["ratio"] = np.where(
        change["mean_before"] > 0, change["mean"] / change["mean_before"].clip(lower=1e-9), 1.0
    )
    pools = pools.merge(change[[*POOL, "start", "ratio"]], on=[*POOL, "start"], how="inner")
    people, load = pools["people"].to_numpy(float), pools["load"].to_numpy(float)
    load = np.minimum(load, people)
    sure = load * pools["ratio"] + (people - load) * np.sqrt(pools["ratio"])
    backlog = (
        table.assign(work=table["waiting"] * table["handling"] / 60).groupby(POOL, as_index=False)["work"].sum()
    )
    waits = pools[POOL].merge(backlog, on=POOL, how="left")["work"].fillna(0.0).to_numpy()
    soon = (pools["start"] < now + FIRST_HOUR).to_numpy()
    totals = pools[[*POOL, "start"]].assign(
        post="", people=np.ceil(sure.to_numpy() + np.where(soon, waits, 0.0) - 1e-6)
    )
    floors = floors.merge(change[[*POOL, "start", "ratio"]], on=[*POOL, "start"], how="inner")
    more = np.ceil(floors["people"] * floors["ratio"].clip(lower=1.0) - 1e-6)
    both = [totals, floors[[*POOL, "post", "start"]].assign(people=more)]
    joined = pd.concat(both, ignore_index=True)[["outlet", "pool", "post", "start", "people"]]
    return joined.astype({"people": "int64"})
