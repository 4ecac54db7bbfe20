"""The staff plan's account and hard rules: each kind of damage is reported by its check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from scenarios.evaluate import evaluate
from scenarios.evaluate.evaluate import Check
from scenarios.evaluate.staff import check_staff
from scenarios.network import write_network
from tests.evaluate.damage import Damage, more, moved, put, together, without_first
from tests.plan.fixtures import tiny
from tests.plan.planned import lending, written_lending

WORK = {"source": "own", "activity": "work"}
LENT = {"source": "lent", "activity": "work"}
HIRED = {"source": "partner", "activity": "work"}
OWN_LINK = {"kind": "lent"}
OFFER = {"kind": "partner"}


def nobody_left_at_the_lender(frame: pd.DataFrame) -> pd.DataFrame:
    """The pool that lends somebody has nobody on duty that day."""
    lent = frame[frame["source"] == "lent"].iloc[0]
    own = (frame["outlet"] == lent["lender"]) & (frame["day"] == lent["day"])
    return frame[~own].reset_index(drop=True)


CASES: list[tuple[str, Damage, str]] = [
    ("staff_costs", more("money", 1.0), "staff_money"),
    ("staff_costs", more("hours", 1.0), "staff_hours"),
    ("staff_costs", put("item", "travel"), "staff_money"),
    ("staff_duties", more("people", 1, **WORK), "staff_money"),
    ("staff_duties", moved(-60, "break_end", **WORK), "staff_hours"),
    ("staff_reserve", more("wanted", 30), "staff_money"),
    ("staff_reserve", more("wanted", 1), "reserve_wanted"),
    ("staff_reserve", without_first, "reserve_wanted"),
    ("forecast_peaks", without_first, "reserve_wanted"),
    ("staff_links", more("price", 1.0, **OWN_LINK), "link_price"),
    ("staff_links", more("price", 1.0, **OFFER), "link_price"),
    ("staff_links", more("standby_factor", 0.1, **OFFER), "link_standby_factor"),
    ("staff_links", more("standby_factor", 0.1, **OWN_LINK), "link_standby_factor"),
    ("staff_links", more("people", 1, **OWN_LINK), "link_people"),
    ("staff_links", more("people", 1, **OFFER), "link_people"),
    ("staff_links", more("minutes", 1.0, **OWN_LINK), "link_minutes"),
    ("staff_links", more("least_minutes", 60, **OFFER), "link_least_minutes"),
    ("staff_links", put("post", "calls", **OFFER), "link_able"),
    ("staff_links", put("post", "insurance", **OWN_LINK), "link_able"),
    ("staff_links", lambda frame: frame.assign(standby=False), "link_standby"),
    ("staff_duties", put("link", "nowhere", **LENT), "link_known"),
    ("staff_duties", put("lender", "CD01", **LENT), "link_known"),
    ("staff_duties", more("people", 30, **LENT), "link_limit"),
    ("staff_duties", more("travel_minutes", 1.0, **LENT), "travel_minutes"),
    ("staff_duties", more("travel_minutes", 1.0, **WORK), "travel_minutes"),
    ("staff_duties", more("people", 30, **WORK), "post_people"),
    ("staff_duties", more("people", 30, **WORK), "pool_people"),
    ("staff_duties", more("people", 30, **LENT), "pool_people"),
    ("staff_duties", together(more("people", 30, **WORK), put("activity", "standby", **WORK)), "standby_people"),
    ("staff_duties", more("people", 60, **WORK), "week_duties"),
    ("staff_duties", more("people", 60, **WORK), "week_hours"),
    ("staff_duties", nobody_left_at_the_lender, "lender_not_short"),
    ("staff_duties", more("people", 30, **HIRED), "partner_people"),
    ("staff_duties", moved(-240, "end", **HIRED), "partner_block"),
    ("staff_duties", moved(10, "start", "end", **WORK), "shift_type"),
    ("staff_duties", moved(30, "end", **WORK), "shift_type"),
    ("staff_duties", moved(180, "break_start", "break_end", **WORK), "shift_break"),
    ("staff_duties", moved(10, "break_start", "break_end", **WORK), "shift_break"),
    ("staff_duties", moved(30, "break_end", **WORK), "shift_break"),
    ("staff_duties", lambda frame: frame.assign(break_paid=True), "shift_break"),
    ("staff_duties", moved(-300, "start", "end", outlet="SC01"), "shift_open"),
    ("staff_duties", moved(600, "start", "end", outlet="ST01"), "shift_open"),
]


@pytest.mark.parametrize(
    ("table", "damage", "check"), CASES, ids=[f"{row}-{case[2]}" for row, case in enumerate(CASES)]
)
def test_damage_is_found(
    found: Callable[[Check, str, Damage], list[str]], table: str, damage: Damage, check: str
) -> None:
    """The check that is responsible reports it."""
    assert check in found(check_staff, table, damage)


def test_nothing_is_found_in_the_plan_as_it_is() -> None:
    """The plan that lends, undamaged."""
    assert evaluate(*written_lending()) == []


def test_a_false_objective_is_found(tmp_path: Path) -> None:
    """The objectives of the partitions add up to the account."""
    plan_folder, network_folder = written_lending()
    shutil.copytree(plan_folder, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["stages"]["staff"]["proofs"][0]["objective"] += 100.0
    path.write_text(json.dumps(document), encoding="utf-8")
    assert "staff_objective" in [finding.check for finding in evaluate(tmp_path / "plan", network_folder)]


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        ({"surge_minutes": 36}, "link_reach"),
        ({"price_travel": 41}, "staff_money"),
        ({"price_idle": 6}, "staff_money"),
    ],
)
def test_another_policy_is_found(tmp_path: Path, settings: dict[str, float], check: str) -> None:
    """A plan held against other settings than it was made for."""
    write_network(tiny().with_settings(**settings), tmp_path / "network")
    assert check in [finding.check for finding in evaluate(written_lending()[0], tmp_path / "network")]


def test_an_offer_outside_its_dates_is_found(tmp_path: Path) -> None:
    """Partners' people are used only between the first and the last day of their offer."""
    ended = tiny().first_day - pd.Timedelta(days=1)
    over = tiny().table("partner_offers").assign(first_day=pd.NaT, last_day=ended)
    write_network(tiny().with_tables(partner_offers=over), tmp_path / "network")
    assert "link_able" in [finding.check for finding in evaluate(written_lending()[0], tmp_path / "network")]


def test_the_tiny_plan_has_something_of_everything() -> None:
    """Own, lent and partners' duties, standby, and a break: otherwise the cases above would prove nothing."""
    staff = lending().staff
    assert staff is not None
    assert {"own", "lent", "partner"} <= set(staff.duties["source"])
    assert {"work", "standby"} <= set(staff.duties["activity"])
    assert staff.duties["break_start"].notna().any()
    assert set(staff.links["kind"]) == {"lent", "partner"}
