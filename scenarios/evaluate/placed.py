"""A placement study read again: who may stand, who is covered, the objective, the curve; small ones tried out.

Everything is recounted from residents, places and roads, point by point and zone by zone. Where few sites could
open, all combinations are tried: an answer that is called proven must be the best of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Set

import pandas as pd

from scenarios.evaluate.coverage import weights_of, zone_table
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, differ
from scenarios.evaluate.placed_proof import check_proof, faults, objective_of
from scenarios.evaluate.tiers import check_tiers
from scenarios.evaluate.town import Town, read_town


def check_placed(
    facts: Facts,
    model: str,
    points: int | None,
    share: float | None,
    budget: float | None,
    price_unplaced: float = 0.0,
) -> Iterator[Finding]:
    """Roles, figures, what was asked for, the objective and its bound, and every point of the curve.

    `price_unplaced` is what the model `rooms` puts on a resident without a place.
    """
    town = read_town(facts)
    sites = facts.table("sites")
    opened = set(sites.loc[sites["action"] == "open", "point"])
    standing = town.now | opened
    for point in sorted(opened - town.required - town.candidates):
        yield Finding("site_may_not_stand", point, "not opened", "opened")
    for point in sorted(town.required - opened):
        yield Finding("required_site", point, "opened", "not opened")
    yield from _summary(facts, town, standing)
    yield from _sites(town, sites, standing)
    yield from _asked(town, model, opened, points, share, budget)
    objective = objective_of(town, model, price_unplaced * _unplaced(facts))
    proof = facts.plan["stages"]["coverage"]["proofs"][0]
    yield from check_proof(town, model, objective, standing, proof, points, share, budget)
    if model == "rooms":
        yield from _rooms(facts, town, standing)
    yield from _curve(facts, town)
    yield from check_tiers(facts, standing, town.usable)


def _summary(facts: Facts, town: Town, standing: Set[str]) -> Iterator[Finding]:
    zones = zone_table(facts)
    for row in rows(facts.table("summary")):
        weight = dict(zip(zones["zone"], weights_of(zones, row["scope"]), strict=True))
        for when, points in (("before", town.now), ("after", standing)):
            covered = sum(float(weight[zone]) for zone in weight if town.inside(zone, points))
            reached = {zone: near for zone in weight if math.isfinite(near := town.near(zone, points))}
            total = sum(float(weight[zone]) for zone in reached)
            mean = sum(float(weight[zone]) * near for zone, near in reached.items()) / total if total else math.nan
            for name, ours, theirs in (
                (when, covered, row[when]),
                (f"minutes_{when}", mean, row[f"minutes_{when}"]),
            ):
                if differ(ours, float(theirs)):
                    yield Finding("placed_summary", f"{row['scope']} {name}", str(ours), str(theirs))
        if differ(float(row["after"]) - float(row["before"]), float(row["gained"])):
            yield Finding(
                "placed_gained", str(row["scope"]), str(row["after"] - row["before"]), str(row["gained"])
            )


def _sites(town: Town, sites: pd.DataFrame, standing: Set[str]) -> Iterator[Finding]:
    """Whom only a site covers; and that the gains add up to all that is gained."""
    opened = [row for row in rows(sites) if row["action"] == "open"]
    whole = town.covered(standing)
    for row in opened:
        ours = whole - town.covered(standing - {row["point"]})
        if differ(ours, float(row["only"])):
            yield Finding("site_only", row["point"], str(ours), str(row["only"]))
    gained, told = whole - town.covered(town.now), sum(float(row["gain"]) for row in opened)
    if differ(gained, told):
        yield Finding("site_gains", "sites", str(gained), str(told))


def _asked(
    town: Town, model: str, opened: Set[str], points: int | None, share: float | None, budget: float | None
) -> Iterator[Finding]:
    """No more sites, no more money than asked for, beyond what is required; no fewer residents."""
    if points is not None and len(opened) > max(points, len(town.required)):
        yield Finding("asked_points", model, f"at most {points}", str(len(opened)))
    spent = sum(town.opening[point] for point in sorted(opened))
    least = sum(town.opening[point] for point in sorted(town.required))
    if budget is not None and spent > max(budget, least) + 1e-6:
        yield Finding("asked_budget", model, f"at most {budget}", str(spent))
    for fault in faults(town, model, town.now | opened, share):
        yield Finding("asked_cover", model, "as asked", fault)


def _unplaced(facts: Facts) -> float:
    """Residents without a place, as the study tells them."""
    stated = facts.table("assignments")
    return float(stated.loc[stated["point"] == "", "residents"].sum())


def _rooms(facts: Facts, town: Town, standing: Set[str]) -> Iterator[Finding]:
    """Everybody in town whom a point could reach has a place in the circle, or is told to have none."""
    stated = facts.table("assignments")
    kinds = dict(zip(zone_table(facts)["zone"], zone_table(facts)["kind"], strict=True))
    given = stated.groupby("zone")["residents"].sum()
    for zone, people in town.people.items():
        asked = people if kinds[zone] == "urban" and town.inside(zone, town.usable) else 0.0
        if differ(asked, float(given.get(zone, 0.0))):
            yield Finding("rooms_residents", zone, str(asked), str(given.get(zone, 0.0)))
    for row in rows(stated):
        took = town.minutes[row["zone"]].get(row["point"], math.inf)
        if row["point"] and (row["point"] not in standing or took > town.circle[row["zone"]]):
            yield Finding(
                "rooms_in_circle", f"{row['zone']} {row['point']}", "a standing point in the circle", str(took)
            )
    sites, outlets = facts.network.table("sites"), facts.network.table("outlets")
    usual = float(facts.network.settings.residents_per_station)
    room = dict(zip(sites["site"], sites["capacity_residents"].astype(float).fillna(usual), strict=True))
    room |= dict(zip(outlets["outlet"], outlets["capacity_residents"].astype(float).fillna(usual), strict=True))
    for point, load in stated[stated["point"] != ""].groupby("point")["residents"].sum().items():
        if load > room[str(point)] + 1e-4:
            yield Finding("rooms_capacity", str(point), str(room[str(point)]), str(load))


def _curve(facts: Facts, town: Town) -> Iterator[Finding]:
    """Covered residents of each point of the curve; it never falls; what is proven meets its bound."""
    before = -math.inf
    for row in rows(facts.table("curve")):
        opened = {point for point in str(row["opens"]).split(";") if point}
        here = f"{row['points']} sites, {row['money']}"
        if opened - town.required - town.candidates or not town.required <= opened:
            yield Finding("curve_sites", here, "required sites and candidates", str(sorted(opened)))
        ours = town.covered(town.now | opened)
        if differ(ours, float(row["covered"])):
            yield Finding("curve_covered", here, str(ours), str(row["covered"]))
        if ours > float(row["bound"]) + 1e-6 * max(1.0, ours):
            yield Finding("curve_bound", here, f"at least {ours}", str(row["bound"]))
        if row["status"] == "optimal":
            if ours < before - 1e-6 * max(1.0, ours):
                yield Finding("curve_falls", here, f"at least {before}", str(ours))
            before = ours
