"""`quarterhour standby`: the two-stage plan of a week on the terminal, in files and on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from api.planning import plan_to_files
from api.report.standby_page import told_evidence
from api.standby import evidence
from api.words import NOTHING, Words
from optimize.shifts.uncertain import Worth, along, mean_need, search, single, solve
from quarterhour.result import Limits
from scenarios.network import read_network
from scenarios.plan import standing_by
from tests.api.test_cli import run
from tests.plan.planned import written
from tests.shifts.uncertain.instances import random_problem


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer paths to try the plan on, one point of the curve, and no week as a whole."""
    monkeypatch.setattr(standing_by, "OTHERS", 3)
    monkeypatch.setattr(standing_by, "CAPS", (0,))
    monkeypatch.setattr(search, "SMALL", 500)


def test_table_files_and_page_tell_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Costs by item add up to the expected cost; the bound is below; the page has both pictures."""
    plan, network = (str(path) for path in written())
    asked = ["standby", plan, "--network", network, "--paths", "2", "--out", str(tmp_path / "calls")]
    code, out, err = run(capsys, *asked)
    assert code == 0, err
    for expected in ("contracts on call", "no plan can cost less", "Report:"):
        assert expected in " ".join(out.split()), expected
    folder = tmp_path / "calls"
    evidence = pd.read_csv(folder / "standby_evidence.csv").set_index("figure")["value"]
    costs = pd.read_csv(folder / "standby_costs.csv")
    assert costs["money"].sum() == pytest.approx(evidence["money_expected"])
    assert evidence["bound"] <= evidence["objective"] + 1e-6
    assert evidence["money_on_other_paths"] > 0
    outlets = pd.read_csv(folder / "standby_outlets.csv")
    contracts = pd.read_csv(folder / "standby_contracts.csv")
    assert outlets["contracts"].sum() == contracts["people"].sum()
    curve = pd.read_csv(folder / "standby_curve.csv")
    assert curve["contracts"].iloc[0] == 0
    page = (folder / "standby.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 2


def test_in_chinese_with_a_promise(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The promise is part of the question; words are those of the language."""
    plan, network = (str(path) for path in written())
    asked = [
        "standby",
        plan,
        "--network",
        network,
        "--paths",
        "2",
        "--promise",
        "0.9",
        "--out",
        str(tmp_path / "zh"),
    ]
    code, out, err = run(capsys, *asked, "--lang", "zh")
    assert code == 0, err
    assert "待命" in out
    assert "待命" in (tmp_path / "zh" / "standby.html").read_text(encoding="utf-8")


def test_what_can_not_be_planned_is_told(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """A week without demand, two measures at once, a plan without a forecast: a sentence each, no traceback."""
    plan, network = (str(path) for path in written())
    code, _, err = run(capsys, "standby", plan, "--network", network, "--week", "2030-01-07")
    assert code == 1
    assert "2030-01-07" in err
    code, _, err = run(capsys, "standby", plan, "--network", network, "--promise", "0.9", "--tail", "0.9")
    assert code == 1
    assert "not both" in err
    plan_to_files(read_network(strategic_folder), tmp_path / "plan")
    code, _, err = run(capsys, "standby", str(tmp_path / "plan"), "--network", str(strategic_folder))
    assert code == 1
    assert "no forecast" in err


def test_what_is_not_known_is_never_told_as_nothing() -> None:
    """Without a bound there is no gap, and one other path has no standard error: no value, not a gap of 0."""
    problem = random_problem(1)
    plan = solve(problem, limits=Limits(nodes=1))
    proof = replace(plan.proof, bound=None)
    other = along(single(problem, mean_need(problem)), plan.first)
    monday = pd.Timestamp("2026-09-14")
    curve = pd.DataFrame(columns=list(standing_by.CURVE))
    found = standing_by.StandbyPlan(
        monday, problem, replace(plan, proof=proof), Worth(plan.outcome, plan.outcome, 0.0), other, curve
    )
    told = evidence(found).set_index("figure")["value"]
    assert told[["bound", "gap", "money_on_other_paths_error"]].isna().all()
    assert told["objective"] == pytest.approx(plan.proof.objective)
    assert told["value_of_stochastic_solution"] == 0.0
    assert NOTHING in told_evidence(found, Words())
