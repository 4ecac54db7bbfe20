"""The cache on disk: what is kept, what is not, and runs side by side."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from quarterhour import cache as caching
from quarterhour.cache import Cache, each_made, made


def test_made_once(tmp_path: Path) -> None:
    """The second time nothing is made; other content is made anew."""
    done: list[str] = []

    def make(name: str) -> str:
        done.append(name)
        return name.upper()

    for name in ("a", "a", "b"):
        assert made(Cache(tmp_path), "stage", name, lambda name=name: make(name)) == name.upper()
    assert done == ["a", "b"]


def test_another_program_makes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key tells the source that answers come from."""
    kept = Cache(tmp_path)
    key = kept.key("stage", 1)
    monkeypatch.setattr(caching, "program", lambda: "another version")
    assert kept.key("stage", 1) != key
    assert kept.key("other", 1) != kept.key("stage", 1)


@pytest.mark.parametrize("content", [b"", b"half an entry", b"\x80\x05cno_such_module\nThing\n."])
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    """It is made again, and readable after that."""
    kept = Cache(tmp_path)
    kept.put(kept.key("stage", 1), "answer")
    (path,) = tmp_path.glob("*.pickle")
    path.write_bytes(content)
    assert kept.get(kept.key("stage", 1)) is None
    assert made(kept, "stage", 1, lambda: "again") == "again"
    assert kept.get(kept.key("stage", 1)) == "again"


def test_size_is_bounded_and_the_longest_unused_go(tmp_path: Path) -> None:
    """Ten entries of a tenth over the bound: those read last stay."""
    filling, kept = Cache(tmp_path), Cache(tmp_path, most_bytes=8_500)
    for number in range(10):
        filling.put(f"entry-{number}", np.zeros(100))
        os.utime(tmp_path / f"entry-{number}.pickle", (number, number))
    kept.get("entry-0")
    kept.trim()
    total = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert total <= 8_500
    assert kept.get("entry-0") is not None
    assert kept.get("entry-9") is not None
    assert kept.get("entry-1") is None


def test_only_the_user_may_read(tmp_path: Path) -> None:
    """Rosters are personal data."""
    kept = Cache(tmp_path / "cache")
    kept.put("entry", "somebody's roster")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert (tmp_path / "cache" / "entry.pickle").stat().st_mode & 0o077 == 0


def test_a_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    """What they put there would be run."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    with pytest.raises(PermissionError, match="others may write"):
        Cache(tmp_path / "shared")


def test_an_answer_that_cannot_be_kept_is_not_lost(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The disk is full, or the folder gone: the answer comes all the same, and the log says so."""
    kept = Cache(tmp_path / "cache")
    (tmp_path / "cache").rmdir()
    assert made(kept, "stage", 1, lambda: "answer") == "answer"
    assert "cannot be kept" in caplog.text


def _write_and_read(folder: Path, turns: int) -> bool:
    kept = Cache(folder, most_bytes=200_000)
    whole = True
    for turn in range(turns):
        kept.put("shared", np.full(5_000, turn))
        found = kept.get("shared")
        whole &= found is None or (found == found[0]).all()
    return bool(whole)


def test_runs_side_by_side_never_see_half_an_entry(tmp_path: Path) -> None:
    """Two processes write and read one entry over and over, while the size is kept down."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert all(pool.starmap(_write_and_read, [(tmp_path, 100), (tmp_path, 100)]))
    assert not list(tmp_path.glob("*.part"))


def test_only_what_is_missing_is_made(tmp_path: Path) -> None:
    """Of several, in order; answers that were stopped early are not kept."""
    asked: list[list[int]] = []

    def run(missing: Iterator[int] | None) -> list[str]:
        numbers = [0, 1, 2] if missing is None else list(missing)
        asked.append(numbers)
        return [f"answer {number}" for number in numbers]

    expected = ["answer 0", "answer 1", "answer 2"]
    kept = Cache(tmp_path)
    made(kept, "stage", "b", lambda: "answer 1")
    for _ in range(2):
        assert list(each_made(kept, "stage", "abc", run, lambda: False)) == expected
    assert list(each_made(kept, "stage", "abc", run)) == expected
    assert list(each_made(kept, "stage", "abc", run)) == expected
    assert list(each_made(None, "stage", "abc", run)) == expected
    assert asked == [[0, 2], [0, 2], [0, 2], [], [0, 1, 2]]


def test_the_first_that_is_missing_is_made_before_the_others_are_looked_up(tmp_path: Path) -> None:
    """Contents are looked up as missing numbers are taken; what is never taken is told no further."""
    kept, seen = Cache(tmp_path), list[str]()
    made(kept, "stage", "a", lambda: "known a")

    def contents() -> Iterator[str]:
        for name in "abcd":
            seen.append(name)
            yield name

    def run(missing: Iterator[int] | None) -> Iterator[str]:
        for number in missing or ():
            yield f"answer {number} after {''.join(seen)}"

    told = ["known a", "answer 1 after ab", "answer 2 after abc", "answer 3 after abcd"]
    assert list(each_made(kept, "stage", contents(), run, lambda: False)) == told
    made(kept, "stage", "c", lambda: "known c")
    first_alone = list(each_made(kept, "stage", "cabc", lambda missing: islice(run(missing), 0)))
    assert first_alone == ["known c", "known a"]
