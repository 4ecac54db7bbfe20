"""One whole plan under many changes at once, recomputed by the evaluator."""

from __future__ import annotations

from pathlib import Path

from scenarios.changes import scenario_from
from scenarios.evaluate import evaluate
from scenarios.network import write_network
from scenarios.plan import PlanOptions, plan, write_plan
from tests.plan.fixtures import tiny

CHANGES = [
    {"change": "open_outlet", "outlet": "SC02", "like": "SC01", "latitude": 30.66, "longitude": 104.06}
    | {"takes": {"SC01": 0.4}},
    {"change": "hire", "outlet": "SC02", "people": 4, "skills": ["visitor"], "contract": "full"},
    {"change": "add_service", "service": "passport", "like": "general", "volume": 0.1},
    {"change": "convert_outlet", "outlet": "ST01", "posts": ["counter"], "self_service": 0.3},
    {"change": "change_hours", "outlets": ["SC01"], "weekdays": ["mon"], "spans": [["09:00", "12:00"]]},
    {"change": "train", "people": 1, "outlets": ["SC01"], "certificate": "first aid", "hours": 16},
]


def test_a_plan_under_many_changes_holds(tmp_path: Path) -> None:
    """A new outlet, a new service, a conversion and shorter hours go through every stage without a finding."""
    changes = scenario_from({"name": "many", "changes": CHANGES}).changes
    made = plan(tiny(), changes=changes, name="many", options=PlanOptions(processes=1, replications=3))
    write_network(tiny(), tmp_path / "network")
    write_plan(made, tmp_path / "plan")
    assert evaluate(tmp_path / "plan", tmp_path / "network") == []
    assert set(made.balance["outlet"]) >= {"SC01", "ST01"}
    duties = made.roster.segments if made.roster is not None else None
    assert duties is not None
    assert (duties["outlet"] == "SC02").any()
