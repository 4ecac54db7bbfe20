"""The reader of road graphs: labels, lengths, and files cut short."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.location.dimacs import read_dimacs


def _write(folder: Path, arcs: int = 2) -> tuple[Path, Path]:
    places, ways = folder / "x.co.gz", folder / "x.gr.gz"
    places.write_bytes(
        gzip.compress(b"c places\np aux sp co 2\nc\nv 1 -73530767 41085396\nv 2 -73530538 41086098\n")
    )
    ways.write_bytes(gzip.compress(f"c ways\np sp 2 {arcs}\nc\na 1 2 803\na 2 1 805\n".encode()))
    return places, ways


def test_a_road_graph_is_read_with_its_labels_and_lengths(tmp_path: Path) -> None:
    """Nodes in degrees, arcs directed, lengths as they stand."""
    nodes, arcs = read_dimacs(*_write(tmp_path))
    assert nodes.to_dict("records")[0] == {"node": "1", "latitude": 41.085396, "longitude": -73.530767}
    assert arcs.to_numpy().tolist() == [["1", "2", 803], ["2", "1", 805]]


def test_a_file_with_fewer_rows_than_promised_is_refused(tmp_path: Path) -> None:
    """A file cut short never passes for a smaller city."""
    with pytest.raises(ValueError, match="3 rows are promised, 2 are there"):
        read_dimacs(*_write(tmp_path, arcs=3))
