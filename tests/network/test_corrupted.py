"""Corrupted inputs: each gives its complete list of problems, in both languages, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.network import NetworkProblemsError, check_network, read_network
from tests.network import damage as d
from tests.network.cases import CASES
from tests.network.fixtures import tables, write_raw


@pytest.mark.parametrize("name", CASES)
def test_the_complete_list(tmp_path: Path, name: str) -> None:
    """Exactly the expected places and kinds, each with a text and a fix in both languages."""
    here = tmp_path / "here"
    here.mkdir()
    damage, expected = CASES[name]
    path = damage(here)
    problems = check_network(path)
    found = [(p.file, p.row, p.column, p.code.removeprefix("network.")) for p in problems]
    assert sorted(found, key=str) == sorted(expected, key=str)
    for problem in problems:
        for language in ("en", "zh_Hans"):
            text = problem.text(language)
            assert problem.file in text
            assert "{" not in text


@pytest.mark.parametrize("name", ["nothing wrong", "empty folder", "no such folder", "binary", "seed too small"])
def test_reading_raises_the_same_list(tmp_path: Path, name: str) -> None:
    """`read_network` accepts what has no problems, and otherwise raises with what `check_network` lists."""
    damage, expected = CASES[name]
    path = damage(tmp_path)
    if not expected:
        assert read_network(path).has("outlets")
        return
    with pytest.raises(NetworkProblemsError) as caught:
        read_network(path)
    assert list(caught.value.problems) == check_network(path)


def test_there_are_enough_cases() -> None:
    """The issue at hand is breadth: at least sixty ways to be wrong."""
    assert sum(bool(expected) for _, expected in CASES.values()) >= 60


def test_what_may_fix_it_is_named(tmp_path: Path) -> None:
    """Fixes carry what the checker knows: the encoding, the near name, the grains that fit, the other row."""

    def fixes(name: str) -> str:
        here = tmp_path / name
        here.mkdir()
        return " ".join(p.text() for p in check_network(CASES[name][0](here)))

    assert "GB18030" in fixes("gb18030")
    assert "employees" in fixes("unknown table")
    assert "Maybe on_hand" in fixes("unknown column")
    assert "Grains that fit: 60." in fixes("hourly history")
    assert "every 20 minutes" in fixes("grain that does not divide")
    assert "in row 18." in fixes("hours overlap past midnight")
    assert "stands in row 2 already" in fixes("history twice")
    assert "“2026-02-30”" in "".join(
        p.text("zh") for p in check_network(CASES["30 February"][0](tmp_path / "feb"))
    )


def test_repeated_problems_are_counted(tmp_path: Path) -> None:
    """Of one column and kind 200 rows are listed, and then how many there are."""
    frame = tables()["arrivals"]
    problems = check_network(d.table("arrivals", lambda frame: frame.assign(count="-1"))(tmp_path))
    assert [p.code for p in problems] == ["network.below_least"] * 200 + ["network.more"]
    assert f"{len(frame)} rows" in problems[-1].text()


def test_tables_of_a_question(tmp_path: Path) -> None:
    """Asked for a question, what it needs and is not there is a problem; otherwise it is not."""
    few = {name: tables()[name] for name in ("settings", "outlets", "zones")}
    path = write_raw(few, tmp_path)
    assert check_network(path) == []
    assert check_network(path, ["coverage"]) == []
    missing = check_network(path, ["forecast", "consolidation"])
    assert [p.file for p in missing] == ["opening_hours", "services", "arrivals"]
    assert "forecast, consolidation" in missing[-1].text()
