"""Coverage as it stands: by band, scope and zone, with blind spots and what would mend them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimize.coverage.access import access
from optimize.coverage.bands import bands
from optimize.coverage.figures import blind_spots, key_places, scopes, summary
from optimize.coverage.gains import next_best
from optimize.coverage.reach import Array, Reach
from optimize.coverage.standing import Standing
from quarterhour.version import __version__
from scenarios.changes import Change, to_premises
from scenarios.changes.source import Source
from scenarios.coverage.areas import areas
from scenarios.coverage.astray import off_road
from scenarios.coverage.values import Coverage
from scenarios.network.model import Network
from scenarios.plan.layers import layers
from scenarios.plan.placement import coverage_problem, point_table, zone_table
from scenarios.premises import Premises

NO_ROADS = pd.DataFrame(columns=["from_latitude", "from_longitude", "to_latitude", "to_longitude"], dtype=float)


def coverage_of(
    network: Network, changes: Sequence[Change] = (), *, name: str = "base", source: Source | None = None
) -> Coverage:
    """The report of a network, as some changes would have it.

    Raises
    ------
    ChangeProblemsError
        When a change names what the network does not have.
    """
    premises = to_premises(network, changes, source)
    problem = coverage_problem(premises)
    reach = Reach.of(problem)
    standing = Standing.of(reach, reach.role("existing"))
    best = next_best(reach, standing)
    places, ratio = access(reach, standing.stands)
    before = _covered(network) if changes else None
    return Coverage(
        network=network.settings.name,
        name=name,
        currency=network.settings.currency,
        version=__version__,
        summary=_summary(reach, standing, places, before),
        bands=bands(reach, standing.nearest),
        zones=_zones(premises, standing, places),
        points=_points(premises, standing, ratio),
        blind_spots=_blind_spots(premises, reach, standing, best),
        next_best=best,
        key_places=key_places(problem.key_places),
        off_road=off_road(premises),
        areas=tuple(areas(premises)),
        roads=layers(premises.network).get("roads", NO_ROADS),
    )


def _covered(network: Network) -> pd.Series:
    """Residents covered by scope, without any change."""
    reach = Reach.of(coverage_problem(Premises.of(network)))
    covered = reach.covered(reach.role("existing"))
    return pd.Series({scope: float(people @ covered) for scope, people in scopes(reach).items()})


def _summary(reach: Reach, standing: Standing, places: Array, before: pd.Series | None) -> pd.DataFrame:
    found = summary(reach, standing.stands, standing.stands)
    now = found[found["measure"] == "now"].drop(columns="measure").reset_index(drop=True)
    was = now["covered"] if before is None else now["scope"].map(before).fillna(0.0)
    weights = scopes(reach)
    mean = [
        float(people @ places / people.sum()) if people.sum() > 0 else np.nan
        for people in (weights[scope] for scope in now["scope"])
    ]
    return now.assign(change=now["covered"] - was, access=mean)[
        ["scope", "residents", "covered", "share", "change", "mean_minutes", "access"]
    ]


def _zones(premises: Premises, standing: Standing, places: Array) -> pd.DataFrame:
    found, reach = zone_table(premises.network), standing.reach
    named = premises.network.table("zones")["name"]
    labels = np.append(reach.points["point"].to_numpy(dtype=object), "")
    table = found.assign(
        name=named.where(named != "", found["zone"]).to_numpy(),
        point=labels[standing.first],
        minutes=np.where(np.isfinite(standing.nearest), standing.nearest, np.nan),
        points=standing.count,
        access=places,
    ).astype({"point": "str"})
    first = ["zone", "name", "region", "kind", "mode", "latitude", "longitude", "residents", "children", "elderly"]
    return table[[*first, "circle_minutes", "point", "minutes", "points", "access"]]


def _points(premises: Premises, standing: Standing, ratio: Array) -> pd.DataFrame:
    reach = standing.reach
    inside = np.bincount(
        reach.point[reach.within], reach.residents[reach.zone[reach.within]], minlength=len(reach.points)
    )
    columns = ["point", "name", "role", "kind", "region", "latitude", "longitude"]
    table = point_table(premises)
    return table[columns].assign(
        capacity=table["capacity_residents"],
        residents=inside.astype("int64"),
        only=reach.only(standing.stands).astype("int64"),
        access=ratio,
    )


def _blind_spots(premises: Premises, reach: Reach, standing: Standing, best: pd.DataFrame) -> pd.DataFrame:
    """Blind spots with names, groups, and of the candidates that would cover each the one that gains most."""
    spots = blind_spots(reach, standing.stands, standing.stands)
    # No plan stands behind this report: a candidate that covers them is simply there to be opened.
    spots["mend"] = spots["mend"].replace("coverage.raise_budget", "coverage.open_candidate")
    gain = best.set_index("point")["residents"]
    candidate = reach.within & (reach.role("candidate") & ~standing.stands)[reach.point]
    pairs = pd.DataFrame(
        {
            "zone": reach.zones["zone"].to_numpy()[reach.zone[candidate]],
            "site": reach.points["point"].to_numpy()[reach.point[candidate]],
        }
    )
    pairs = pairs.assign(gain=pairs["site"].map(gain)).sort_values(["gain", "site"], ascending=[False, True])
    site = pairs.drop_duplicates("zone")[["zone", "site"]]
    zones = premises.network.table("zones")[["zone", "name", "region", "kind", "children", "elderly"]]
    joined = spots.merge(zones, on="zone", how="left", validate="one_to_one").merge(site, on="zone", how="left")
    columns = ["zone", "name", "region", "kind", "residents", "children", "elderly"]
    named = joined["name"].where(joined["name"] != "", joined["zone"])
    return joined.assign(name=named, site=joined["site"].fillna("").astype("str"))[
        [*columns, "minutes", "reason", "mend", "site"]
    ]
