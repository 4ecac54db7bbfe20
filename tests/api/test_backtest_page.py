"""`quarterhour backtest`: figures, tables, page and summary of the forecast tried on the past."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.accuracy import GROUPS, Accuracy
from api.backtesting import play_back, write_backtest
from api.report.backtest_page import render_backtest
from api.report.charts.lines import lines_chart
from api.report.charts.reliability import reliability_chart
from scenarios.network import Network, read_network, write_network
from tests.api.test_cli import run
from tests.api.test_report import whole

DAYS, ORIGINS = 10, 2


@pytest.fixture(scope="module")
def tried(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Accuracy, Path]:
    """The tiny network, its backtest, and the folder of the files."""
    folder = tmp_path_factory.mktemp("backtest")
    network = read_network(tiny_folder)
    found = play_back(network, days=DAYS, origins=ORIGINS)
    write_backtest(found, network, folder)
    return network, found, folder


def test_figures_of_groups_are_those_of_their_cells(tried: tuple[Network, Accuracy, Path]) -> None:
    """Sums over outlets, kinds, services, days ahead and weekdays are the same customers and the same error."""
    _, found, _ = tried
    whole = found.by_day("summary").iloc[0]
    for name in GROUPS:
        rows = found.by_day(name)
        assert rows["points"].sum() == whole["points"]
        assert rows["actual"].sum() == pytest.approx(whole["actual"])
        assert (rows["wape"] * rows["actual"]).sum() == pytest.approx(whole["wape"] * whole["actual"])
    assert found.by_day("ahead")["ahead"].tolist() == list(range(1, DAYS + 1))
    assert found.origins == ORIGINS


def test_reliability_rises_with_the_range(tried: tuple[Network, Accuracy, Path]) -> None:
    """A wider range never holds less; 80 and 95 % are the summary's."""
    _, found, _ = tried
    for grain, points in found.reliability.groupby("grain"):
        assert (np.diff(points["held"]) >= 0).all()
        row = found.tables["summary"].set_index("grain").loc[grain]
        held = points.set_index("nominal")["held"]
        assert held[[0.8, 0.95]].tolist() == pytest.approx(row[["held_80", "held_95"]].tolist())


def test_tables_are_written_and_read_back(tried: tuple[Network, Accuracy, Path]) -> None:
    """Every table as Parquet and CSV, and a network total a span."""
    _, found, folder = tried
    for name in GROUPS:
        frame = pd.read_parquet(folder / "tables" / f"backtest_{name}.parquet")
        pd.testing.assert_frame_equal(frame, found.tables[name].reset_index(drop=True), check_dtype=False)
        assert (folder / "tables" / f"backtest_{name}.csv").exists()
    totals = pd.read_csv(folder / "tables" / "backtest_totals.csv")
    assert set(totals.loc[totals["scope"] == "network", "span"]) == {"day", "week", "horizon"}
    assert {"reliability", "days"} <= {
        path.stem.removeprefix("backtest_") for path in (folder / "tables").iterdir()
    }


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_page_is_whole_and_in_words(tried: tuple[Network, Accuracy, Path], language: str) -> None:
    """Tags nest, nothing comes from outside, no key shows, and the last windows have their fans."""
    network, found, _ = tried
    page = render_backtest(found, network, language)
    told = whole(page)
    assert {"accuracy", "when", "where", "ranges", "windows"} <= set(told.ids)
    assert page.count('class="wide"') >= 2 * ORIGINS
    assert re.search(r"\d+\.\d% ± \d", " ".join(told.words))


def test_names_on_the_page_are_never_markup(tried: tuple[Network, Accuracy, Path]) -> None:
    """A name with tags is shown as it is written."""
    network, found, _ = tried
    outlets = network.table("outlets").assign(name="<b>x</b>")
    page = render_backtest(found, Network.from_tables({**network.tables, "outlets": outlets}), "en")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_the_command_writes_where_asked_and_speaks_both_forms(
    capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path
) -> None:
    """Tables on the terminal and the page's place; with --json the same figures as data."""
    asked = ["backtest", str(tiny_folder), "--days", "7", "--origins", "1"]
    code, out, _ = run(capsys, *asked, "--out", str(tmp_path / "out"))
    assert code == 0
    assert "WAPE" in out
    assert (tmp_path / "out" / "backtest.html").exists()
    code, out, _ = run(capsys, *asked, "--json")
    assert code == 0
    data = json.loads(out)
    written = pd.read_csv(tmp_path / "out" / "tables" / "backtest_summary.csv").set_index("grain")
    assert {row["grain"]: row["wape"] for row in data["summary"]} == pytest.approx(written["wape"].to_dict())
    assert data["days"] == 7
    assert len(data["origins"]) == 1


def test_a_short_history_is_refused(capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path) -> None:
    """Three weeks of arrivals hold no origin: said in words, with the exit code of input problems."""
    network = read_network(tiny_folder)
    arrivals = network.table("arrivals")
    late = arrivals["start"] >= arrivals["start"].max() - pd.Timedelta(days=21)
    short = Network.from_tables({**network.tables, "arrivals": arrivals[late].reset_index(drop=True)})
    write_network(short, tmp_path / "network")
    code, _, err = run(capsys, "backtest", str(tmp_path / "network"))
    assert code == 1
    assert "too short" in err


def test_charts_draw_what_they_are_given() -> None:
    """A line a method and a dot a value; the diagonal, a mark a range, and no whisker where none is known."""
    values = {"ours": np.array([0.1, np.nan, 0.3]), "other": np.array([0.2, 0.2, 0.4])}
    drawn = str(lines_chart("t", "", ["a", "b", "c"], values, lambda share: f"{share:.1f}"))
    assert drawn.count('class="node"') == 5
    assert "ours, c: 0.3" in drawn
    points = pd.DataFrame({"nominal": [0.5, 0.8], "held": [0.45, 0.9], "error": [0.02, np.nan]})
    drawn = str(reliability_chart("t", "", ("x", "y"), {"days": points}, lambda share: f"{share:.0%}"))
    assert drawn.count('class="mark"') == 2
    assert drawn.count('class="whisker"') == 1
    assert "days, 80%: 90%" in drawn
