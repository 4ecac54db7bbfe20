"""Changes that are part of the base by decision."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from quarterhour.cache import Cache
from scenarios.changes import ScaleDemand
from scenarios.decisions import Decision, Decisions, with_decisions
from scenarios.evaluate import evaluate
from scenarios.network import write_network
from scenarios.plan import plan, read_plan, rehearse_plan, with_rehearsal, write_plan
from tests.plan.fixtures import tiny
from tests.plan.planned import QUICK, lending
from tests.plan.test_pipeline import frames

MORE, FEWER = ScaleDemand(factor=1.6, outlets=("ST01",)), ScaleDemand(factor=0.8, outlets=("SC01",))
DECIDED = Decisions(
    [Decision(1, "more", "Li", datetime(2026, 10, 5, 9, 30, tzinfo=UTC), "a new estate", (MORE,), "0" * 64)]
)


def test_a_standing_change_plans_as_the_scenario_does(tmp_path: Path) -> None:
    """One change decided and one asked give all tables of both asked; read back, checked and rehearsed alike."""
    made = plan(tiny(), changes=[FEWER], standing=DECIDED.changes, name="lending", options=QUICK)
    assert made.changes == lending().changes
    for name, frame in frames(lending()).items():
        pd.testing.assert_frame_equal(frames(made)[name], frame)
    told = with_decisions(made, DECIDED)
    write_network(tiny(), tmp_path / "network")
    write_plan(told, tmp_path / "plan")
    again = read_plan(tmp_path / "plan")
    assert again.layers["decisions"][["number", "by", "why"]].to_numpy().tolist() == [[1, "Li", "a new estate"]]
    assert evaluate(tmp_path / "plan", tmp_path / "network") == []
    assert made.rehearsal is not None
    played = rehearse_plan(tiny(), again, replications=made.rehearsal.count)
    pd.testing.assert_frame_equal(played.replications, made.rehearsal.replications)
    pd.testing.assert_frame_equal(with_rehearsal(tiny(), again, played).indicators, made.indicators)


def test_a_scenario_is_planned_near_the_base_as_decided(tmp_path: Path) -> None:
    """With a cache a scenario starts from the base under standing changes; outlets it leaves alone are held."""
    cache = Cache(tmp_path / "cache")
    base = plan(tiny(), standing=DECIDED.changes, options=QUICK, cache=cache)
    near = plan(tiny(), changes=[FEWER], standing=DECIDED.changes, options=QUICK, cache=cache)
    assert base.held.empty
    assert near.held["held"].any()
    held = near.held.loc[near.held["held"], "outlet"]
    assert base.staff is not None
    assert near.staff is not None
    kept = [each.duties[each.duties["outlet"].isin(held)] for each in (base.staff, near.staff)]
    pd.testing.assert_frame_equal(*(each.sort_values("duty", ignore_index=True) for each in kept))
