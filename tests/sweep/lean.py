"""A network of one outlet and two months without people: forecast and requirement in seconds, a point in less."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network
from scenarios.plan import PlanOptions
from scenarios.sweep import Sweep, sweep_in
from tests.plan.fixtures import tiny
from tests.shelf import made_once

OUTLET = "ST01"
TABLES = ("settings", "outlets", "opening_hours", "services", "posts", "arrivals")
QUICK = PlanOptions(processes=1, paths=10)
GRID = """
name: lean
sweep:
  demand: 0.9..1.1 step 0.2
  handling: [1, 1.25]
changes:
  - change: scale_demand
    factor: $demand
  - change: handling_time
    factor: $handling
"""


@made_once
def lean() -> Network:
    """One outlet of the tiny network."""
    tables = {name: tiny().tables[name] for name in TABLES}
    for name in ("outlets", "opening_hours", "posts", "arrivals"):
        tables[name] = tables[name][tables[name]["outlet"] == OUTLET].reset_index(drop=True)
    arrivals, services = tables["arrivals"], tables["services"]
    recent = arrivals["start"] >= arrivals["start"].max() - pd.Timedelta(days=60)
    tables["arrivals"] = arrivals[recent].reset_index(drop=True)
    asked = services["service"].isin(arrivals["service"])
    return Network.from_tables({**tables, "services": services[asked].reset_index(drop=True)})


def grid() -> Sweep:
    """Four points over two axes."""
    return sweep_in(GRID, "lean.yaml")
