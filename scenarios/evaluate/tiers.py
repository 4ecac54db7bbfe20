"""Equipment near key places, worked out again: who has it, who could, and that no place is left that could."""

from __future__ import annotations

from collections.abc import Iterator, Set

from scenarios.evaluate.crew import rows, words
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, differ
from scenarios.evaluate.places import ASKED
from scenarios.evaluate.ways import Place, ways

NEAR = 5.0
"""Minutes on foot within which a point serves a key place."""


def check_tiers(facts: Facts, standing: Set[str], usable: Set[str]) -> Iterator[Finding]:
    """Every key place of the table `tiers`: equipped, by which point, in how many minutes."""
    table = facts.table("tiers")
    if table.empty:
        return
    has = _equipment(facts)
    spots = _located(facts, "key_places", "place")
    points = _located(facts, "outlets", "outlet") + _located(facts, "sites", "site")
    near = ways(facts, spots, [place for place in points if place[0] in usable], "walk", NEAR).minutes
    for row in rows(table):
        here, needed = str(row["place"]), ASKED[row["kind"]]
        able = {point: took for (place, point), took in near.items() if place == here and (point, needed) in has}
        there = {point: took for point, took in able.items() if point in standing}
        if bool(row["equipped"]) != bool(there):
            yield Finding("tier_equipped", here, str(bool(there)), str(row["equipped"]))
        if able and not there:
            yield Finding("tier_rule", here, f"one of {sorted(able)}", "none")
        if there and (row["point"] not in there or differ(min(there.values()), float(row["minutes"]))):
            yield Finding("tier_nearest", here, f"{min(there.values())}", f"{row['point']} {row['minutes']}")


def _equipment(facts: Facts) -> set[tuple[str, str]]:
    """(point, kind) of all machines that stand in outlets, or will in sites."""
    machines = rows(facts.network.table("equipment"))
    has = {(row["outlet"], row["kind"]) for row in machines if int(row["count"]) > 0}
    for row in rows(facts.network.table("sites")):
        has |= {(row["site"], kind) for kind in words(row["equipment"])}
    return has


def _located(facts: Facts, table: str, key: str) -> list[Place]:
    known = facts.network.table(table).dropna(subset=["latitude", "longitude"])
    return [
        (str(name), float(north), float(east))
        for name, north, east in zip(known[key], known["latitude"], known["longitude"], strict=True)
    ]
