"""Files damaged at random give problems, never a traceback."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from scenarios.network import Network, check_network, write_network
from tests.network.damage import around

ROUNDS = 15
NAMES = ("stock", "arrivals")


def damaged(data: bytes, draw: random.Random) -> bytes:
    """A file cut off, with bytes changed, lost, or put between."""
    if draw.random() < 0.2:
        return data[: draw.randrange(len(data))]
    raw = bytearray(data)
    kind = draw.choice(["change", "lose", "insert"])
    for _ in range(draw.choice([1, 3, 30])):
        place = draw.randrange(max(len(raw), 1))
        if kind == "change":
            raw[place : place + 1] = bytes([draw.randrange(256)])
        elif kind == "lose":
            del raw[place : place + draw.randrange(1, 20)]
        else:
            raw[place:place] = draw.choice([b",", b'"', b"\n", b"\0", b";", b"\r", b"<", b"&"])
    return bytes(raw)


def damaged_inside(book: Path, draw: random.Random) -> None:
    """A workbook that is a whole zip, with one of its members damaged."""
    with zipfile.ZipFile(book) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    victim = draw.choice(sorted(members))
    members[victim] = damaged(members[victim], draw)
    with zipfile.ZipFile(book, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "inside xlsx"])
def test_no_traceback(tmp_path: Path, kind: str) -> None:
    """Whatever happened to a file, the checker returns, and every problem has its text in both languages."""
    network = Network.from_tables(around(*NAMES))
    draw = random.Random(kind)  # noqa: S311  repeatable damage, no secret
    for number in range(ROUNDS):
        here = tmp_path / str(number)
        path = here / "book.xlsx" if "xlsx" in kind else here
        write_network(network, path)
        if kind == "inside xlsx":
            damaged_inside(path, draw)
        else:
            if kind == "parquet":
                (here / "stock.csv").unlink()
                network.table("stock").to_parquet(here / "stock.parquet")
            victim = draw.choice(sorted(here.glob("*.parquet" if kind == "parquet" else "*")))
            victim.write_bytes(damaged(victim.read_bytes(), draw))
        for problem in check_network(path):
            assert problem.text("en")
            assert problem.text("zh")
