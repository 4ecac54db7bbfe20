"""Consolidation on Porto Alegre's streets and on the sample network: the whole decision sheets, recounted.

    python -m benchmarks.location decision_sheets --data DIR [--only porto_alegre|sample]

Porto Alegre: its health-care places are the outlets, its residents and streets are real; customers (one a month of
so many residents who have no nearer outlet), rents and desks are generated. The weakest outlets are under review:
those below the threshold that a share of all outlets does not reach. `findings` is what the independent recount of
every figure does not agree with.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import folder
from benchmarks.location.streets import Clock, hexagons
from optimize.coverage.reach import Reach
from quarterhour.result import Limits
from quarterhour.seeds import generator
from scenarios.consolidating import Consolidated, consolidation_of
from scenarios.network import Network
from scenarios.plan.placement import coverage_problem
from scenarios.premises import Premises
from scenarios.sample import sample_network

MONTHS = 14
RESIDENTS_A_CUSTOMER = 4.0
"""Residents of whom one comes in a month."""
FULL = 0.85
"""Most of the time of an outlet's desks that its customers take: desks follow from it."""
HANDLING = 12.0
"""Minutes of one customer."""
OPEN_HOURS = 9
WEAK = 0.15
"""Share of the outlets under review."""
OTHERS = 3


def decision_sheets(options: Options) -> Iterator[Line]:
    """One line a network: the joint optimum, and how the sheets stand up to the recount."""
    where = folder(options.data, "porto_alegre")
    networks = {}
    if options.wants("porto_alegre") and (where / "poa_osm.pbf").exists():
        networks["porto_alegre"] = with_customers(hexagons(where), options.seed)
    if options.wants("sample"):
        networks["sample"] = sample_network("sample")
    for name, network in networks.items():
        threshold = _threshold(network)
        limits = Limits(seconds=options.seconds, nodes=2000, seed=options.seed)
        clock = Clock.start()
        found = consolidation_of(network, threshold=threshold, others=OTHERS, limits=limits)
        yield _line(name, found, threshold, clock.read())


def with_customers(network: Network, seed: int) -> Network:
    """The network with a service, posts, hours, rents, and customers by day who go to the nearest outlet."""
    draw = generator(seed, "customers of Porto Alegre")
    outlets = network.table("outlets")
    day = pd.date_range("2024-01-01", periods=MONTHS, freq="MS")
    days = pd.date_range(day[0], day[-1] + pd.offsets.MonthEnd(), freq="D")
    days = days[days.dayofweek < 5]
    names = outlets["outlet"].to_numpy(str)
    daily = _nearest_residents(network) / RESIDENTS_A_CUSTOMER / 21.0 * draw.uniform(0.6, 1.4, len(names))
    week = np.array([1.2, 1.0, 0.95, 0.95, 0.9])[days.dayofweek]
    counts = draw.poisson(daily[:, None] * week[None, :])
    desks = np.ceil(counts.max(axis=1) * HANDLING / (60 * OPEN_HOURS) / FULL).astype(int)
    arrivals = pd.DataFrame(
        {
            "outlet": np.repeat(names, len(days)),
            "service": "care",
            "start": np.tile(days.to_numpy(), len(names)),
            "count": counts.ravel().astype(float),
        }
    )
    service = {
        "service": "care", "name": "Care", "kind": "immediate", "handling_minutes": HANDLING,
        "promise": "mean_wait", "promise_minutes": 15.0,
    }  # fmt: skip
    weekdays = pd.DataFrame({"weekday": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "17:00"})
    post = pd.DataFrame({"outlet": names, "post": "desk", "services": "care", "minimum_people": 1})
    return network.with_tables(
        outlets=outlets.assign(desks=np.maximum(desks, 1), monthly_cost=8000.0 + 3000.0 * np.maximum(desks, 1)),
        services=pd.DataFrame([service]),
        posts=post,
        opening_hours=outlets[["outlet"]].merge(weekdays, how="cross"),
        arrivals=arrivals,
    )


def _nearest_residents(network: Network) -> np.ndarray:
    """Residents by outlet who have no nearer one within the circle."""
    reach = Reach.of(coverage_problem(Premises.of(network)))
    there = reach.role("existing")[reach.point] & reach.within
    order = np.lexsort((reach.point, reach.minutes, reach.zone))
    order = order[there[order]]
    first = order[np.diff(reach.zone[order], prepend=-1) != 0]
    residents = np.bincount(reach.point[first], reach.residents[reach.zone[first]], minlength=len(reach.points))
    by_name = pd.Series(residents, index=reach.points["point"])
    return by_name.reindex(network.table("outlets")["outlet"]).to_numpy(dtype=float)


def _threshold(network: Network) -> float:
    """Customers a month that a share of the outlets does not reach."""
    arrivals = network.table("arrivals")
    desks = network.table("outlets").query("kind != 'call_desk'")["outlet"]
    mine = arrivals[arrivals["outlet"].isin(desks)]
    months = mine["start"].dt.tz_localize(None).dt.to_period("M").nunique()
    return float((mine.groupby("outlet")["count"].sum() / months).quantile(WEAK))


def _line(name: str, found: Consolidated, threshold: float, took: dict[str, float]) -> Line:
    options, floors = found.options, found.floors
    moved = found.transfers.groupby(["outlet", "option", "target"])["volume"].sum()
    metrics = {
        "outlets": len(found.outlets),
        "threshold": round(threshold, 1),
        "under_review": int((found.review["verdict"] == "review").sum()),
        "options": len(options),
        "allowed": int(options["allowed"].sum()),
        "chosen": int(options["chosen"].sum()),
        "closed": int(found.outlets["closes"].sum()),
        "transfers": len(moved),
        "floors_kept": bool((floors["after"] >= floors["least"] - 1e-6).all()),
        "others_proven": bool(found.others["proven"].all()),
        "findings": len(found.findings),
        "took": took,
    }
    (proof,) = found.proofs
    return Line("decision_sheets", name, ours(proof, checked=not found.findings), metrics=metrics)
