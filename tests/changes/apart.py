"""What a change changed: tables and columns of the network, and facts of the premises."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import pandas as pd

from scenarios.changes import Change, to_premises
from scenarios.network import Network
from scenarios.network.schema import schema
from scenarios.premises import Premises
from tests.plan.fixtures import tiny

FACTS = [one.name for one in fields(Premises) if one.name not in ("base", "network", "known")]


def under(*changes: Change, network: Network | None = None) -> Premises:
    """The tiny network's premises, or another's, under some changes."""
    return to_premises(network or tiny(), changes)


def columns_apart(before: Network, after: Network) -> set[str]:
    """`table.column` of every cell that is not the same, `table+` and `table-` for rows that came or went."""
    found = set()
    for name in before.tables.keys() | after.tables.keys():
        if before.tables.get(name) is after.tables.get(name):
            continue
        keys = ["key"] if name == "settings" else schema()[name].keys
        old, new = (network.table(name).set_index(keys) for network in (before, after))
        found |= {f"{name}+"} if len(new.index.difference(old.index)) else set()
        found |= {f"{name}-"} if len(old.index.difference(new.index)) else set()
        both = old.index.intersection(new.index).unique()
        one, other = old.loc[both], new.loc[both]
        found |= {f"{name}.{column}" for column in old.columns if not one[column].equals(other[column])}
    return found


def facts_apart(premises: Premises) -> set[str]:
    """What of the premises is not as in the base plan, beside tables."""
    plain = Premises.of(premises.base)
    return {name for name in FACTS if getattr(premises, name) != getattr(plain, name)}


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
