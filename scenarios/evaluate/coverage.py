"""Coverage figures worked out again from residents, places and roads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, differ, where
from scenarios.evaluate.ways import Place, ways

FURTHEST = 60.0
"""Minutes beyond which a point is out of reach, unless a circle is larger."""


def check_coverage(facts: Facts) -> Iterator[Finding]:
    """Who is covered now and as planned, blind spots, assignments within reach and room, money spent."""
    zones = zone_table(facts)
    points = facts.table("coverage_points")
    minutes = zone_minutes(facts, zones, points)
    now = set(points.loc[points["role"] == "existing", "point"])
    planned = set(points.loc[points["action"].isin(["keep", "open"]), "point"])
    yield from _points(facts, points, planned)
    yield from _summary(facts, zones, minutes, now, planned)
    yield from _blind_spots(facts, zones, minutes, now)
    yield from _assignments(facts, zones, minutes, points, planned)
    yield from _budget(facts, points)


def zone_table(facts: Facts) -> pd.DataFrame:
    """Zones with mode and circle, defaults filled in."""
    zones = facts.network.table("zones").copy()
    default = np.where(zones["kind"] == "urban", "walk", "drive")
    zones["mode"] = np.where(zones["mode"] == "", default, zones["mode"])
    zones["circle"] = zones["circle_minutes"].astype(float).fillna(facts.network.settings.circle_minutes)
    return zones


def _located(table: pd.DataFrame, key: str) -> dict[str, Place]:
    known = table.dropna(subset=["latitude", "longitude"])
    return {
        str(name): (str(name), float(lat), float(lon))
        for name, lat, lon in zip(known[key], known["latitude"], known["longitude"], strict=True)
    }


def zone_minutes(facts: Facts, zones: pd.DataFrame, points: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(zone, point) to minutes, by each zone's own mode."""
    spots = {
        **_located(facts.network.table("outlets"), "outlet"),
        **_located(facts.network.table("sites"), "site"),
    }
    destinations = [spots[point] for point in points["point"]]
    limit = max(FURTHEST, float(zones["circle"].max()))
    found: dict[tuple[str, str], float] = {}
    for mode in ("walk", "drive"):
        origins = list(_located(zones[zones["mode"] == mode], "zone").values())
        if origins:
            found |= ways(facts, origins, destinations, mode, limit).minutes
    return found


def nearest(minutes: Mapping[tuple[str, str], float], zone: str, standing: set[str]) -> float:
    """Minutes to the nearest of the standing points, infinite where none is in reach."""
    return min((minutes.get((zone, point), np.inf) for point in standing), default=np.inf)


def _points(facts: Facts, points: pd.DataFrame, planned: set[str]) -> Iterator[Finding]:
    """Outlets are kept, required sites open, forbidden and competitors' ones do not."""
    outlets = facts.network.table("outlets")
    standing = outlets[(outlets["kind"] != "call_desk") & outlets["latitude"].notna()]
    expected = set(standing["outlet"]) - set(facts.closed)
    existing = set(points.loc[points["role"] == "existing", "point"])
    if expected != existing:
        yield Finding("existing_points", "coverage", str(sorted(expected)), str(sorted(existing)))
    role = points.set_index("point")["role"]
    for point in sorted(planned):
        if role[point] in ("forbidden", "competitor"):
            yield Finding("forbidden_point", point, "not opened", "opened")
    for point in sorted(set(role.index[role == "required"]) - planned):
        yield Finding("required_point", point, "opened", "not opened")


def _summary(
    facts: Facts,
    zones: pd.DataFrame,
    minutes: Mapping[tuple[str, str], float],
    now: set[str],
    planned: set[str],
) -> Iterator[Finding]:
    """Residents, covered and mean minutes of every scope, added up again."""
    stated = facts.table("coverage_summary")
    for measure, standing in (("now", now), ("planned", planned)):
        took = np.array([nearest(minutes, zone, standing) for zone in zones["zone"]])
        inside = took <= zones["circle"].to_numpy(dtype=float)
        rows = stated[stated["measure"] == measure]
        for scope, residents, covered, mean in zip(
            rows["scope"], rows["residents"], rows["covered"], rows["mean_minutes"], strict=True
        ):
            weight = weights_of(zones, str(scope))
            reached = np.isfinite(took)
            total = float(weight[reached].sum())
            expected = {
                "residents": (float(weight.sum()), float(residents)),
                "covered": (float(weight[inside].sum()), float(covered)),
                "mean_minutes": (
                    float((weight * np.where(reached, took, 0)).sum()) / total if total else np.nan,
                    float(mean),
                ),
            }
            for figure, (ours, theirs) in expected.items():
                if differ(ours, theirs):
                    yield Finding(f"summary_{figure}", f"{scope} {measure}", str(ours), str(theirs))


def weights_of(zones: pd.DataFrame, scope: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Residents of each zone who count in a scope."""
    residents = zones["residents"].to_numpy(dtype=float)
    if scope == "all":
        return residents
    if scope in ("urban", "rural"):
        return residents * (zones["kind"] == scope).to_numpy()
    if scope in ("children", "elderly"):
        return zones[scope].to_numpy(dtype=float)
    return residents * (zones["region"] == scope).to_numpy()


def _blind_spots(
    facts: Facts, zones: pd.DataFrame, minutes: Mapping[tuple[str, str], float], now: set[str]
) -> Iterator[Finding]:
    stated = facts.table("coverage_blind_spots")
    took = {zone: nearest(minutes, zone, now) for zone in zones["zone"]}
    circle = dict(zip(zones["zone"], zones["circle"], strict=True))
    people = dict(zip(zones["zone"], zones["residents"], strict=True))
    expected = {zone for zone in took if took[zone] > circle[zone] and people[zone] > 0}
    if expected != set(stated["zone"]):
        yield Finding("blind_spots", "coverage", str(sorted(expected)), str(sorted(stated["zone"])))
        return
    ours = [took[zone] if np.isfinite(took[zone]) else np.nan for zone in stated["zone"]]
    yield from apart("blind_spot_minutes", stated, ["zone"], ours, stated["minutes"])
    yield from apart(
        "blind_spot_residents", stated, ["zone"], [people[zone] for zone in stated["zone"]], stated["residents"]
    )


def _assignments(
    facts: Facts,
    zones: pd.DataFrame,
    minutes: Mapping[tuple[str, str], float],
    points: pd.DataFrame,
    planned: set[str],
) -> Iterator[Finding]:
    """Everybody is assigned once or to nobody, within the circle, to a standing point with room."""
    stated = facts.table("coverage_assignments")
    totals = stated.groupby("zone")["residents"].sum()
    people = zones.set_index("zone")["residents"].astype(float)
    given = totals.reindex(people.index).fillna(0.0)
    yield from apart("assigned_residents", people.reset_index(), ["zone"], people, given)
    served = stated[stated["point"] != ""].reset_index(drop=True)
    took = [
        minutes.get((zone, point), np.inf) for zone, point in zip(served["zone"], served["point"], strict=True)
    ]
    yield from apart("assigned_minutes", served, ["zone", "point"], took, served["minutes"])
    circle = served["zone"].map(zones.set_index("zone")["circle"])
    outside = np.asarray(took) > circle.to_numpy(dtype=float) + 1e-9
    yield from where("assigned_in_circle", served, ["zone", "point"], outside, circle, took)
    astray = ~served["point"].isin(planned)
    yield from where(
        "assigned_to_standing", served, ["zone", "point"], astray, "a standing point", served["point"]
    )
    urban = set(zones.loc[zones["kind"] == "urban", "zone"])
    load = served[served["zone"].isin(urban)].groupby("point")["residents"].sum()
    filled = points["point"].map(load).fillna(0.0)
    over = filled > points["capacity"].astype(float) + 1e-6
    yield from where("room", points, ["point"], over, points["capacity"], filled)


def _budget(facts: Facts, points: pd.DataFrame) -> Iterator[Finding]:
    """One-off money of the sites that open beyond the required ones stays within the budget."""
    budget = facts.network.settings.budget
    if budget is None:
        return
    opened = points[points["action"] == "open"]
    cost = facts.network.table("sites").set_index("site")["opening_cost"].astype(float)
    required = opened["role"] == "required"
    spent = float(opened.loc[~required, "point"].map(cost).astype(float).sum())
    left = max(0.0, budget - float(opened.loc[required, "point"].map(cost).astype(float).sum()))
    if spent > left + 1e-6:
        yield Finding("budget", "coverage", f"at most {left}", str(spent))
