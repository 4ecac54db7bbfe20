"""What the plan says of each point and key place, and the shares of its summary."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.circles import Circles, read_circles
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where
from scenarios.evaluate.ways import Place, ways

FURTHEST = 60.0
"""Minutes on foot beyond which no outlet is near a key place."""
ASKED = {"hub": "terminal_24h", "mall": "multilingual", "hospital": "barrier_free"}
"""Equipment that a key place of each kind needs nearby."""


def check_places(facts: Facts) -> Iterator[Finding]:
    """Points with their residents and room, key places with their nearest outlet, shares of the summary."""
    summary = facts.table("coverage_summary")
    share = summary["covered"] / summary["residents"].where(summary["residents"] > 0)
    yield from apart(
        "summary_share", summary, ["scope", "measure"], share.fillna(0.0), summary["share"].fillna(0.0)
    )
    yield from _points(facts, read_circles(facts))
    yield from _key_places(facts)


def _points(facts: Facts, circles: Circles) -> Iterator[Finding]:
    """Residents assigned, capacity and how far urban ones fill it, residents whom no other point covers."""
    points, given = facts.table("coverage_points"), facts.table("coverage_assignments")
    zones = facts.network.table("zones")
    urban = given[given["zone"].isin(zones.loc[zones["kind"] == "urban", "zone"])]
    residents = points["point"].map(given.groupby("point")["residents"].sum()).fillna(0.0)
    yield from apart("point_residents", points, ["point"], residents, points["residents"])
    capacity = _capacity(facts, points)
    yield from apart("point_capacity", points, ["point"], capacity, points["capacity"])
    in_town = points["point"].map(urban.groupby("point")["residents"].sum()).fillna(0.0)
    fill = (in_town / capacity.where(capacity > 0)).fillna(0.0)
    yield from apart("point_fill", points, ["point"], fill, points["fill"])
    inside = {point: circles.inside([point]) for point in points["point"]}
    only = []
    for point in points["point"]:
        others = set().union(*(inside[other] for other in circles.now if other != point))
        only.append(sum(circles.people[zone] for zone in inside[point] - others))
    yield from apart("point_only", points, ["point"], only, points["only"])


def _capacity(facts: Facts, points: pd.DataFrame) -> pd.Series:
    """Residents that each point has room for: what its table says, else what one station has."""
    stated: dict[str, float] = {}
    for table, key in (("outlets", "outlet"), ("sites", "site")):
        known = facts.network.table(table).dropna(subset=["capacity_residents"])
        stated |= {row[key]: float(row["capacity_residents"]) for row in rows(known)}
    usual = float(facts.network.settings.residents_per_station)
    return pd.Series([stated.get(point, usual) for point in points["point"]], index=points.index)


def _key_places(facts: Facts) -> Iterator[Finding]:
    """The nearest open outlet on foot, its minutes, and whether it has what the place needs."""
    stated = facts.table("coverage_key_places")
    if stated.empty:
        return
    table = facts.network.table("outlets")
    outlets = _located(table[~table["outlet"].isin(facts.closed)], "outlet")
    spots = _located(facts.network.table("key_places"), "place")
    minutes = ways(facts, spots, outlets, "walk", FURTHEST).minutes
    machines = {(row["outlet"], row["kind"]) for row in rows(facts.network.table("equipment"))}
    nearest, equipped = [], []
    for place, kind in zip(stated["place"], stated["kind"], strict=True):
        reach = sorted((took, outlet) for (spot, outlet), took in minutes.items() if spot == place)
        took, outlet = reach[0] if reach else (math.nan, "")
        nearest.append((outlet, took))
        equipped.append((outlet, ASKED.get(kind, "")) in machines)
    names = pd.Series([outlet for outlet, _ in nearest], index=stated.index, dtype="str")
    yield from where("key_place_point", stated, ["place"], names != stated["point"], names, stated["point"])
    yield from apart("key_place_minutes", stated, ["place"], [took for _, took in nearest], stated["minutes"])
    wrong = pd.Series(equipped, index=stated.index) != stated["equipped"].astype(bool)
    yield from where(
        "key_place_equipped", stated, ["place"], wrong, [str(has) for has in equipped], stated["equipped"]
    )


def _located(table: pd.DataFrame, key: str) -> list[Place]:
    known = table.dropna(subset=["latitude", "longitude"])
    return [(str(row[key]), float(row["latitude"]), float(row["longitude"])) for row in rows(known)]
