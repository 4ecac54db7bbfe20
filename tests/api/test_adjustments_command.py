"""The command that scores planners' adjustments."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from scenarios.network import write_network
from scenarios.sample import sample_network
from tests.api.test_cli import run

WASHED_OUT = 0.6
"""Of the visitors whom the sample's rain lets come: few enough for any forecast to be mended by a quarter less."""


@pytest.fixture(scope="module")
def wet_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample network, whose three days of rain were wetter."""
    dry = sample_network(size="tiny")
    rain = dry.table("adjustments").set_index("adjustment").loc["rain"]
    arrivals = dry.table("arrivals")
    day = arrivals["start"].dt.tz_localize(None).dt.normalize()
    wet = (arrivals["outlet"] == rain["outlet"]) & day.between(rain["first_day"], rain["last_day"])
    fewer = (arrivals["count"] * WASHED_OUT).round().astype(arrivals["count"].dtype)
    folder = tmp_path_factory.mktemp("wet") / "network"
    write_network(dry.with_tables(arrivals=arrivals.assign(count=arrivals["count"].mask(wet, fewer))), folder)
    return folder


@pytest.mark.parametrize(("language", "no"), [("en", "no"), ("zh", "否")])
def test_adjustments_are_scored(
    capsys: pytest.CaptureFixture[str], wet_folder: Path, tmp_path: Path, language: str, no: str
) -> None:
    """The rain helped, the campaign did not, the exhibition is yet to come; CSV says the same."""
    code, out, _ = run(capsys, "adjustments", str(wet_folder), "--out", str(tmp_path), "--lang", language)
    assert code == 0
    assert all(told in out for told in (no, "周明远", "李晓岚"))
    assert out.rstrip().endswith("%)." if language == "en" else "%）。")
    written = pd.read_csv(tmp_path / "adjustments.csv").set_index("adjustment")
    assert written["helped"].to_dict() == {"rain": True, "campaign": False, "exhibition": False}
    assert written["state"].to_dict() == {"rain": "scored", "campaign": "scored", "exhibition": "ahead"}
    assert pd.read_csv(tmp_path / "authors.csv")["helped"].sum() == 1


def test_adjustments_as_data(capsys: pytest.CaptureFixture[str], wet_folder: Path, tmp_path: Path) -> None:
    """With --json, days read as dates and what has no value is null; a network without any says so."""
    code, out, _ = run(capsys, "adjustments", str(wet_folder), "--json")
    told = {row["adjustment"]: row for row in json.loads(out)["adjustments"]}
    assert code == 0
    assert told["exhibition"]["error_before"] is None
    assert told["rain"]["error_after"] < told["rain"]["error_before"]
    assert told["campaign"]["made_on"] == "2026-08-19"
    bare = tmp_path / "bare"
    shutil.copytree(wet_folder, bare)
    (bare / "adjustments.csv").unlink()
    assert run(capsys, "adjustments", str(bare), "--lang", "en")[0] == 1
