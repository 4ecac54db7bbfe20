"""Porto Alegre, 1,124 inhabited hexagons: the whole coverage stage."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options, ours
from benchmarks.location.plane import folder, limits
from optimize.coverage import solve
from optimize.coverage.values import CoverageProblem
from optimize.travel import straight_line


def porto_alegre(options: Options) -> Iterator[Line]:
    """Health-care hexagons as existing points, all other inhabited ones as candidates, 15 minutes on foot.

    Straight line with a detour of 1.3, since the street file needs a reader that is not part of this program
    yet; capacities of 5,000 residents.
    """
    path = folder(options.data, "porto_alegre") / "poa_hexgrid.csv"
    if not path.exists():
        return
    problem = _hexagons(pd.read_csv(path))
    began = time.perf_counter()
    plan = solve(problem, limits=limits(options))
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
