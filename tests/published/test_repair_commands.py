"""`roster repair`, `replace`, `swap` and `leave` on a list read back: what is told, written, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from scenarios.network import write_network
from tests.api.test_cli import run
from tests.plan.fixtures import tiny

HEAD = "employee,start,end,outlet,post,activity\n"
NOW = ("--now", "2026-09-15 12:00")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A list with a duty of each of two people, and the tiny network."""
    folder = tmp_path_factory.mktemp("mended")
    write_network(tiny(), folder / "network")
    listed = folder / "list.csv"
    rows = ["E0001,2026-09-17 10:00,2026-09-17 16:00", "E0002,2026-09-18 10:00,2026-09-18 16:00"]
    listed.write_text(HEAD + "".join(f"{row},ST01,counter,work\n" for row in rows), encoding="utf-8")
    return str(listed), str(folder / "network")


def test_repair_tells_and_writes(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], tmp_path: Path
) -> None:
    """Somebody else takes the duty; changes and the new list are written, and no cause of absence is told."""
    listed, network = files
    what = ("--absent", "E0001", "--from", "2026-09-17", "--to", "2026-09-17", *NOW)
    code, out, _ = run(capsys, "roster", "repair", listed, "--network", network, *what, "--json")
    told = json.loads(out)
    assert (code, told["proven"], told["holes"]) == (0, True, [])
    assert [row["employee"] for row in told["changes"] if row["forced"]] == ["E0001"]
    assert "sick" not in out
    code, out, _ = run(
        capsys, "roster", "repair", listed, "--network", network, *what, "--out", str(tmp_path / "new")
    )
    assert code == 0
    assert "proven to be the least" in " ".join(out.split())
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"changes.csv", "segments.csv"}
    segments = pd.read_csv(tmp_path / "new" / "segments.csv")
    assert "E0001" not in set(segments.loc[segments["activity"] == "work", "employee"])


def test_replace_swap_and_leave(capsys: pytest.CaptureFixture[str], files: tuple[str, str]) -> None:
    """Ranked people, an exchange, and an answer to a request, each as plain data."""
    listed, network = files
    beside = (listed, "--network", network)
    code, out, _ = run(
        capsys, "roster", "replace", *beside, "--employee", "E0001", "--day", "2026-09-17", "--json"
    )
    people = json.loads(out)["people"]
    assert code == 0
    assert [row["rank"] for row in people] == list(range(1, len(people) + 1))
    assert people[0]["possible"]
    days = ("--day", "2026-09-17", "--day", "2026-09-18")
    code, out, _ = run(
        capsys, "roster", "swap", *beside, "--one", "E0001", "--other", "E0002", *days, *NOW, "--json"
    )
    assert json.loads(out)["allowed"] == (code == 0)
    asked = ("--employee", "E0001", "--from", "2026-09-17", "--to", "2026-09-17", *NOW)
    code, out, _ = run(capsys, "roster", "leave", *beside, *asked, "--json")
    answer = json.loads(out)
    assert answer["granted"] == (code == 0)
    assert answer["days"] == ["2026-09-17"]


def test_all_that_is_wrong_is_told(capsys: pytest.CaptureFixture[str], files: tuple[str, str]) -> None:
    """Unknown people, kinds and duties, and what lacks, in one go; dates that are none; days outside."""
    listed, network = files
    what = ("--absent", "Nobody", "--kind", "lazy", "--remove", "D9")
    code, _, err = run(capsys, "roster", "repair", listed, "--network", network, *what)
    assert code == 1
    assert all(text in err for text in ("Nobody", "lazy", "D9", "--from"))
    asked = ("--employee", "E0001", "--to", "2026-09-17")
    assert "soon" in run(capsys, "roster", "leave", listed, "--network", network, *asked, "--from", "soon")[2]
    outside = run(capsys, "roster", "leave", listed, "--network", network, *asked, "--from", "2026-12-01")
    assert outside[0] == 1
    assert "2026-12-01" in outside[2]
