"""The whole road on the tiny network."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from quarterhour.grid import hours_between
from scenarios.changes import CloseOutlet, ScaleDemand
from scenarios.compare import compare
from scenarios.evaluate import evaluate
from scenarios.network import write_network
from scenarios.plan import Plan, plan, read_plan, write_plan
from tests.plan.fixtures import tiny
from tests.plan.planned import QUICK, planned, written

STAGES = ("forecast", "requirement", "staff", "roster", "coverage", "rehearsal")


def frames(made: Plan) -> dict[str, pd.DataFrame]:
    """All frames of all stages by name."""
    found = {name: getattr(made, name) for name in ("outlets", "balance", "indicators", "warnings", "costs")}
    for stage in STAGES:
        value = getattr(made, stage)
        assert is_dataclass(value), f"{stage} is missing"
        for field in fields(value):
            content = getattr(value, field.name)
            if isinstance(content, pd.DataFrame):
                found[f"{stage}.{field.name}"] = content
    return found


def test_every_stage_is_there_and_the_evaluator_agrees() -> None:
    """All stages of the road are planned, and nothing that is recomputed from the files differs."""
    assert set(STAGES) <= {name.partition(".")[0] for name in frames(planned())}
    assert evaluate(*written()) == []


def test_a_plan_that_lacks_a_table_says_so(tmp_path: Path) -> None:
    """Read or verified, a plan of another version names what is missing and what to do."""
    folder, network = written()
    shutil.copytree(folder, tmp_path / "plan")
    (tmp_path / "plan" / "tables" / "requirement_lines.parquet").unlink()
    for asked in (lambda: read_plan(tmp_path / "plan"), lambda: evaluate(tmp_path / "plan", network)):
        with pytest.raises(FileNotFoundError, match=r"requirement_lines.parquet is missing"):
            asked()


def test_a_plan_of_another_layout_says_so(tmp_path: Path) -> None:
    """A plan whose columns may be others is refused before anything of it is used."""
    shutil.copytree(written()[0], tmp_path / "plan")
    document = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    del document["layout"]
    (tmp_path / "plan" / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="written by another version"):
        read_plan(tmp_path / "plan")


def test_plans_are_read_back_without_loss() -> None:
    """Every frame, path and single value is the same after writing and reading."""
    again = read_plan(written()[0])
    for name, frame in frames(planned()).items():
        pd.testing.assert_frame_equal(frames(again)[name], frame, check_like=False)
    assert planned().forecast is not None
    assert again.forecast is not None
    np.testing.assert_array_equal(again.forecast.paths.counts, planned().forecast.paths.counts)
    np.testing.assert_array_equal(again.forecast.paths.rates, planned().forecast.paths.rates)
    single = [field.name for field in fields(Plan) if field.name not in {*STAGES, "layers"}]
    for name in single:
        if not isinstance(getattr(again, name), pd.DataFrame):
            assert getattr(again, name) == getattr(planned(), name), name
    for stage in ("staff", "roster", "coverage"):
        assert getattr(again, stage).proofs == getattr(planned(), stage).proofs


def test_outer_processes_never_change_a_plan() -> None:
    """One and two processes give the same frames, cell by cell."""
    twice = plan(tiny(), options=replace(QUICK, processes=2))
    for name, frame in frames(planned()).items():
        pd.testing.assert_frame_equal(frames(twice)[name], frame)


def test_paid_hours_add_up_once() -> None:
    """Paid = work + paid breaks + travel + training + paid absence; standby is paid apart, at its factor."""
    roster = planned().roster
    assert roster is not None
    segments = roster.segments
    own = segments[segments["employee"].isin(tiny().table("employees")["employee"])]
    length = hours_between(own["start"], own["end"])
    assert length[own["paid"]].sum() == pytest.approx(roster.hours["paid"].sum())
    standby = own["activity"] == "standby"
    assert length[standby].sum() == pytest.approx(roster.hours["standby"].sum())
    assert not (own["paid"] & standby).any()
    parts = ["work", "paid_break", "travel", "training", "leave"]
    assert roster.hours[parts].sum().sum() == pytest.approx(roster.hours["paid"].sum())


@pytest.mark.parametrize("outlet", ["ST01", "SC01"])
def test_closing_an_outlet_keeps_demand_and_rules(tmp_path_factory: pytest.TempPathFactory, outlet: str) -> None:
    """The plan without the outlet has its balance, no duty there, no part in consolidation; all is checked."""
    made = plan(tiny(), changes=[CloseOutlet(outlet=outlet)], name="closed", options=QUICK)
    base = planned().forecast
    assert base is not None
    assert made.forecast is not None
    before = base.intervals["mean"].sum()
    away = made.balance.loc[made.balance["to"].isin(["digital", "lost"]), "volume"].sum()
    assert made.forecast.intervals["mean"].sum() + away == pytest.approx(before)
    assert made.roster is not None
    assert not (made.roster.segments.loc[made.roster.segments["activity"] == "work", "outlet"] == outlet).any()
    folder = tmp_path_factory.mktemp("closed")
    write_network(tiny(), folder / "network")
    write_plan(made, folder / "plan")
    assert made.coverage is not None
    assert outlet not in set(made.coverage.transfers["to"]) | set(made.coverage.review["outlet"])
    assert evaluate(folder / "plan", folder / "network") == []


def test_comparison_shows_what_moved() -> None:
    """More demand needs more hours; each changed duty is added, removed or moved, and none is unchanged."""
    busier = plan(tiny(), changes=[ScaleDemand(factor=1.5)], name="busier", options=QUICK)
    held = compare([planned(), busier])
    needed = held.figures[(held.figures["indicator"] == "need_hours") & (held.figures["plan"] == "busier")]
    assert (needed["difference"] > 0).all()
    moved = held.segments[held.segments["change"] == "moved"]
    same = (moved["outlet"] == moved["outlet_base"]) & (moved["start"] == moved["start_base"])
    assert not (same & (moved["end"] == moved["end_base"])).any()
    assert list(held.changes["change"]) == ["scale_demand"]


def test_stages_without_their_tables_are_absent() -> None:
    """A network of outlets, services and arrivals alone gets a forecast and no roster."""
    full = tiny()
    kept = ("settings", "outlets", "opening_hours", "services", "posts", "arrivals")
    small = type(full).from_tables({name: full.table(name) for name in kept})
    made = plan(small, options=QUICK)
    assert made.forecast is not None
    assert made.requirement is not None
    assert made.staff is None
    assert made.roster is None
    assert made.coverage is None
    assert made.rehearsal is None
