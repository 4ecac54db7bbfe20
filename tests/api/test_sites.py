"""`quarterhour place` and `quarterhour consolidate`: tables, files, pages, and words for errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from scenarios.changes import read_scenario, to_premises
from scenarios.network import read_network
from tests.api.test_cli import run


def test_place_tells_the_same_everywhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_folder: Path
) -> None:
    """Terminal, tables and page; the scenario file fits the network; the curve has a picture."""
    asked = ["place", str(tiny_folder), "--points", "2", "--curve", "--out", str(tmp_path / "sites")]
    code, out, err = run(capsys, *asked)
    assert code == 0, err
    flat = " ".join(out.split())
    assert "all agree" in flat
    assert "proven best" in flat
    sites = pd.read_csv(tmp_path / "sites" / "placing_sites.csv")
    summary = pd.read_csv(tmp_path / "sites" / "placing_summary.csv").set_index("scope")
    assert sites["gain"].sum() == summary.loc["all", "gained"]
    scenario = read_scenario(tmp_path / "sites" / "placing.yaml")
    network = read_network(tiny_folder)
    opened = to_premises(network, scenario.changes).network.table("outlets")
    assert len(opened) == len(network.table("outlets")) + (sites["action"] == "open").sum()
    assert (tmp_path / "sites" / "placing.xlsx").exists()
    page = (tmp_path / "sites" / "placing.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 2


def test_place_in_chinese(capsys: pytest.CaptureFixture[str], tmp_path: Path, strategic_folder: Path) -> None:
    """Terminal and page are in the reader's language."""
    asked = [
        "place",
        str(strategic_folder),
        "--budget",
        "400000",
        "--curve",
        "--out",
        str(tmp_path),
        "--lang",
        "zh",
    ]
    code, out, err = run(capsys, *asked, "--out", str(tmp_path))
    assert code == 0, err
    assert "覆盖前后对比" in out
    assert "覆盖率曲线" in (tmp_path / "placing.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("model", ["partial", "rooms"])
def test_other_models_as_data(capsys: pytest.CaptureFixture[str], strategic_folder: Path, model: str) -> None:
    """One object with status, bound and gap, from tables without demand and people."""
    code, out, err = run(capsys, "place", str(strategic_folder), "--model", model, "--json")
    assert code == 0, err
    told = json.loads(out)
    assert told["proof"]["status"] == "optimal"
    assert told["proof"]["gap"] == pytest.approx(0.0, abs=1e-6)
    assert told["recount_differs"] == []


def test_consolidate_tells_the_same_everywhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_folder: Path
) -> None:
    """Terminal, tables, page and data; without a change no scenario is left lying there."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "consolidation.yaml").write_text("old")
    asked = ["consolidate", str(tiny_folder), "--as-of", "2026-06", "--out", str(folder)]
    code, out, err = run(capsys, *asked)
    assert code == 0, err
    assert "all agree" in " ".join(out.split())
    options = pd.read_csv(folder / "consolidation_options.csv")
    assert options.groupby("outlet")["chosen"].sum().eq(1).all()
    changed = (options["chosen"] & (options["option"] != "keep")).any()
    assert (folder / "consolidation.yaml").exists() == changed
    page = (folder / "consolidation.html").read_text(encoding="utf-8")
    assert "2026-06" in page
    code, out, _ = run(capsys, *asked, "--lang", "zh", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["as_of"] == "2026-06"
    assert told["recount_differs"] == []
    assert "次优方案" in (folder / "consolidation.html").read_text(encoding="utf-8")


def test_what_is_wrong_is_told_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_folder: Path, strategic_folder: Path
) -> None:
    """Figures that a model does not take, months that are none or not known, tables that lack: exit code 1."""
    code, _, err = run(capsys, "place", str(strategic_folder), "--model", "median", "--share", "0.5")
    assert code == 1
    assert "--share" in err
    assert "--points" in err
    code, _, err = run(capsys, "consolidate", str(tiny_folder), "--as-of", "soon")
    assert (code, "2026-06" in err) == (1, True)
    code, _, err = run(capsys, "consolidate", str(tiny_folder), "--as-of", "1999-01")
    assert (code, "1999-01" in err) == (1, True)
    code, _, err = run(capsys, "consolidate", str(strategic_folder))
    assert (code, "arrivals" in err) == (1, True)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: wrong\nchanges:\n  - change: close_outlet\n    outlet: NOBODY\n")
    code, out, _ = run(capsys, "place", str(strategic_folder), "--points", "1", "--scenario", str(wrong))
    assert (code, "NOBODY" in out) == (1, True)


def test_names_never_become_formulas(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, strategic_folder: Path
) -> None:
    """A site named like a formula stays text in the tables."""
    folder = tmp_path / "network"
    shutil.copytree(strategic_folder, folder)
    sites = pd.read_csv(folder / "sites.csv")
    sites.assign(name="=1+1").to_csv(folder / "sites.csv", index=False)
    code, _, err = run(capsys, "place", str(folder), "--points", "1", "--out", str(tmp_path / "out"))
    assert code == 0, err
    text = (tmp_path / "out" / "placing_sites.csv").read_text(encoding="utf-8-sig")
    assert ",=1+1" not in text
