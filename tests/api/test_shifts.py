"""`quarterhour shifts`: tables, files and page in both languages; words where it can not be told."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from scenarios.network import read_network
from tests.api.test_cli import run
from tests.plan.planned import written

QUICK = ["--most", "1", "--from", "8", "--step", "120", "--seconds", "600", "--nodes", "1"]
"""Ended by nodes, not by the clock: the same answer on every machine."""


def test_tables_files_and_page_tell_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In both languages: groups and shifts; files, a workbook, a page with charts, and the network's table."""
    plan, network = (str(path) for path in written())
    out_folder = tmp_path / "shifts"
    asked = ["shifts", plan, "--network", network, *QUICK, "--out", str(out_folder)]
    code, out, _ = run(capsys, *asked)
    assert code == 0
    assert "Suggested shifts" in out
    assert "shifts.html" in out.replace("\n", "")
    frames = ("groups", "curve", "shifts", "duties", "prices", "cover")
    expected = {f"shifts_{name}.csv" for name in frames} | {"shifts.xlsx", "shifts.html", "shift_types.csv"}
    assert expected <= {path.name for path in out_folder.iterdir()}
    page = (out_folder / "shifts.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 6
    assert "<script" not in page
    table = pd.read_csv(out_folder / "shift_types.csv", dtype={"kinds": "str"})
    assert not read_network(Path(network)).with_tables(shift_types=table).table("shift_types").empty
    code, out, _ = run(capsys, *asked, "--lang", "zh")
    assert code == 0
    assert "建议班次" in out
    assert "应设班次" in (out_folder / "shifts.html").read_text(encoding="utf-8")


def test_json_holds_groups_curve_and_types(capsys: pytest.CaptureFixture[str]) -> None:
    """Prices given are those in force; the number asked for is the number suggested; what has no value is null."""
    plan, network = (str(path) for path in written())
    prices = ["--hour", "10", "--short", "200", "--idle", "1"]
    code, out, _ = run(capsys, "shifts", plan, "--network", network, *QUICK, *prices, "--shifts", "1", "--json")
    assert code == 0
    told = json.loads(out)
    assert [price["money"] for price in told["prices"]] == [10.0, 200.0, 1.0]
    assert {group["chosen"] for group in told["groups"]} == {1}
    assert {row["shifts"] for row in told["curve"] if row["choice"] == "present"} == {None}


def test_what_is_wrong_is_told_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Lengths the wrong way round and no plan at all: exit code 1, no traceback, what would mend it."""
    plan, network = (str(path) for path in written())
    code, _, err = run(capsys, "shifts", plan, "--network", network, "--from", "9", "--to", "4", "--step", "25")
    assert code == 1
    assert "swap them" in err.replace("\n", " ")
    assert "grid" in err
    assert run(capsys, "shifts", str(tmp_path / "no"), "--network", network)[0] == 1
