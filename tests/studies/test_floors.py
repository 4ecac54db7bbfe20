"""Coverage floors by district and group, and thresholds by kind and break-even, in consolidation."""

from __future__ import annotations

import pandas as pd
import pytest

from optimize.coverage import consolidate
from optimize.coverage.floors import Floors
from optimize.coverage.reach import Reach
from optimize.coverage.values import Consolidation, ConsolidationProblem
from quarterhour.result import Limits
from scenarios.consolidating import consolidation_of
from scenarios.network import Network
from scenarios.plan.thresholds import with_thresholds
from tests.coverage.town import organisation, town
from tests.studies.towns import sample

LIMITS = Limits(nodes=1000)
FREE = ("coverage_floor", "price_resident_unserved", "price_lost_customer")
EASY = dict.fromkeys(FREE, 0.0) | {"transfer_reach_minutes": 99.0}


def covered_by_scope(problem: ConsolidationProblem, found: Consolidation) -> dict[str, tuple[float, float]]:
    """Covered today and with the choice, by district and group, counted zone by zone."""
    chosen = found.options[found.options["chosen"]]
    gone = set(chosen.loc[chosen["option"].isin(["merge", "move"]), "outlet"])
    points = problem.coverage.points
    now = set(points.loc[points["role"] == "existing", "point"])
    then = (now - gone) | set(chosen.loc[chosen["option"] == "move", "target"])
    near = problem.coverage.minutes.merge(problem.coverage.zones, on="zone")
    near = near[near["minutes"] <= near["circle_minutes"]]
    zones = problem.coverage.zones.set_index("zone")
    inside = [zones.index.isin(near.loc[near["point"].isin(points), "zone"]) for points in (now, then)]
    weights = {region: zones["residents"] * (zones["region"] == region) for region in zones["region"].unique()}
    weights |= {"children": zones["children"], "rural": zones["residents"] * (zones["kind"] == "rural")}
    return {
        scope: (float(weight[inside[0]].sum()), float(weight[inside[1]].sum()))
        for scope, weight in weights.items()
    }


@pytest.mark.parametrize("floor", ["district_floor", "vulnerable_floor"])
def test_no_scope_falls_below_its_floor(floor: str) -> None:
    """Where closing pays, scopes lose residents without a floor of theirs, and none with one of all."""
    base = town(24, 6, 2, seed=5, side=5.0)
    free = organisation(base, 4, seed=5, **EASY)
    lost = covered_by_scope(free, consolidate(free, limits=LIMITS))
    assert any(then < now for now, then in lost.values())
    bound = organisation(base, 4, seed=5, **EASY, **{floor: 1.0})
    found = consolidate(bound, limits=LIMITS)
    kept = covered_by_scope(bound, found)
    scopes = ("children", "rural") if floor == "vulnerable_floor" else ("west", "east")
    assert all(kept[scope][1] >= kept[scope][0] for scope in scopes)
    refused = found.options[found.options["reason"].str.endswith(("district_floor", "group_floor"))]
    assert len(refused)
    assert (refused["below"] != "").all()


def test_a_floor_is_never_above_today() -> None:
    """Whoever keeps all outlets keeps every floor, however high it is."""
    problem = organisation(town(seed=2), coverage_floor=1.0, district_floor=1.0, vulnerable_floor=1.0)
    reach = Reach.of(problem.coverage)
    floors = Floors.of(reach, problem.policy)
    assert set(floors.scope) == {"all", "west", "east", "children", "elderly", "rural"}
    assert floors.broken(reach.covered(reach.role("existing"))) == ""
    assert floors.broken(reach.covered(reach.role("forbidden"))) == "all"


def test_the_recount_agrees_on_floors_and_thresholds() -> None:
    """Floors by scope, a threshold by kind, the others at break-even: every figure is found again."""
    network = sample()
    kinds = pd.DataFrame({"kind": ["station"], "least_monthly_volume": [1e6]})
    outlets = network.table("outlets").assign(least_monthly_volume=float("nan"))
    asked = network.with_settings(district_floor=0.9, vulnerable_floor=0.9, customer_value=1.0)
    asked = asked.with_tables(outlet_kinds=kinds, outlets=outlets)
    found = consolidation_of(asked, others=0)
    assert found.findings == ()
    assert set(found.review["source"]) == {"kind", "break_even"}
    assert {"all", "children", "elderly", "rural"} < set(found.floors["scope"])
    assert (found.floors["after"] >= found.floors["least"]).all()


def test_own_thresholds_come_before_those_of_a_kind_and_break_even_last() -> None:
    """Rent and pay over what a customer is worth; a call desk has no break-even."""
    network: Network = sample().with_settings(customer_value=50.0)
    network = network.with_tables(outlet_kinds=pd.DataFrame({"kind": ["hub"], "least_monthly_volume": [700.0]}))
    outlets = pd.DataFrame(
        {
            "kind": ["hub", "hub", "station", "call_desk"],
            "least_monthly_volume": [100.0, None, None, None],
            "monthly_cost": 10_000.0,
            "staff_cost": 20_000.0,
        }
    )
    found = with_thresholds(network, outlets)
    assert found["least_monthly_volume"].tolist()[:3] == [100.0, 700.0, 600.0]
    assert found["source"].tolist() == ["own", "kind", "break_even", ""]
