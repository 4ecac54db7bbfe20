"""Consolidation's options and their joint choice: each kind of damage is reported by its check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from scenarios.evaluate.circles import read_circles
from scenarios.evaluate.consolidation import check_decisions, read_sheet
from scenarios.evaluate.evaluate import Check
from scenarios.evaluate.facts import read_facts
from scenarios.evaluate.flows import Option
from scenarios.evaluate.joint import check_joint, misfit
from scenarios.evaluate.sheet import Sheet
from scenarios.network import write_network
from tests.evaluate.conftest import lending_facts
from tests.evaluate.damage import Damage, flipped, more, put, without_first
from tests.plan.fixtures import tiny
from tests.plan.planned import written_lending

MERGE = {"option": "merge"}
MOVE = {"option": "move"}
CONVERT = {"option": "convert"}

CASES: list[tuple[str, Damage, str]] = [
    *(
        ("coverage_options", more(figure, 0.5, **kind), f"option_{figure}")
        for figure in (
            *("covered_change", "extra_minutes", "worst_minutes", "digital", "lost", "fullest", "staff_freed"),
            *("monthly_saving", "one_off", "pays_back_months"),
        )
        for kind in (MERGE, MOVE, CONVERT)
    ),
    ("coverage_options", flipped("allowed"), "option_allowed"),
    ("coverage_options", put("reason", "coverage.over_budget"), "option_reason"),
    ("coverage_options", put("target", "CD01", **MERGE), "option_main"),
    ("coverage_options", put("volume_to", "{}", **MOVE), "option_volume_to"),
    ("coverage_options", put("volume_to", '{"SC01": 1, "ST01": 2}', **CONVERT), "option_listed"),
    ("coverage_options", put("outlet", "nowhere"), "option_outlet"),
    ("coverage_options", without_first, "option_kinds"),
    ("coverage_options", put("chosen", True, **MERGE), "chosen_together"),
    ("coverage_transfers", more("volume", 1.0), "transfer_volume"),
    ("coverage_transfers", without_first, "transfer_volume"),
]


@pytest.mark.parametrize(
    ("table", "damage", "check"), CASES, ids=[f"{row}-{case[2]}" for row, case in enumerate(CASES)]
)
def test_damage_is_found(
    found: Callable[[Check, str, Damage], list[str]], table: str, damage: Damage, check: str
) -> None:
    """The check that is responsible reports it."""
    assert check in found(check_decisions, table, damage)


def test_nothing_is_found_in_the_plan_as_it_is() -> None:
    """All figures of all options agree."""
    assert list(check_decisions(lending_facts())) == []


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        ({"cost_close": 90000}, "option_one_off"),
        ({"price_lost_customer": 31}, "chosen_worth"),
        ({"converted_monthly_cost": 5000}, "option_monthly_saving"),
        ({"digital_share": 0.3}, "transfer_volume"),
        ({"decay_minutes": 20, "transfer_reach_minutes": 1}, "transfer_volume"),
    ],
)
def test_another_policy_is_found(tmp_path: Path, settings: dict[str, float], check: str) -> None:
    """A plan held against other settings than it was made for."""
    write_network(tiny().with_settings(**settings), tmp_path / "network")
    facts = read_facts(written_lending()[0], tmp_path / "network")
    with_merger = facts.table("coverage_options").assign(chosen=lambda frame: frame["option"] == "merge")
    if check == "chosen_worth":
        shutil.copytree(written_lending()[0], tmp_path / "plan")
        with_merger.to_parquet(tmp_path / "plan" / "tables" / "coverage_options.parquet")
        facts = replace(facts, folder=tmp_path / "plan")
    assert check in [finding.check for finding in check_decisions(facts)]


class Willing(Sheet):
    """A sheet by which every option can be had by itself."""

    def refusal(self, option: Option, moved: object) -> str:
        """No reason."""
        return ""


def willing() -> Willing:
    """Of the plan that lends."""
    return Willing(**vars(read_sheet(lending_facts())))


def option(kind: str, target: str = "", kept: float = 0.0, outlet: str = "ST01") -> Option:
    """An option of an outlet."""
    return Option(outlet, kind, target, kept)


def test_a_choice_that_is_not_the_best_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where closing would be allowed, keeping the outlet is not what pays best."""
    monkeypatch.setattr("scenarios.evaluate.joint.stranded", lambda *_: False)
    assert "chosen_best" in [finding.check for finding in check_joint(willing())]


def test_options_that_do_not_fit_together() -> None:
    """One site for two, customers without an outlet, too much money, too few residents, too full a receiver."""
    sheet = willing()
    two = [option("move", "P03", 0.9), option("move", "P03", 0.9, "SC01")]
    assert misfit(sheet, two) == "two move to one site"
    assert "find no outlet" in misfit(sheet, [option("convert", kept=0.6)])
    poor = replace(sheet, facts=replace(sheet.facts, network=tiny().with_settings(budget=10)))
    assert "over the budget" in misfit(poor, [option("convert", kept=0.6)])
    strict = replace(sheet, facts=replace(sheet.facts, network=tiny().with_settings(coverage_floor=1)))
    assert "too few are covered of all" in misfit(strict, [option("merge")])
    assert misfit(sheet, [option("keep", kept=1.0)]) == ""


def test_receivers_are_not_overfilled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A receiver whose desks are nearly full takes no more."""
    monkeypatch.setattr("scenarios.evaluate.joint.stranded", lambda *_: False)
    sheet = willing()
    full = replace(sheet.busy, load=dict.fromkeys(sheet.busy.load, 0.85))
    small = replace(full, minutes=dict.fromkeys(full.minutes, 1000.0))
    assert "overfull" in misfit(Willing(**{**vars(sheet), "busy": small}), [option("convert", kept=0.6)])


def test_circles_are_what_they_say() -> None:
    """Everybody is within no fewer circles than before when a site opens beside all that stands."""
    circles = read_circles(lending_facts())
    assert circles.covered_after([]) <= circles.residents
    assert circles.shared("ST01", "ST01") == pytest.approx(1.0)
    assert isinstance(lending_facts().table("coverage_options"), pd.DataFrame)


def test_a_false_worth_is_found(tmp_path: Path) -> None:
    """The proof's objective is what the chosen options are worth."""
    plan_folder, network_folder = written_lending()
    shutil.copytree(plan_folder, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for proof in document["stages"]["coverage"]["proofs"]:
        if proof["stage"] == "consolidation":
            proof["objective"] += 1000.0
    path.write_text(json.dumps(document), encoding="utf-8")
    facts = read_facts(tmp_path / "plan", network_folder)
    assert "chosen_worth" in [finding.check for finding in check_decisions(facts)]
