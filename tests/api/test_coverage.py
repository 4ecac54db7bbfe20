"""`quarterhour coverage`: tables, map and page in both languages, what-ifs, and words where it can not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.test_cli import run


def _scenario(folder: Path) -> Path:
    path = folder / "slower.yaml"
    path.write_text("name: slower\nchanges:\n  - change: slower_travel\n    factor: 2\n    modes: [walk]\n")
    return path


def test_tables_files_and_page_tell_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, strategic_folder: Path
) -> None:
    """In both languages: bands, blind spots, files, a map and a page, from tables without demand or people."""
    out_folder = tmp_path / "coverage"
    asked = ["coverage", str(strategic_folder), "--out", str(out_folder)]
    code, out, _ = run(capsys, *asked)
    assert code == 0
    assert "Residents by how far" in out
    assert "coverage.html" in out.replace("\n", "")
    layers = {
        feature["properties"]["layer"]
        for feature in json.loads((out_folder / "isochrones.geojson").read_text(encoding="utf-8"))["features"]
    }
    assert {"isochrone", "outlet"} <= layers
    assert (out_folder / "coverage.html").read_text(encoding="utf-8").count("<svg") >= 2
    code, out, _ = run(capsys, *asked, "--lang", "zh")
    assert code == 0
    assert "居民到最近网点的距离" in out
    assert "次优选址" in (out_folder / "coverage.html").read_text(encoding="utf-8")


def test_a_scenario_tells_what_it_changes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, strategic_folder: Path
) -> None:
    """As JSON: who is covered less when walking takes twice as long; the base changes nothing."""
    code, out, _ = run(capsys, "coverage", str(strategic_folder), "--scenario", str(_scenario(tmp_path)), "--json")
    assert code == 0
    told = json.loads(out)
    whole = next(row for row in told["summary"] if row["scope"] == "all")
    assert told["name"] == "slower"
    assert whole["change"] < 0


def test_what_is_wrong_is_told_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, strategic_folder: Path
) -> None:
    """No folder, no residents, a scenario that does not fit: exit code 1, no traceback, what would mend it."""
    code, _, err = run(capsys, "coverage", str(tmp_path / "nowhere"))
    assert (code, "Traceback" in err) == (1, False)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: wrong\nchanges:\n  - change: close_outlet\n    outlet: NOBODY\n")
    code, out, err = run(capsys, "coverage", str(strategic_folder), "--scenario", str(wrong))
    assert code == 1
    assert "NOBODY" in out
    assert "Traceback" not in out + err
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("settings", "outlets"):
        (bare / f"{name}.csv").write_bytes((strategic_folder / f"{name}.csv").read_bytes())
    code, _, err = run(capsys, "coverage", str(bare))
    assert code == 1
    assert "zones" in err
