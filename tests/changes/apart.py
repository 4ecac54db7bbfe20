"""The tiny network under changes, whole or with a short history, and what is apart from the base then."""

from __future__ import annotations

from functools import cache

import pandas as pd

from benchmarks.changed import columns_apart, facts_apart
from scenarios.changes import Change, to_premises
from scenarios.network import Network
from scenarios.premises import Premises
from tests.plan.fixtures import tiny

__all__ = ["cell", "columns_apart", "day", "facts_apart", "recent", "small", "under"]


def under(*changes: Change, network: Network | None = None) -> Premises:
    """The tiny network's premises, or another's, under some changes."""
    return to_premises(network or tiny(), changes)


@cache
def small() -> Network:
    """The tiny network with a short history, whose demand is forecast in seconds."""
    tables = tiny().tables
    return Network.from_tables({**tables, "arrivals": recent(tables["arrivals"])})


def recent(arrivals: pd.DataFrame) -> pd.DataFrame:
    """The last 60 days of a history."""
    return arrivals[arrivals["start"] > arrivals["start"].max() - pd.Timedelta(days=60)]


def cell(network: Network, table: str, column: str, **where: str) -> object:
    """The one cell of the row that fits."""
    frame = network.table(table)
    for key, value in where.items():
        frame = frame[frame[key] == value]
    assert len(frame) == 1
    return frame[column].iloc[0]


def day(number: int) -> pd.Timestamp:
    """A day of the tiny network's plan."""
    return tiny().first_day + pd.Timedelta(days=number - 1)
