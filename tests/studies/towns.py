"""The tiny sample network with sites of every role at its zones."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from quarterhour.seeds import generator
from scenarios.network import Network
from scenarios.sample import sample_network

TABLES = ("settings", "outlets", "zones", "road_nodes", "roads", "posts", "services", "opening_hours")


@cache
def sample() -> Network:
    """The tiny sample network, made once."""
    return sample_network(size="tiny")


def with_sites(seed: int, *, candidates: int = 7, required: int = 1, outlets: int | None = None) -> Network:
    """Sites near zones drawn at random: candidates, required ones, one forbidden and one of a competitor."""
    whole, draw = sample(), generator(seed, "sites")
    kept = {name: whole.table(name) for name in TABLES if whole.has(name)}
    zones = kept["zones"]
    roles = ["candidate"] * candidates + ["required"] * required + ["forbidden", "competitor"]
    at = draw.choice(len(zones), len(roles), replace=len(roles) > len(zones))
    place = zones[["latitude", "longitude"]].to_numpy(dtype=float)[at] + draw.uniform(
        -0.004, 0.004, (len(roles), 2)
    )
    sites = pd.DataFrame(
        {
            "site": [f"N{number:02d}" for number in range(len(roles))],
            "name": [f"Site {number}" for number in range(len(roles))],
            "role": roles,
            "kind": "station",
            "region": "",
            "latitude": place[:, 0],
            "longitude": place[:, 1],
            "monthly_cost": draw.integers(10, 30, len(roles)) * 1000.0,
            "opening_cost": draw.integers(10, 30, len(roles)) * 10_000.0,
            "capacity_residents": np.where(draw.random(len(roles)) < 0.5, 1500.0, 3000.0),
        }
    )
    if outlets is not None:
        kept["outlets"] = kept["outlets"].iloc[:outlets]
        for name in ("posts", "opening_hours"):
            kept[name] = kept[name][kept[name]["outlet"].isin(kept["outlets"]["outlet"])].reset_index(drop=True)
    network = Network.from_tables({**kept, "sites": sites})
    return network.with_settings(plan_start=whole.first_day.date())
