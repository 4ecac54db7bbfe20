"""Road graphs of the 9th DIMACS Challenge: a head `p sp n m`, arcs `a from to length`, nodes `v id x y`."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd

MILLIONTHS = 1e6
"""Coordinates are whole millionths of a degree."""


def read_dimacs(coordinates: Path, arcs: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes (node, latitude, longitude) and directed arcs (from_node, to_node, length in the set's own unit).

    Raises
    ------
    ValueError
        When a file does not have as many rows as its head says.
    """
    placed = _rows(coordinates, "v", ["node", "x", "y"])
    nodes = pd.DataFrame(
        {
            "node": placed["node"].astype("str"),
            "latitude": placed["y"] / MILLIONTHS,
            "longitude": placed["x"] / MILLIONTHS,
        }
    )
    table = _rows(arcs, "a", ["from_node", "to_node", "length"])
    return nodes, table.astype({"from_node": "str", "to_node": "str"})


def _rows(path: Path, mark: str, columns: list[str]) -> pd.DataFrame:
    with gzip.open(path, "rt", encoding="ascii") as file:
        head: list[str] = []
        for line in file:
            if line.startswith(mark + " "):
                break
            head.append(line)
    promised = next(line.split() for line in head if line.startswith("p "))
    table = pd.read_csv(path, sep=" ", skiprows=len(head), header=None, names=["mark", *columns])
    if len(table) != int(promised[-1]) or (table["mark"] != mark).any():
        raise ValueError(f"{path}: {promised[-1]} rows are promised, {len(table)} are there.")
    return table[columns]
