"""The evaluator finds what is wrong: each kind of damage to a plan's files is reported by its check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from scenarios.evaluate import evaluate
from tests.evaluate.damage import Damage, more
from tests.plan.planned import written


def shifted(frame: pd.DataFrame) -> pd.DataFrame:
    """All work of one person a day earlier: on top of yesterday's, in hours that were rest."""
    person = frame.loc[frame["activity"] == "work", "employee"].iloc[0]
    mine = (frame["employee"] == person) & (frame["activity"] == "work")
    moved = frame.copy()
    moved.loc[mine, "end"] = moved.loc[mine, "end"] + pd.Timedelta(hours=14)
    return moved


def swapped_person(frame: pd.DataFrame) -> pd.DataFrame:
    """A counter's duty done by somebody of the call desk, who has no skill for it."""
    work = frame[(frame["activity"] == "work") & (frame["source"] == "own")]
    calls = work["outlet"] == "CD01"
    first = work[~calls].iloc[0]
    other = work.loc[calls, "employee"].iloc[0]
    moved = frame.copy()
    moved.loc[(frame["duty"] == first["duty"]) & (frame["employee"] == first["employee"]), "employee"] = other
    return moved


def negative(frame: pd.DataFrame) -> pd.DataFrame:
    """A mean below zero."""
    changed = frame.copy()
    changed.loc[changed.index[0], "mean"] = -1.0
    return changed


CASES: list[tuple[str, Damage, str]] = [
    ("roster_segments", shifted, "rest hours_day shift_length duty_times hours_work"),
    ("roster_segments", swapped_person, "home skills"),
    ("roster_hours", more("paid", 1.0), "hours_paid"),
    ("staff_cover", more("own", 1), "cover_own"),
    ("staff_cover", more("needed", 1), "needed"),
    ("staff_duties", more("people", 1), "duty_filled"),
    ("requirement_pools", more("people", 1), "needed"),
    ("staff_costs", more("money", 1.0), "staff_money"),
    ("staff_links", more("price", 1.0), "link_price"),
    ("requirement_pools", more("occupancy", 0.1), "need_occupancy"),
    ("coverage_options", more("monthly_saving", 1.0), "option_monthly_saving"),
    ("forecast_intervals", negative, "demand_not_negative"),
    ("forecast_days", more("mean", 1.0), "day_is_sum"),
    ("coverage_summary", more("covered", 1.0), "summary_covered"),
    ("coverage_blind_spots", more("minutes", 1.0), "blind_spot_minutes"),
    ("coverage_assignments", more("residents", 1), "assigned_residents"),
    ("coverage_options", more("covered", 1.0), "option_covered"),
    ("coverage_transfers", more("volume", 1.0), "demand_kept"),
    ("rehearsal_replications", more("served", 1), "customers_conserved"),
    ("rehearsal_replications", more("within", 10_000), "within_served"),
    ("rehearsal_replications", more("immediate", 1), "books_customers"),
    ("rehearsal_replications", more("wait_minutes", 1.0), "books_minutes"),
    ("rehearsal_service_intervals", more("arrivals", 1.0), "interval_arrivals"),
    ("rehearsal_service_intervals", more("lost_share", 0.5), "interval_losses"),
    ("rehearsal_service_intervals", more("wait_minutes", 60.0), "interval_waits"),
    ("rehearsal_service_intervals", more("wait_p50", 10_000.0), "interval_holds_mean"),
    ("rehearsal_service_intervals", more("queue", 1.0), "interval_queue"),
    ("rehearsal_service_intervals", more("oldest_worst", 1e6), "oldest_worst"),
    ("costs", more("money", 1.0), "cost"),
    ("indicators", lambda frame: frame.assign(value=frame["value"] + 1.0), "cost_total network_wait"),
]


@pytest.mark.parametrize(("table", "damage", "responsible"), CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES])
def test_damage_is_found(
    damaged: Callable[[str, Damage], list[str]], table: str, damage: Damage, responsible: str
) -> None:
    """The checks that are responsible report it."""
    assert set(responsible.split()) <= set(damaged(table, damage))


def test_a_false_optimal_is_found(tmp_path: Path) -> None:
    """A proof that says optimal with a gap left is refused."""
    plan_folder, network_folder = written()
    copy = tmp_path / "plan"
    shutil.copytree(plan_folder, copy)
    document = json.loads((copy / "plan.json").read_text(encoding="utf-8"))
    proof = document["stages"]["staff"]["proofs"][0]
    proof.update(status="optimal", bound=proof["objective"] * 0.9, gap=0.1)
    (copy / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    assert "status" in [finding.check for finding in evaluate(copy, network_folder)]
