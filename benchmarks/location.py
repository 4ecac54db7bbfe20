"""Coverage, placement and consolidation on public instances.

    python -m benchmarks.location mclp --data DIR          SJC, US census blocks, BDS: most residents by p sites
    python -m benchmarks.location spopt_sf --data DIR      San Francisco, 205 tracts x 16 stores: MCLP and LSCP
    python -m benchmarks.location porto_alegre --data DIR  1,124 inhabited hexagons: the whole coverage stage
    python -m benchmarks.location chicago --data DIR       the review rule on 79 libraries, 2014

Radius and number of sites are no part of the MCLP files; `MCLP` states those used here. Every answer is
counted again from coordinates and chosen sites alone.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.spatial import cKDTree

from benchmarks.frame import Line, Options, main, ours
from optimize.coverage import solve
from optimize.coverage.least_set import least_set
from optimize.coverage.most_residents import most_residents
from optimize.coverage.review import review
from optimize.coverage.values import CoverageProblem
from optimize.travel import straight_line
from quarterhour.result import Limits

Array = npt.NDArray[np.float64]

MCLP: dict[str, tuple[float, tuple[int, ...]]] = {
    "SJC": (800.0, (1, 2, 3, 4, 5)),
    "Maximo": (800.0, (50,)),
    "BDS": (5.5, (10,)),
    "BDS1000": (1.5, (50,)),
}
"""Family: radius (metres; BDS in its own units) and numbers of sites."""
BEST_KNOWN: dict[tuple[str, int], float] = {
    # Proven optima, stated in the set's SOURCE.txt.
    ("SJC324", 1): 5461.0,
    ("SJC324", 2): 8790.0,
    ("SJC324", 3): 11604.0,
    ("SJC324", 4): 12106.0,
    ("SJC324", 5): 12152.0,
    ("BDS/BDS100000A", 10): 4431761.0,
    # The best answer that we have seen, after 42 s of iterated local search.
    ("SanFrancisco5137", 50): 775342.0,
}


@dataclass(frozen=True)
class Plane:
    """Demand points with weights and sites, as coordinates in one plane."""

    demand: Array
    weights: Array
    sites: Array


def _folder(data: Path, name: str) -> Path:
    return data / name if (data / name).is_dir() else data / "location" / name


def _limits(options: Options) -> Limits:
    return Limits(seconds=options.seconds, seed=options.seed, workers=options.workers)


def _cover(plane: Plane, radius: float) -> sparse.csr_array:
    found = cKDTree(plane.demand).query_ball_point(plane.sites, radius, return_sorted=False)
    pairs = [np.asarray(some, dtype=np.intp) for some in np.atleast_1d(found)]
    site = np.repeat(np.arange(len(pairs)), [len(some) for some in pairs])
    demand = np.concatenate(pairs)
    return sparse.csr_array((np.ones(len(site)), (demand, site)), shape=(len(plane.demand), len(plane.sites)))


def _recount(plane: Plane, radius: float, chosen: npt.NDArray[np.bool_]) -> float:
    """Weight within the radius of a chosen site, by nearest distances instead of the cover matrix."""
    distance, _ = cKDTree(plane.sites[chosen]).query(plane.demand)
    return float(plane.weights[distance <= radius].sum())


def mclp(options: Options) -> Iterator[Line]:
    """Most residents within a radius of p sites."""
    for path in sorted(_folder(options.data, "mclp").glob("*/*.txt*")):
        family, (radius, numbers) = path.parent.name, MCLP.get(path.parent.name, (800.0, (5,)))
        name = path.name.split(".")[0]
        name = f"{family}/{name}" if family.startswith("BDS") else name
        wanted = [count for count in numbers if options.wants(name) or options.wants(f"{name}-p{count}")]
        if not wanted:
            continue
        plane = _read(path)
        for count in wanted:
            yield _place(name, plane, radius, count, options)


def _place(name: str, plane: Plane, radius: float, count: int, options: Options) -> Line:
    began = time.perf_counter()
    sites = len(plane.sites)
    opened, proof = most_residents(
        _cover(plane, radius),
        plane.weights,
        np.ones(sites),
        float(count),
        np.zeros(sites, dtype=bool),
        np.ones(sites, dtype=bool),
        limits=_limits(options),
    )
    seconds = time.perf_counter() - began
    again = _recount(plane, radius, opened)
    checked = bool(again == proof.objective and opened.sum() <= count)
    metrics = {"demand": len(plane.demand), "sites": sites, "gap": proof.gap, "seconds_all": round(seconds, 2)}
    best = BEST_KNOWN.get((name, count))
    return Line("mclp", f"{name}-p{count}", ours(proof, checked=checked), best, metrics=metrics)


def _read(path: Path) -> Plane:
    """A line of sizes, then x y weight of every demand point; BDS names sites F and demand otherwise."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    rows = [line.split() for line in text.splitlines()[1:] if line.strip()]
    if rows[0][0] == "F":
        at = [[float(x) for x in row[2:4]] for row in rows if row[0] == "F"]
        table = np.array([[float(x) for x in row[-3:]] for row in rows if row[0] != "F"])
        return Plane(table[:, :2], table[:, 2], np.array(at))
    table = np.array([[float(x) for x in row[:3]] for row in rows if len(row) >= 3])
    where = table[:, :2]
    if np.abs(where[:, 0]).max() <= 90:  # degrees: metres on a plane touching the middle
        middle = where.mean(axis=0)
        scale = np.array([110_540.0, 111_320.0 * np.cos(np.radians(middle[0]))])
        where = (where - middle) * scale
    return Plane(where, table[:, 2], where)


def spopt_sf(options: Options) -> Iterator[Line]:
    """The demonstration data of spopt, 5 km on the network: four stores for most, fewest stores for all."""
    folder = _folder(options.data, "spopt_sf")
    if not folder.is_dir():
        return
    table = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    distance = table.pivot_table(index="DestinationName", columns="name", values="distance")
    weights = table.groupby("DestinationName")["demand"].first().reindex(distance.index).to_numpy(dtype=float)
    near = distance.to_numpy() <= 5000.0
    cover, sites = sparse.csr_array(near.astype(float)), near.shape[1]
    nobody, everybody = np.zeros(sites, dtype=bool), np.ones(sites, dtype=bool)
    if options.wants("mclp-p4"):
        opened, proof = most_residents(
            cover, weights, np.ones(sites), 4.0, nobody, everybody, limits=_limits(options)
        )
        again = float(weights[near[:, opened].any(axis=1)].sum())
        # Brute force over all 1,820 sets of four.
        yield Line("spopt_sf", "mclp-p4", ours(proof, checked=again == proof.objective), 875_247.0)
    if options.wants("lscp"):
        chosen, proof = least_set(cover, nobody, nobody, limits=_limits(options))
        covered = (near[:, chosen].any(axis=1) == near.any(axis=1)).all()
        checked = bool(covered and chosen.sum() == proof.objective)
        yield Line("spopt_sf", "lscp", ours(proof, checked=checked), 8.0)


def porto_alegre(options: Options) -> Iterator[Line]:
    """Health-care hexagons as existing points, all other inhabited ones as candidates, 15 minutes on foot.

    Straight line with a detour of 1.3, since the street file needs a reader that is not part of this program
    yet; capacities of 5,000 residents.
    """
    path = _folder(options.data, "porto_alegre") / "poa_hexgrid.csv"
    if not path.exists():
        return
    problem = _hexagons(pd.read_csv(path))
    began = time.perf_counter()
    plan = solve(problem, limits=_limits(options))
    seconds = time.perf_counter() - began
    summary = plan.summary
    now = float(summary.loc[(summary["scope"] == "all") & (summary["measure"] == "now"), "share"].iloc[0])
    served = plan.assignments.loc[plan.assignments["point"] != "", "residents"].sum()
    metrics = {
        "covered_now": round(now, 4),
        "blind_spots": len(plan.blind_spots),
        "opened": int((plan.points["action"] == "open").sum()),
        "least_set": int(plan.points["lscp"].sum()),
        "with_a_place": int(served),
        "seconds_all": round(seconds, 2),
    }
    for proof in plan.proofs:
        name = proof.stage.split(".")[1]
        if options.wants(name):
            yield Line("porto_alegre", name, ours(proof, checked=False), metrics={"gap": proof.gap, **metrics})


def _hexagons(table: pd.DataFrame) -> CoverageProblem:
    places = table.rename(columns={"id": "place", "lat": "latitude", "lon": "longitude"})
    inhabited = places[places["population"] > 0].reset_index(drop=True)
    points = places[(places["population"] > 0) | (places["healthcare"] > 0)].reset_index(drop=True)
    reach = straight_line(inhabited, points, speed_kmh=4.8, detour=1.3, limit=15.0)
    residents = inhabited["population"].astype(int)
    existing = points["healthcare"] > 0
    return CoverageProblem(
        zones=pd.DataFrame(
            {
                "zone": inhabited["place"],
                "region": "",
                "kind": "urban",
                "residents": residents,
                "children": 0,
                "elderly": 0,
                "circle_minutes": 15.0,
            }
        ),
        points=pd.DataFrame(
            {
                "point": points["place"],
                "name": points["place"],
                "region": "",
                "role": np.where(existing, "existing", "candidate"),
                "kind": "station",
                "capacity_residents": 5000.0,
                "monthly_cost": 20_000.0,
                "opening_cost": np.where(existing, 0.0, 200_000.0),
            }
        ),
        minutes=reach.rename(columns={"origin": "zone", "destination": "point"}),
        key_places=pd.DataFrame(columns=["place", "name", "kind", "needed", "point", "minutes", "equipped"]),
        budget=None,
        price_unserved=20.0,
    )


def chicago(options: Options) -> Iterator[Line]:
    """Which libraries the rule flags and asks about, as of June and December, by threshold."""
    path = _folder(options.data, "chicago_libraries") / "Libraries_-_2014_Visitors_by_Location.csv"
    if not path.exists():
        return
    wide = pd.read_csv(path)
    wide["outlet"] = wide["LOCATION"].str.replace("*", "").str.strip()
    months = [f"2014-{month:02d}-01" for month in range(1, 13)]
    named = wide[wide.columns[4:16]].set_axis(months, axis=1).assign(outlet=wide["outlet"])
    monthly = named.melt("outlet", var_name="month", value_name="volume")
    monthly = monthly.assign(
        month=pd.to_datetime(monthly["month"]), open_days=np.where(monthly["volume"] > 0, 26, 0)
    )
    for as_of in ("2014-06-01", "2014-12-01"):
        for threshold in (3000.0, 4000.0, 5000.0):
            name = f"{as_of[:7]}-{threshold:.0f}"
            if not options.wants(name):
                continue
            outlets = wide[["outlet"]].assign(least_monthly_volume=threshold)
            found = review(monthly, outlets, pd.Timestamp(as_of), 6)
            verdicts = {
                verdict: ", ".join(found.loc[found["verdict"] == verdict, "outlet"])
                for verdict in ("review", "ask")
            }
            yield Line("chicago", name, metrics=verdicts)


if __name__ == "__main__":
    main("location", {"mclp": mclp, "spopt_sf": spopt_sf, "porto_alegre": porto_alegre, "chicago": chicago})
