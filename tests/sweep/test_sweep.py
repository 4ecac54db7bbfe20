"""Sweeps run: the same figures as planning each point alone, in any number of processes, whatever goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from quarterhour.cache import Cache
from scenarios.changes import ScaleDemand, Scenario
from scenarios.plan import Plan, plan
from scenarios.sweep import Point, SweepProgress, Swept, sweep, sweep_in
from scenarios.sweep.child import overall
from tests.plan import planned
from tests.plan.fixtures import tiny
from tests.shelf import folder
from tests.sweep.lean import QUICK, grid, lean

KEYS = ["indicator", "unit", "value", "low", "high"]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """A cache that knows the base alone."""
    cache = Cache(tmp_path_factory.mktemp("warm") / "cache")
    plan(lean(), options=QUICK, cache=cache)
    return cache


@pytest.fixture
def fresh(warm: Cache, tmp_path: Path) -> Iterator[Cache]:
    """Its copy."""
    return Cache(shutil.copytree(warm.folder, tmp_path / "cache"))


def entries(cache: Cache) -> dict[str, int]:
    """Whole plans that a cache holds, each with the number of its file: a plan made again has another."""
    return {path.name: path.stat().st_ino for path in cache.folder.glob("plan-*.pickle")}


def _noted(made: Plan, point: Point | None, into: Path) -> None:
    """Leave a file for each plan, with the process that made it."""
    (into / (point.label if point else "base")).write_text(str(os.getpid()), encoding="utf-8")


def _fatal(made: Plan, point: Point | None) -> None:
    """End the process at one point, as when memory runs out."""
    if point is not None and point.number == 2:
        os._exit(9)


class Stopping(SweepProgress):
    """Asks to stop when so many points are done."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.told, self.stages = after, [], set()

    def points(self, done: int, of: int) -> None:
        self.told.append((done, of))
        if done == self.after:
            self.stop()

    def point(self, slot: int, name: str, stage: str, done: float) -> None:
        self.stages.add(stage)


@dataclass(frozen=True)
class Ran:
    """A sweep in two processes: what it found and told, and a file for each plan it handed on."""

    found: Swept
    progress: Stopping
    noted: Path


@pytest.fixture(scope="module")
def ran(warm: Cache, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A sweep in two processes."""
    folder = tmp_path_factory.mktemp("two")
    cache, noted, progress = Cache(shutil.copytree(warm.folder, folder / "cache")), folder / "noted", Stopping(-1)
    noted.mkdir()
    write = partial(_noted, into=noted)
    found = sweep(lean(), grid().points, options=QUICK, cache=cache, progress=progress, write=write)
    return Ran(found, progress, noted)


@pytest.fixture(scope="module")
def figures(ran: Ran) -> pd.DataFrame:
    """The figures that it found."""
    return ran.found.figures


def test_points_equal_plans_made_alone(figures: pd.DataFrame, fresh: Cache) -> None:
    """Figures of every point, and their differences to the base, in one process as in two."""
    base = plan(lean(), options=QUICK, cache=fresh)
    before = overall(base).set_index("indicator")["value"]
    for point in grid().points:
        alone = overall(plan(lean(), changes=point.scenario.changes, options=QUICK, cache=fresh))
        mine = figures[figures["number"] == point.number].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine[KEYS], alone[KEYS])
        expected = (mine["value"] - mine["indicator"].map(before)).rename("difference")
        pd.testing.assert_series_equal(mine["difference"], expected)
        assert mine["demand"].eq(point.where["demand"]).all()
        assert mine["handling"].eq(point.where["handling"]).all()


def test_each_plan_is_handed_on_where_it_was_made(ran: Ran) -> None:
    """The base here, points in two children; how far they are is told."""
    assert ran.progress.told == [(done, 4) for done in range(5)]
    assert "requirement" in ran.progress.stages
    by = {path.name: int(path.read_text()) for path in ran.noted.iterdir()}
    assert set(by) == {"base", *(point.label for point in grid().points)}
    assert by.pop("base") == os.getpid()
    assert len(set(by.values())) == 2
    assert os.getpid() not in by.values()


def test_what_fails_costs_its_point_alone(figures: pd.DataFrame, fresh: Cache) -> None:
    """A change that can not be, and a process that dies: told, and the others are planned."""
    nowhere = Scenario("nowhere", (ScaleDemand(factor=2.0, outlets=("nowhere",)),))
    points = [*grid().points[:3], replace(grid().points[3], scenario=nowhere)]
    found = sweep(lean(), points, options=QUICK, cache=fresh, processes=1, write=_fatal)
    assert found.points["state"].tolist() == ["done", "failed", "done", "failed"]
    assert "code 9" in found.points["error"][1]
    assert "nowhere" in found.points["error"][3]
    known = figures[figures["number"].isin([1, 3])].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.figures, known)


def test_stopped_before_any_point_nothing_is_found(fresh: Cache) -> None:
    """All are left, and the table is empty."""
    progress = SweepProgress()
    progress.stop()
    found = sweep(lean(), grid().points, options=QUICK, cache=fresh, progress=progress)
    assert set(found.points["state"]) == {"left"}
    assert found.figures.empty


def test_stopped_and_finished_by_two_at_once(figures: pd.DataFrame, fresh: Cache) -> None:
    """What was finished is kept and not made again; two that go on side by side on one cache find the same."""
    ask = partial(sweep, lean(), grid().points, options=QUICK, cache=fresh, processes=1)
    stopped = ask(progress=Stopping(after=1))
    assert stopped.points["state"].tolist() == ["done", "left", "left", "left"]
    pd.testing.assert_frame_equal(stopped.figures, figures[figures["number"] == 1])
    kept = entries(fresh)
    with ThreadPoolExecutor(2) as both:
        found = [run.result() for run in [both.submit(ask), both.submit(ask)]]
    for one in found:
        pd.testing.assert_frame_equal(one.figures, figures)
    assert kept.items() <= entries(fresh).items()
    assert not list(fresh.folder.glob("*.part"))


def test_near_its_base_a_point_is_the_plan_made_alone(tmp_path: Path) -> None:
    """The tiny network with rosters and rehearsal: all figures are the same to the last digit."""
    text = "name: x\nsweep: {factor: [1.45]}\nchanges:\n  - change: scale_demand\n    factor: $factor\n"
    (point,) = sweep_in(f"{text}    outlets: [ST01]\n", "x.yaml").points
    shared = Cache(folder() / "cache")
    plan(tiny(), options=planned.QUICK, cache=shared)
    alone, swept = (
        Cache(shutil.copytree(shared.folder, tmp_path / name, ignore=shutil.ignore_patterns("*.part")))
        for name in ("alone", "swept")
    )
    found = sweep(tiny(), [point], options=planned.QUICK, cache=swept, processes=1)
    made = plan(tiny(), changes=point.scenario.changes, options=planned.QUICK, cache=alone)
    assert made.held["held"].any()
    pd.testing.assert_frame_equal(found.figures[KEYS], overall(made)[KEYS])
