"""Scenarios made part of the base, from the command line and over HTTP."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from api import deciding
from api.cli import main
from api.http import Configuration, create_app
from scenarios.changes import ChangeProblemsError, Scenario, SlowerTravel
from scenarios.decisions import read_decisions
from scenarios.network import read_network, write_network
from scenarios.plan import read_plan
from tests.api.test_http import HOME, packed, refusal, upload

Run = Callable[..., tuple[int, str, str]]
SLOW = {"change": "slower_travel", "factor": 3.0, "modes": ["walk", "drive"]}
SAID = ("--by", "韩梅梅", "--why", "the bridge is closed until spring")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """One command: its exit code, what it printed, and its notes."""

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--lang", "en"])
        told = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 0), told.out, told.err

    return command


@pytest.fixture
def network(strategic_folder: Path, tmp_path: Path) -> Path:
    """A network of one's own."""
    return Path(shutil.copytree(strategic_folder, tmp_path / "network"))


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A scenario's file."""
    path = tmp_path / "slow.yaml"
    path.write_text(json.dumps({"name": "slow", "changes": [SLOW]}), encoding="utf-8")
    return path


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of a plan but the decisions that it tells."""
    paths = sorted((folder / "tables").glob("*.parquet"))
    return {path.stem: pd.read_parquet(path) for path in paths if path.stem != "layer_decisions"}


def same(one: Path, other: Path) -> None:
    """Two plans with the same tables."""
    left, right = tables(one), tables(other)
    assert set(left) == set(right)
    for name, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[name])


def test_promoted_is_planned_and_withdrawn_is_gone(run: Run, network: Path, slow: Path, tmp_path: Path) -> None:
    """The base then is the scenario, table by table; withdrawn it is the base again; no table's file changes."""
    before = {path.name: path.read_bytes() for path in network.iterdir()}
    cache = ("--cache", str(tmp_path / "cache"))

    def planned(name: str, *more: str) -> Path:
        assert run("plan", str(network), "--out", str(tmp_path / name), *cache, *more)[0] == 0
        return tmp_path / name

    base, asked = planned("base"), planned("asked", "--scenario", str(slow))
    assert run("promote", str(network), "--scenario", str(slow), *SAID)[0] == 0
    promoted = planned("promoted")
    same(promoted, asked)
    made = read_plan(promoted)
    assert [dict(change) for change in made.changes] == [SLOW]
    told = made.layers["decisions"].iloc[0]
    assert (told["number"], told["name"], told["by"], told["changes"]) == (1, "slow", "韩梅梅", 1)
    assert "韩梅梅" in (promoted / "report.html").read_text(encoding="utf-8")
    assert run("verify", str(promoted), "--network", str(network))[0] == 0
    assert run("promote", str(network), "--withdraw", "1", *SAID)[0] == 0
    withdrawn = planned("withdrawn")
    same(withdrawn, base)
    assert "decisions" not in read_plan(withdrawn).layers
    assert {path.name: path.read_bytes() for path in network.iterdir() if path.name in before} == before
    assert {path.name for path in network.iterdir()} == {*before, "decisions.yaml"}


def test_a_sweep_begins_with_what_was_decided(run: Run, network: Path, slow: Path, tmp_path: Path) -> None:
    """Its base is the base as decided, each point is the plan made alone after it, and both tell the decision."""
    assert run("promote", str(network), "--scenario", str(slow), *SAID)[0] == 0
    grid, point, cache = tmp_path / "grid.yaml", tmp_path / "point.yaml", ("--cache", str(tmp_path / "cache"))
    changes = [{"change": "slower_travel", "factor": "$factor"}]
    grid.write_text(json.dumps({"name": "x", "sweep": {"factor": [1.5]}, "changes": changes}), encoding="utf-8")
    alone = {"name": "x factor=1.5", "changes": [{**changes[0], "factor": 1.5}]}
    point.write_text(json.dumps(alone), encoding="utf-8")
    swept, out = tmp_path / "swept", tmp_path / "alone"
    assert run("sweep", str(network), str(grid), "--out", str(swept), "--processes", "1")[0] == 0
    assert run("plan", str(network), "--out", str(out), "--scenario", str(point), *cache)[0] == 0
    (folder,) = swept.glob("0001-*")
    same(folder, out)
    assert read_plan(folder).changes == read_plan(out).changes
    assert [dict(change) for change in read_plan(swept / "base").changes] == [SLOW]
    for made in (swept / "base", folder):
        assert read_plan(made).layers["decisions"]["name"].tolist() == ["slow"]


def test_the_record_is_listed(run: Run, network: Path, slow: Path) -> None:
    """Nothing at first; then every act, as a table and as JSON."""
    assert "Nothing was decided" in run("decisions", str(network))[1]
    run("promote", str(network), "--scenario", str(slow), *SAID)
    run("promote", str(network), "--withdraw", "1", *SAID)
    rows = json.loads(run("decisions", str(network), "--json")[1])
    assert [row["state"] for row in rows] == ["withdrawn", "withdraws"]
    assert rows[0]["changes"] == [SLOW]
    assert len(rows[0]["digest"]) == 64
    assert "韩梅梅" in run("decisions", str(network))[1]


def test_refused_promotions_leave_no_trace(run: Run, network: Path, tmp_path: Path) -> None:
    """Unknown names, no reason, nothing to decide: exit code 1 and no record."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\nchanges: [{change: close_outlet, outlet: nowhere}]", encoding="utf-8")
    code, out, _ = run("promote", str(network), "--scenario", str(wrong), *SAID)
    assert (code, "problem(s)" in out) == (1, True)
    assert run("promote", str(network), "--scenario", str(wrong), "--withdraw", "1", *SAID)[0] == 1
    assert run("promote", str(network), *SAID)[0] == 1
    assert run("promote", str(network), "--withdraw", "1", *SAID)[0] == 1
    assert run("promote", str(network), "--scenario", "typhoon", "--by", " ", "--why", "x")[0] == 1
    assert not (network / "decisions.yaml").exists()


def test_a_decision_that_no_longer_fits_is_told_with_its_line(run: Run, network: Path) -> None:
    """Tables may change after a decision: check, plan and sweep name the record, the line and the change."""
    deciding.promote(network, Scenario("slow", (SlowerTravel(factor=2.0),)), b"", by="Li", why="x")
    record = network / "decisions.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        text[: text.index("  - ")] + "  - change: close_outlet\n    outlet: gone\n", encoding="utf-8"
    )
    out_of = str(network.parent / "out")
    grid = network.parent / "grid.yaml"
    changes = [{"change": "slower_travel", "factor": "$factor"}]
    grid.write_text(json.dumps({"name": "x", "sweep": {"factor": [2]}, "changes": changes}), encoding="utf-8")
    for command in (
        ("check", str(network)),
        ("plan", str(network), "--out", out_of),
        ("sweep", str(network), str(grid), "--out", out_of),
    ):
        code, out, _ = run(*command)
        assert code == 1
        assert "decisions" in out
        assert "gone" in out
    assert not Path(out_of).exists()


def test_a_record_laid_out_otherwise_is_not_broken(network: Path) -> None:
    """Where an entry can not be added at the end, nothing is written."""
    record = network / "decisions.yaml"
    record.write_text("decisions: []\n", encoding="utf-8")
    with pytest.raises(ChangeProblemsError):
        deciding.promote(network, Scenario("slow", (SlowerTravel(factor=2.0),)), b"", by="Li", why="x")
    assert record.read_text(encoding="utf-8") == "decisions: []\n"


def test_two_at_once_are_both_recorded(network: Path) -> None:
    """Whoever comes second sees what the first decided."""

    def decide(number: int) -> int:
        scenario = Scenario(f"slow {number}", (SlowerTravel(factor=1.0 + number / 10),))
        return deciding.promote(network, scenario, b"", by="Li", why="x").number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(decide, range(6)))
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert len(read_decisions(network).standing) == 6
    assert not [path for path in network.iterdir() if path.name.startswith(".")]


def test_a_workbook_has_its_record_beside_it(strategic_folder: Path, tmp_path: Path) -> None:
    """The workbook stays as it is, and is read as before."""
    book = tmp_path / "city.xlsx"
    write_network(read_network(strategic_folder), book)
    content = book.read_bytes()
    deciding.promote(book, Scenario("slow", (SlowerTravel(factor=2.0),)), b"", by="Li", why="x")
    assert (tmp_path / "city.decisions.yaml").exists()
    assert book.read_bytes() == content
    assert len(read_decisions(book).standing) == 1
    read_network(book)


def test_decisions_over_http(network: Path, tmp_path: Path) -> None:
    """Decided, listed, withdrawn; refused with every problem; a record comes with an upload, if it fits."""
    with TestClient(create_app(Configuration(tmp_path / "data")), base_url=HOME) as client:
        assert upload(client, packed(network), id="city").status_code == 201
        address = "/v1/networks/city/decisions"
        assert client.get(address).json() == []
        made = client.post(address, json={"by": "Li", "why": "x", "name": "slow", "changes": [SLOW]})
        assert made.status_code == 201
        assert made.json()["state"] == "standing"
        assert client.post(address, json={"by": "Li", "why": "y", "withdraws": 1}).json()["state"] == "withdraws"
        assert [row["state"] for row in client.get(address).json()] == ["withdrawn", "withdraws"]
        unfit = {"by": "Li", "why": "x", "changes": [{"change": "close_outlet", "outlet": "nowhere"}]}
        assert refusal(client.post(address, json=unfit), "http.input_problems")["errors"]
        refusal(client.post(address, json={"by": "Li", "why": "y", "withdraws": 1}), "http.input_problems")
        for both in ({}, {"changes": [SLOW], "withdraws": 1}):
            refusal(client.post(address, json={"by": "Li", "why": "x", **both}), "http.bad_request")
        refusal(client.get("/v1/networks/nowhere/decisions"), "http.unknown_network")
        stored = tmp_path / "data" / "networks" / "city"
        assert upload(client, packed(stored), id="copy").status_code == 201
        assert len(client.get("/v1/networks/copy/decisions").json()) == 2
        (network / "decisions.yaml").write_text("decisions: broken\n", encoding="utf-8")
        refusal(upload(client, packed(network), id="bad"), "http.input_problems")
