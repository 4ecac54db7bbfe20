"""Coverage and map layers of a plan made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.values import CoveragePlan
from quarterhour.result import Proof, Status
from quarterhour.seeds import generator


def coverage_of(places: pd.DataFrame) -> tuple[CoveragePlan, dict[str, pd.DataFrame]]:
    random = generator(2, "zones")
    count = 6 * len(places)
    zones = pd.DataFrame(
        {
            "zone": [f"Z{number:03d}" for number in range(count)],
            "name": [f"第{number + 1}社区" for number in range(count)],
            "latitude": 30.58 + random.normal(0, 0.07, count),
            "longitude": 114.3 + random.normal(0, 0.08, count),
            "residents": random.integers(200, 3000, count),
            "kind": np.where(np.arange(count) % 4 == 0, "rural", "urban"),
        }
    )
    far = zones.iloc[::9]
    blind = pd.DataFrame(
        {
            "zone": far["zone"],
            "residents": far["residents"],
            "minutes": 22.0,
            "reason": "coverage.too_far",
            "mend": "coverage.open_site",
        }
    ).sort_values("residents", ascending=False, ignore_index=True)
    sites = pd.DataFrame(
        {
            "point": ["C1", "C2"],
            "name": ["候选一", "候选二"],
            "latitude": [30.7, 30.5],
            "longitude": [114.45, 114.2],
        }
    )
    outlets, first = places["outlet"], places["outlet"].iloc[0]
    points = pd.DataFrame(
        {
            "point": [*outlets, "C1", "C2"],
            "name": [*places["name"], "候选一", "候选二"],
            "role": ["existing"] * len(places) + ["candidate"] * 2,
            "action": ["keep"] * len(places) + ["open", "unchosen"],
            "residents": 4000.0,
            "capacity": 5000.0,
            "fill": 0.8,
            "only": 300.0,
            "lscp": True,
            "mclp_rank": [0] * len(places) + [1, 2],
        }
    )
    total, uncovered = float(zones["residents"].sum()), float(far["residents"].sum())
    summary = pd.DataFrame(
        {
            "scope": ["all", "all", "rural", "rural"],
            "measure": ["now", "planned"] * 2,
            "residents": total,
            "covered": total - uncovered,
            "share": [1 - uncovered / total, 0.97, 0.7, 0.8],
            "mean_minutes": 9.5,
        }
    )
    near = outlets.iloc[np.arange(count) % len(places)].to_numpy()
    assignments = pd.DataFrame(
        {"zone": zones["zone"], "point": near, "minutes": 9.5, "residents": zones["residents"].astype(float)}
    )
    key_places = pd.DataFrame(
        {
            "place": ["K1"],
            "name": ["江城站"],
            "kind": ["hub"],
            "needed": ["terminal_24h"],
            "point": [first],
            "minutes": [4.0],
            "equipped": [False],
            "reason": ["coverage.lacks_equipment"],
            "mend": ["coverage.place_equipment"],
        }
    )
    review = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1:],
            "months": 8,
            "volume": 310.0,
            "threshold": 600.0,
            "source": "own",
            "verdict": "review",
            "note": "coverage.months_in_a_row",
        }
    )
    options = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1],
            "option": ["keep", "merge", "move", "convert"],
            "target": ["", first, "C1", ""],
            "covered": total - uncovered,
            "covered_change": [0.0, -250.0, 400.0, -100.0],
            "below": "",
            "extra_minutes": [0.0, 6.0, 2.0, 1.0],
            "worst_minutes": [0.0, 14.0, 9.0, 5.0],
            "volume_to": ["{}", f'{{"{first}": 260.0}}', '{"C1": 300.0}', "{}"],
            "digital": [0.0, 40.0, 5.0, 200.0],
            "lost": [0.0, 10.0, 5.0, 20.0],
            "fullest": [0.5, 0.8, 0.6, 0.7],
            "staff_freed": [0.0, 2.0, 0.0, 1.5],
            "monthly_saving": [0.0, 28000.0, -3000.0, 12000.0],
            "one_off": [0.0, 80000.0, 150000.0, 60000.0],
            "pays_back_months": [np.nan, 2.9, np.nan, 5.0],
            "allowed": [True, True, False, True],
            "reason": ["", "", "coverage.over_budget", ""],
            "chosen": [False, True, False, False],
        }
    )
    transfers = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1],
            "service": "enquiry",
            "option": "merge",
            "to": [first, "digital", "lost"],
            "volume": [260.0, 40.0, 10.0],
        }
    )
    proofs = (Proof("coverage", "mclp", Status.OPTIMAL, total - uncovered, total - uncovered, 0.4, 3),)
    angle = np.linspace(0, 2 * np.pi, 60)
    ring = pd.DataFrame(
        {"from_latitude": 30.58 + 0.06 * np.sin(angle), "from_longitude": 114.3 + 0.07 * np.cos(angle)}
    )
    roads = ring.assign(
        to_latitude=ring["from_latitude"].shift(-1), to_longitude=ring["from_longitude"].shift(-1)
    ).dropna()
    plan = CoveragePlan(summary, points, assignments, blind, key_places, review, options, transfers, proofs)
    return plan, {"zones": zones, "sites": sites, "roads": roads}
