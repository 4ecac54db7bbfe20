"""`quarterhour confidence`: table, files and page in both languages; words where it can not be told."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from api.planning import plan_to_files
from scenarios.network import Network, read_network, write_network
from tests.api.test_cli import run
from tests.plan.planned import written


def test_the_table_files_and_page_tell_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In Chinese and English: a row a quantile, the newsvendor and the plan; tables, workbook and page beside."""
    plan, network = (str(path) for path in written())
    asked = ["confidence", plan, "--network", network, "--paths", "4", "--out", str(tmp_path / "sure")]
    code, out, _ = run(capsys, *asked)
    assert code == 0
    for expected in ("80% sure", "99% sure", "Least cost", "This plan", "confidence.html"):
        assert expected in out.replace("\n", ""), expected
    points = pd.read_csv(tmp_path / "sure" / "confidence_points.csv")
    assert points["choice"].tolist()[-2:] == ["newsvendor", "plan"]
    names = {path.name for path in (tmp_path / "sure").iterdir()}
    frames = {f"confidence_{name}.parquet" for name in ("points", "outlets", "people", "paths", "prices")}
    assert frames | {"confidence.xlsx", "confidence.html"} <= names
    page = (tmp_path / "sure" / "confidence.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "80% sure" in page
    code, out, _ = run(capsys, *asked, "--lang", "zh")
    assert code == 0
    assert "80% 把握" in out
    assert "总代价最低" in (tmp_path / "sure" / "confidence.html").read_text(encoding="utf-8")


def test_json_holds_points_paths_and_prices(capsys: pytest.CaptureFixture[str]) -> None:
    """Prices given are those in force; what has no value is null."""
    plan, network = (str(path) for path in written())
    prices = ["--hour", "50", "--late", "3", "--lost", "9"]
    code, out, _ = run(capsys, "confidence", plan, "--network", network, "--paths", "3", *prices, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["prices"] == {"hour": 50.0, "late": 3.0, "lost": 9.0}
    assert len(told["paths"]) == 3
    assert told["points"][0]["money_a_customer"] is None


def test_a_plan_without_forecast_is_told_so(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """No traceback: what is missing, and what would mend it."""
    plan_to_files(read_network(strategic_folder), tmp_path / "plan")
    code, _, err = run(capsys, "confidence", str(tmp_path / "plan"), "--network", str(strategic_folder))
    assert code == 1
    assert "no forecast" in err
    assert "plan again" in err.replace("\n", " ")
    nowhere = str(tmp_path / "nowhere")
    assert run(capsys, "confidence", nowhere, "--network", nowhere)[0] == 1


def test_the_plan_of_another_network_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An outlet's posts are called differently in the network than in the plan."""
    plan, folder = written()
    network = read_network(folder)
    posts = network.table("posts")
    other = Network.from_tables({**network.tables, "posts": posts.assign(post="x" + posts["post"])})
    write_network(other, tmp_path / "other")
    code, _, err = run(capsys, "confidence", str(plan), "--network", str(tmp_path / "other"))
    assert code == 1
    assert "do not fit" in err
