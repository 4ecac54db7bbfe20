"""What a scenario changed: tables and columns of the network, and facts of the premises."""

from __future__ import annotations

from dataclasses import fields

from scenarios.network import Network
from scenarios.network.schema import schema
from scenarios.premises import Premises

FACTS = [one.name for one in fields(Premises) if one.name not in ("base", "network", "known")]


def columns_apart(before: Network, after: Network) -> set[str]:
    """`table.column` of every cell that is not the same, `table+` and `table-` for rows that came or went."""
    found: set[str] = set()
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
