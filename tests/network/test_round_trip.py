"""Files and networks are the same thing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from scenarios.network import Network, check_network, guard_formulas, read_network, write_network, write_template
from scenarios.network import write as writing
from scenarios.network.schema import schema
from tests.network.fixtures import settings, tables, write_raw


@pytest.fixture(scope="module")
def network() -> Network:
    """The small network, from memory."""
    return Network.from_tables(tables())


def same(one: Network, other: Network) -> None:
    """Equal tables, cell for cell and type for type."""
    assert list(one.tables) == list(other.tables)
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name], obj=name)
    assert one.settings == other.settings
    assert one.grid == other.grid


def test_the_fixture_has_every_table(network: Network) -> None:
    """What the other tests hold, they hold for all tables."""
    assert set(network.tables) == set(schema())


def test_memory_and_files_agree(network: Network, tmp_path: Path) -> None:
    """Plain CSV files give the network that the same frames give in memory."""
    same(network, read_network(write_raw(tables(), tmp_path / "raw")))


@pytest.mark.parametrize("target", ["folder", "book.xlsx"])
def test_round_trip(network: Network, tmp_path: Path, target: str) -> None:
    """What is written is read back without loss: 17-digit numbers, blanks, formulas, quotes, Chinese."""
    assert write_network(network, tmp_path / target) == []
    assert check_network(tmp_path / target) == []
    same(network, read_network(tmp_path / target))


@pytest.mark.parametrize("target", ["folder", "book.xlsx"])
def test_tables_that_are_not_needed_are_not_read(network: Network, tmp_path: Path, target: str) -> None:
    """All others are the same."""
    write_network(network, tmp_path / target)
    rest = {name: frame for name, frame in network.tables.items() if name not in ("arrivals", "outcomes")}
    same(replace(network, tables=rest), read_network(tmp_path / target, without=("arrivals", "outcomes")))


@pytest.mark.parametrize("target", ["folder", "book.xlsx"])
def test_long_history_becomes_parquet(
    network: Network, tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history too long for a sheet stands beside the workbook, whole days apart, and a note says so."""
    monkeypatch.setattr(writing, "CSV_ROWS", 100)
    monkeypatch.setattr(writing, "SHEET_ROWS", 100)
    notes = write_network(network, tmp_path / target)
    assert len(notes) == 1
    assert "arrivals.parquet" in notes[0].text("en")
    assert "arrivals_daily.parquet" in notes[0].text("zh")
    same(network, read_network(tmp_path / target))


def test_a_clock_change_survives(tmp_path: Path) -> None:
    """The hour that comes twice keeps its two passes in files, and 4:00 stays the start of a daily row."""
    starts = pd.date_range("2026-04-04", "2026-04-06", freq="30min", tz="Australia/Melbourne", inclusive="left")
    frames = {
        "settings": settings(timezone="Australia/Melbourne", country="AU", day_cut="04:00", plan_start=""),
        "outlets": tables()["outlets"],
        "arrivals": pd.concat(
            [
                pd.DataFrame({"outlet": "A", "service": "x", "start": starts, "count": 1.0}).astype(
                    {"start": object}
                ),
                pd.DataFrame({"outlet": "B", "service": "x", "start": ["2026-04-04", "2026-04-05"], "count": 9.0}),
            ]
        ),
    }
    network = Network.from_tables(frames)
    # 48 hours and the hour that comes twice on 5 April 2026, when Melbourne leaves daylight saving time
    assert (network.tables["arrivals"]["outlet"] == "A").sum() == 2 * 49
    daily = network.tables["arrivals"].query("daily")["start"]
    assert list(daily.dt.strftime("%m-%d %H:%M %z")) == ["04-04 04:00 +1100", "04-05 04:00 +1000"]
    for target in ("folder", "book.xlsx"):
        write_network(network, tmp_path / target)
        same(network, read_network(tmp_path / target))


def test_naive_history_over_a_clock_change() -> None:
    """Wall-clock rows of the hour that comes twice are its first and second pass in the order of the file."""
    wall = ["2026-04-05 01:00", "2026-04-05 02:00", "2026-04-05 02:00", "2026-04-05 03:00"]
    frames = {
        "settings": settings(timezone="Australia/Melbourne", country="AU", grain="60", plan_start=""),
        "outlets": tables()["outlets"],
        "arrivals": pd.DataFrame(
            {"outlet": ["A"] * 4, "service": ["x"] * 4, "start": wall, "count": [1, 2, 3, 4]}
        ),
    }
    starts = Network.from_tables(frames).tables["arrivals"]["start"]
    # 1:00, 2:00 daylight saving time, 2:00 and 3:00 standard time: an hour apart each
    assert list(starts.diff().dropna().dt.total_seconds()) == [3600.0] * 3


def test_a_folder_may_mix(network: Network, tmp_path: Path) -> None:
    """Some tables in a workbook, others as CSV, the history in two files of different kinds."""
    folder = tmp_path / "mixed"
    frames = network.tables
    history = frames["arrivals"]
    rest = {k: v for k, v in frames.items() if k not in ("arrivals", "outlets", "zones")}
    partial = Network(rest, network.settings, network.grid)
    folder.mkdir()
    write_network(partial, folder / "most.xlsx")
    write_raw({"outlets": tables()["outlets"], "zones": tables()["zones"]}, folder)
    timed = history[~history["daily"]].drop(columns="daily")
    timed.to_parquet(folder / "arrivals_2026.parquet")
    tables()["arrivals"].query("service == 'complaint'").to_csv(folder / "arrivals-daily.csv", index=False)
    read = read_network(folder)
    keys = ["outlet", "service", "start"]
    for name, frame in frames.items():
        again = read.tables[name]
        if name == "arrivals":
            frame, again = (f.sort_values(keys, ignore_index=True) for f in (frame, again))
        pd.testing.assert_frame_equal(frame, again, obj=name)


def test_writing_never_mixes_with_what_is_there(network: Network, tmp_path: Path) -> None:
    """Files that are there are kept unless overwriting is asked for, and then none of them stays behind."""
    write_raw({"arrivals_old": tables()["arrivals"]}, tmp_path / "folder")
    with pytest.raises(FileExistsError, match="arrivals_old"):
        write_network(network, tmp_path / "folder")
    write_network(network, tmp_path / "folder", overwrite=True)
    same(network, read_network(tmp_path / "folder"))


def test_guarded_formulas() -> None:
    """Every text that a spreadsheet would run is guarded, and nothing else is touched."""
    frame = pd.DataFrame({"t": ["=1+1", "+1", "-1", "@x", "'=x", "plain", "'plain", ""], "n": [-1.0] * 8})
    guarded = guard_formulas(frame)
    assert list(guarded["t"]) == ["'=1+1", "'+1", "'-1", "'@x", "''=x", "plain", "''plain", ""]
    assert list(guarded["n"]) == [-1.0] * 8


@pytest.mark.parametrize("target", ["folder", "book.xlsx"])
def test_an_empty_template_asks_only_for_what_is_needed(tmp_path: Path, target: str) -> None:
    """A template as it comes lacks the three required settings and outlets, and has no other problem."""
    write_template(tmp_path / target)
    problems = check_network(tmp_path / target)
    assert [(p.code, p.column) for p in problems] == [
        ("network.blank", "name"),
        ("network.blank", "timezone"),
        ("network.blank", "country"),
        ("network.empty_table", ""),
    ]
    with pytest.raises(FileExistsError):
        write_template(tmp_path / target)


def test_a_filled_template_is_a_network(network: Network, tmp_path: Path) -> None:
    """Rows under the template's headers are read as the tables they are meant for."""
    write_template(tmp_path / "t")
    write_raw({"settings": settings(), "outlets": tables()["outlets"]}, tmp_path / "t")
    pd.testing.assert_frame_equal(read_network(tmp_path / "t").tables["outlets"], network.tables["outlets"])
