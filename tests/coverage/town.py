"""Small random towns for the tests: a coverage problem, and a consolidation problem around it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.values import ConsolidationProblem, CoverageProblem
from quarterhour.seeds import generator

SERVICES = ("permit", "payment")
AS_OF = pd.Timestamp("2025-06-01")


def town(
    zones: int = 20,
    existing: int = 4,
    candidates: int = 5,
    *,
    seed: int = 1,
    budget: float | None = None,
    capacity: float = 5000.0,
    side: float = 4.0,
) -> CoverageProblem:
    """Zones and points at random on a square of `side` km; on foot in town, by car outside."""
    draw = generator(seed, "town", zones, existing, candidates)
    at_zone, at_point = draw.uniform(0, side, (zones, 2)), draw.uniform(0, side, (existing + candidates, 2))
    urban = draw.random(zones) < 0.7
    residents = draw.integers(0, 2500, zones)
    distance = np.linalg.norm(at_zone[:, None] - at_point[None], axis=2) * 1.3
    minutes = distance / np.where(urban, 4.8, 30.0)[:, None] * 60.0
    zone, point = np.nonzero(minutes <= 60.0)
    names = [f"O{i}" for i in range(existing)] + [f"S{i}" for i in range(candidates)]
    new = np.arange(existing + candidates) >= existing
    return CoverageProblem(
        zones=pd.DataFrame(
            {
                "zone": [f"Z{i}" for i in range(zones)],
                "region": np.where(at_zone[:, 0] < side / 2, "west", "east"),
                "kind": np.where(urban, "urban", "rural"),
                "residents": residents,
                "children": residents // 7,
                "elderly": residents // 5,
                "circle_minutes": 15.0,
            }
        ),
        points=pd.DataFrame(
            {
                "point": names,
                "name": names,
                "region": "west",
                "role": np.where(new, "candidate", "existing"),
                "kind": "station",
                "capacity_residents": capacity,
                "monthly_cost": draw.integers(10, 30, len(names)) * 1000.0,
                "opening_cost": np.where(new, draw.integers(10, 30, len(names)) * 10_000.0, 0.0),
            }
        ),
        minutes=pd.DataFrame(
            {
                "zone": [f"Z{i}" for i in zone],
                "point": [names[j] for j in point],
                "minutes": minutes[zone, point],
            }
        ),
        key_places=pd.DataFrame(
            {
                "place": ["hub", "mall", "clinic"],
                "name": ["Hub", "Mall", "Clinic"],
                "kind": ["hub", "mall", "hospital"],
                "needed": ["terminal_24h", "multilingual", "barrier_free"],
                "point": ["O0", "O1", "O1"],
                "minutes": [3.0, 12.0, 4.0],
                "equipped": [True, False, False],
            }
        ),
        budget=budget,
        price_unserved=20.0,
    )


def organisation(
    coverage: CoverageProblem, weak: int = 3, *, seed: int = 1, desks: int = 3, **policy: float
) -> ConsolidationProblem:
    """The existing points as outlets, the first `weak` of them under their threshold for a year."""
    draw = generator(seed, "organisation")
    outlets = coverage.points.loc[coverage.points["role"] == "existing", "point"].tolist()
    count = len(outlets)
    volume = np.where(np.arange(count) < weak, draw.integers(200, 800, count), draw.integers(2000, 4000, count))
    months = pd.date_range("2024-07-01", AS_OF, freq="MS", unit="us")
    monthly = pd.DataFrame({"outlet": outlets, "volume": volume.astype(float)}).merge(
        pd.DataFrame({"month": months}), how="cross"
    )
    share = draw.uniform(0.3, 0.7, count)
    services = pd.concat(
        pd.DataFrame({"outlet": outlets, "service": service, "volume": volume * part})
        for service, part in zip(SERVICES, (share, 1 - share), strict=True)
    )
    place = draw.uniform(0, 30, (count, 2))
    between = np.linalg.norm(place[:, None] - place[None], axis=2)
    one, other = np.nonzero(~np.eye(count, dtype=bool))
    settings = {
        "review_months": 6,
        "digital_share": 0.2,
        "lost_share": 0.05,
        "decay_minutes": 10,
        "transfer_reach_minutes": 60,
        "coverage_floor": 0.9,
        "cost_close": 80_000,
        "cost_move": 150_000,
        "cost_convert": 60_000,
        "converted_monthly_cost": 6000,
        "converted_share": 0.6,
        "price_lost_customer": 30,
        "price_resident_unserved": 20,
        "budget": np.nan,
    }
    return ConsolidationProblem(
        monthly=monthly.assign(open_days=21, days=monthly["month"].dt.days_in_month),
        outlets=pd.DataFrame(
            {
                "outlet": outlets,
                "name": outlets,
                "kind": "station",
                "region": "west",
                "least_monthly_volume": 1000.0,
                "monthly_cost": draw.integers(10, 40, count) * 1000.0,
                "desks": desks,
                "staff": draw.integers(2, 8, count),
                "staff_cost": draw.integers(20, 60, count) * 1000.0,
                "handling_minutes": draw.uniform(5, 9, count),
            }
        ),
        services=services.reset_index(drop=True),
        between=pd.DataFrame(
            {
                "outlet": [outlets[i] for i in one],
                "other": [outlets[j] for j in other],
                "minutes": between[one, other],
            }
        ),
        coverage=coverage,
        as_of=AS_OF,
        policy=pd.Series({**settings, **policy}, dtype=float),
    )
