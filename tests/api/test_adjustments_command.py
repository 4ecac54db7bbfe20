"""The command that scores planners' adjustments."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.api.test_cli import run

pytestmark = pytest.mark.usefixtures("all_trees")


@pytest.mark.parametrize(("language", "no"), [("en", "no"), ("zh", "否")])
def test_adjustments_are_scored(
    capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path, language: str, no: str
) -> None:
    """Of the sample's, the rain helped, the campaign did not, the exhibition is yet to come; CSV says the same."""
    code, out, _ = run(capsys, "adjustments", str(tiny_folder), "--out", str(tmp_path), "--lang", language)
    assert code == 0
    assert all(told in out for told in (no, "周明远", "李晓岚"))
    assert out.rstrip().endswith("%)." if language == "en" else "%）。")
    written = pd.read_csv(tmp_path / "adjustments.csv").set_index("adjustment")
    assert written["helped"].to_dict() == {"rain": True, "campaign": False, "exhibition": False}
    assert written["state"].to_dict() == {"rain": "scored", "campaign": "scored", "exhibition": "ahead"}
    assert pd.read_csv(tmp_path / "authors.csv")["helped"].sum() == 1


def test_adjustments_as_data(capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path) -> None:
    """With --json, days read as dates and what has no value is null; a network without any says so."""
    code, out, _ = run(capsys, "adjustments", str(tiny_folder), "--json")
    told = {row["adjustment"]: row for row in json.loads(out)["adjustments"]}
    assert code == 0
    assert told["exhibition"]["error_before"] is None
    assert told["rain"]["error_after"] < told["rain"]["error_before"]
    assert told["campaign"]["made_on"] == "2026-08-19"
    bare = tmp_path / "bare"
    shutil.copytree(tiny_folder, bare)
    (bare / "adjustments.csv").unlink()
    assert run(capsys, "adjustments", str(bare), "--lang", "en")[0] == 1
