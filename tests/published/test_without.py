"""`--without`: rules left out for one look at a roster; law and what makes a roster are refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.rosters.rules_off import told_off
from api.words import Words
from scenarios.changes import leaving_out, to_premises
from scenarios.network import write_network
from scenarios.plan.rostering import roster_problem
from scenarios.plan.values import Plan
from scenarios.premises.people import people
from scenarios.roster.without import without
from tests.api.plans import small_plan
from tests.api.test_cli import run
from tests.plan.fixtures import tiny
from tests.published.test_commands import HEAD, duty


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny network."""
    folder = tmp_path_factory.mktemp("without") / "network"
    write_network(tiny(), folder)
    return folder


def test_a_rule_is_left_out_of_a_check(capsys: pytest.CaptureFixture[str], network: Path, tmp_path: Path) -> None:
    """Nine hours of rest where eleven are due are hard, and nothing without the rule."""
    listed = tmp_path / "list.csv"
    rows = duty("E0001", "2026-09-14 12:00", "2026-09-14 20:00") + duty(
        "E0001", "2026-09-15 05:00", "2026-09-15 12:00"
    )
    listed.write_text(HEAD + rows, encoding="utf-8")
    command = ("roster", "check", str(listed), "--network", str(network))
    told = [
        {row["rule"] for row in json.loads(run(capsys, *command, *more, "--json")[1])["broken"]}
        for more in ((), ("--without", "rest,wishes"))
    ]
    assert "rest" in told[0]
    assert told[0] - told[1] == {"rest"}
    assert "switched off" in run(capsys, *command, "--without", "rest", "--lang", "en")[1]


@pytest.mark.parametrize(("language", "law"), [("en", "law"), ("zh", "法规")])
def test_what_stays_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], network: Path, tmp_path: Path, language: str, law: str
) -> None:
    """Law, what makes a roster, and what nobody knows: all told together, nothing is done."""
    out = tmp_path / "plan"
    asked = ("--without", "cn.art38,able", "--without", "wihses", "--lang", language)
    code, _, errors = run(capsys, "plan", str(network), "--out", str(out), *asked)
    assert code == 1
    assert law in errors
    assert all(name in errors for name in ("cn.art38", "able", "wishes"))
    assert not out.exists()


def test_the_plan_says_so_and_keeps_to_it() -> None:
    """The change stands among the plan's, its network leaves the rule out, and a rest by law stays."""
    base, plan = tiny().with_settings(labour_law="eu"), small_plan()
    network, changed = without(base, plan, ("rest", "overtime"))
    assert network is base
    assert isinstance(changed, Plan)
    assert changed.changes[-1] == {"change": "policy", "settings": {"rules_off": ["rest", "overtime"]}}
    assert "Overtime" in told_off(changed.settings["rules_off"], Words("en"))
    under = to_premises(base, [leaving_out(base, ("rest", "overtime"))]).network
    staff = people(under, under.first_day, 7)
    nobody = small_plan().staff
    assert nobody is not None
    problem = roster_problem(under, staff, nobody.duties, under.first_day, 7, under.grid)
    assert set(problem.employees["rest_hours"]) == {11.0}
    assert problem.off == {"overtime"}
