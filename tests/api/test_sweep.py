"""`quarterhour sweep`: folders, table and page; killed in the middle, it goes on where it was."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from api.export.sweep import write_sweep
from api.report.charts.lines import lines_chart
from api.report.charts.shades import shades
from api.report.sweep_page import render_sweep
from api.sweeping import point_folder
from quarterhour.cache import Cache
from scenarios.network import Network, read_network, write_network
from scenarios.plan import plan, read_plan
from scenarios.sweep import Swept
from scenarios.sweep.child import overall
from tests.api.plans import small_plan
from tests.api.test_cli import run
from tests.api.test_report import Outline
from tests.sweep.lean import GRID, grid, lean
from tests.sweep.test_sweep import entries

PROGRAM = "import sys; from api.cli import main; main(sys.argv[1:])"
ENOUGH = 150.0
"""Seconds that nothing here takes, even on a busy machine."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the network and the sweep."""
    folder = tmp_path_factory.mktemp("given")
    write_network(lean(), folder / "network")
    (folder / "sweep.yaml").write_text(GRID, encoding="utf-8")
    return folder


def _until(happened: Callable[[], bool]) -> None:
    """Wait for something."""
    end = time.monotonic() + ENOUGH
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def _children(process: int) -> list[int]:
    return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found by /proc")
def test_killed_in_the_middle_it_goes_on_where_it_was(
    given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No process stays, no finished plan is made again, and the table is that of a sweep left alone."""
    asked = ["sweep", str(given / "network"), str(given / "sweep.yaml"), "--out"]
    out, one = tmp_path / "out", ["--processes", "1"]
    command = [sys.executable, "-c", PROGRAM, *asked, str(out), *one]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as victim:  # noqa: S603
        _until(lambda: len(list(out.glob("00*"))) >= 2)
        children = _children(victim.pid)
        victim.send_signal(signal.SIGKILL)
    _until(lambda: not any(map(_alive, children)))
    finished = {path.name for path in out.glob("00*")}
    made = entries(Cache(out / ".cache"))
    assert 2 <= len(finished) < len(grid().points)
    assert not (out / "sweep.csv").exists()

    code, told, _ = run(capsys, *asked, str(out), *one, "--json")
    assert code == 0
    assert made.items() <= entries(Cache(out / ".cache")).items()
    data = json.loads(told)
    points = data["points"]
    assert set(data["base"]) == set(points[0]["indicators"])
    assert [point["state"] for point in points] == ["done"] * len(grid().points)
    assert [Path(point["folder"]).name for point in points] == sorted(path.name for path in out.glob("00*"))
    assert {path.name for path in out.iterdir()} - {path.name for path in out.glob("00*")} == {
        "base",
        "sweep.csv",
        "sweep.html",
        ".cache",
    }
    assert (out / ".cache").stat().st_mode & 0o077 == 0

    cache = shutil.copytree(out / ".cache", tmp_path / "cache", ignore=shutil.ignore_patterns("plan-*"))
    _figures_are_those_of_plans_alone(out, read_network(given / "network"), Cache(cache))


def _figures_are_those_of_plans_alone(out: Path, network: Network, cache: Cache) -> None:
    """The table and the folders say what planning each point by itself says."""
    table = pd.read_csv(out / "sweep.csv", encoding="utf-8-sig")
    for point in grid().points:
        alone = plan(network, changes=point.scenario.changes, name=point.scenario.name, cache=cache)
        stored = read_plan(out / point_folder(point.number, point.label))
        assert (stored.name, stored.changes) == (alone.name, alone.changes)
        pd.testing.assert_frame_equal(overall(stored), overall(alone))
        mine = table[table["number"] == point.number]
        np.testing.assert_array_equal(mine["value"], overall(alone)["value"])


def test_what_does_not_fit_is_refused_before_anything_is_planned(
    given: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its line; nothing is written."""
    bad = tmp_path / "bad.yaml"
    bad.write_text(GRID.replace("$demand", "$demnd").replace("[1, 1.25]", "[1, much]"), encoding="utf-8")
    for language, word in (("en", "demnd"), ("zh", "变量")):
        code, out, _ = run(
            capsys, "sweep", str(given / "network"), str(bad), "--out", str(tmp_path / "out"), "--lang", language
        )
        assert code == 1
        assert word in out
    assert not (tmp_path / "out").exists()


def test_folders_of_points_stay_apart() -> None:
    """Values that read alike in a folder's name, long ones, and such as would leave the folder."""
    labels = ["a=-1", "a=+1", "a=../../etc", "a=" + "长" * 200, "a=x y", "a=x/y"]
    names = [point_folder(number, label) for number, label in enumerate(labels, start=1)]
    assert len(set(names)) == len(names)
    assert all("/" not in name and "." not in name and len(name.encode()) < 255 for name in names)


def swept(axes: Mapping[str, list[object]], failed: bool = False) -> tuple[str, Swept]:
    """A sweep with made-up figures along some axes."""
    named = pd.DataFrame(list(product(*axes.values())), columns=list(axes))
    named.insert(0, "number", range(1, len(named) + 1))
    named.insert(1, "point", [f"<b>{number}</b>" for number in named["number"]])
    points, base = named.assign(state="done", seconds=1.0, error=""), small_plan()
    if failed:
        points.loc[0, ["state", "error"]] = ["failed", "ValueError: <i>no</i>"]
    figures = named[points["state"] == "done"].merge(overall(base), how="cross")
    figures["value"] += figures["number"]
    return "<b>made & up</b>", Swept(base, figures.assign(difference=1.0 * figures["number"]), points)


AXES = [
    {"demand": [1, 2, 3]},
    {"a": ["x", "=y"], "demand": [1, 2, 3]},
    {"a": [1, 2], "b": ["x", "y"], "c": [0.5]},
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("axes", AXES)
def test_the_page_is_whole(axes: Mapping[str, list[object]], language: str) -> None:
    """Tags nest, names are escaped, pictures are drawn along one axis or over two."""
    name, found = swept(axes, failed=True)
    page = render_sweep(name, found, language)
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert outline.ids.count("unfinished") == 1
    assert "<b>made" not in page
    assert "<i>no" not in page
    assert ("svg" in outline.tags[outline.tags.index("main") :]) == (len(axes) < 3)
    whole = render_sweep(*swept(axes), language)
    assert 'id="unfinished"' not in whole


def test_values_of_axes_are_no_formulas(tmp_path: Path) -> None:
    """A word that a spreadsheet would take for one is guarded; negative numbers stay numbers."""
    write_sweep(*swept({"a": ["=1+1", "y"], "b": [-1, 2, 3]}), tmp_path, "en")
    table = pd.read_csv(tmp_path / "sweep.csv", encoding="utf-8-sig")
    assert set(table["a"]) == {"'=1+1", "y"}
    assert set(table["b"]) == {-1, 2, 3}


def test_lines_have_their_intervals() -> None:
    """A whisker where low and high are known; the scale need not begin at zero."""
    values, none = np.array([1000.0, 1010.0, np.nan]), np.full(3, np.nan)
    low = np.array([990.0, np.nan, np.nan])
    drawn = lines_chart(
        "t", "", "abc", {"v": values, "w": values}, str, {"v": (low, values), "w": (none, none)}, False
    )
    assert str(drawn).count('class="whisker"') == 1
    assert ">1000.0<" in drawn
    assert ">0.0<" not in drawn
    ElementTree.fromstring(str(drawn))  # noqa: S314 - made just above


def test_the_larger_the_darker() -> None:
    """Five shades from the least to the most; nothing where nothing is known; equal values have one shade."""
    values = np.array([[0.0, 1.0, 2.0], [3.0, 5.0, np.nan]])
    drawn = str(shades("t", "", ["x", "<y>"], ["a", "b", "c"], values, "{:g}".format))
    root = ElementTree.fromstring(drawn)  # noqa: S314 - made just above
    boxes = [one.get("class") for one in root.iter("rect")]
    assert boxes == ["g0", "g1", "g2", "g3", "g4"]
    same = str(shades("t", "", ["x"], ["a", "b"], np.ones((1, 2)), str))
    assert same.count('class="g0"') == 2
