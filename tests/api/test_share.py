"""`quarterhour share`: terminal, files, page and ledger in both languages; words where it can not be done."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from scenarios.network import read_network
from scenarios.plan import read_plan
from tests.api.test_cli import run
from tests.plan.planned import written


def surged() -> tuple[str, str, str]:
    """The plan, its network, and an outlet whose demand doubles."""
    plan, network = written()
    outlet = read_plan(plan).requirement.pools.groupby("outlet")["people"].sum().idxmax()
    return str(plan), str(network), f"{outlet}=2.0"


def test_summary_files_page_and_ledger(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Terminal and files tell the same; the ledger after the day is read on the next and never written over."""
    plan, network, surge = surged()
    asked = ["share", plan, "--network", network, "--surge", surge]
    code, out, err = run(capsys, *asked, "--out", str(tmp_path / "one"))
    assert code == 0, err
    assert "found no rule broken" in out.replace("\n", " ")
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert {"share.html", "ledger.csv", "share_blocks.csv", "share_cover.csv", "share_holes.csv"} <= names
    page = (tmp_path / "one" / "share.html").read_text(encoding="utf-8")
    assert "<svg" in page
    first = pd.read_csv(tmp_path / "one" / "ledger.csv").set_index("lender")
    cover = pd.read_csv(tmp_path / "one" / "share_cover.csv")
    assert cover["short"].sum() <= cover["short_before"].sum()
    before = (tmp_path / "one" / "ledger.csv").read_bytes()
    carried = ["--ledger", str(tmp_path / "one" / "ledger.csv"), "--out", str(tmp_path / "two"), "--lang", "zh"]
    code, out, _ = run(capsys, *asked, *carried)
    assert code == 0
    assert "未发现违反规则" in out.replace("\n", "")
    second = pd.read_csv(tmp_path / "two" / "ledger.csv").set_index("lender")
    assert second["before"].tolist() == pytest.approx(first["credit"].tolist())
    assert (tmp_path / "one" / "ledger.csv").read_bytes() == before
    assert "借入借出台账" in (tmp_path / "two" / "share.html").read_text(encoding="utf-8")


def test_json_holds_blocks_and_proofs(capsys: pytest.CaptureFixture[str]) -> None:
    """Each proof carries what every optimised answer does."""
    plan, network, surge = surged()
    code, out, _ = run(capsys, "share", plan, "--network", network, "--surge", surge, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["checked"] is True
    assert {"status", "objective", "bound", "gap", "seconds", "seed"} <= set(told["proofs"][0])
    assert all(hole["reason"].startswith("lending.") for hole in told["holes"])


def test_everything_wrong_is_told_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Options that do not read, places and days that are not there, every row of a ledger that does not fit."""
    plan, network, _ = surged()
    asked = ["share", plan, "--network", network]
    code, out, _ = run(capsys, *asked, "--surge", "x", "--absent", "a=2", "--slow", "9-10=1")
    assert code == 1
    assert "3 problem(s)" in out
    code, _, err = run(capsys, *asked, "--surge", "nowhere=2", "--sure-at", "nobody=0.9", "--day", "1999-01-01")
    assert code == 1
    for expected in ("nowhere", "nobody", "1999-01-01"):
        assert expected in err
    outlet = read_network(Path(network)).table("outlets")["outlet"].iloc[0]
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(f"lender,credit\n{outlet},1\n{outlet},many\nnobody,inf\n", encoding="utf-8")
    code, out, _ = run(capsys, *asked, "--ledger", str(ledger))
    assert code == 1
    assert "4 problem(s)" in out
    ledger.write_bytes("lender,credit\n".encode("utf-16"))
    assert run(capsys, *asked, "--ledger", str(ledger))[0] == 1
    code, out, _ = run(capsys, *asked, "--ledger", str(tmp_path / "none.csv"))
    assert code == 1
    assert "none.csv" in out
