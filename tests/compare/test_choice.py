"""Targets, verdicts, and the cheapest plan that meets them all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.compare import TargetError, compare
from scenarios.compare.choice import choice
from scenarios.compare.targets import ALL_KEPT, Target, read_targets
from scenarios.compare.verdicts import verdicts
from scenarios.plan import Plan
from tests.api.plans import bare_plan, small_plan

KNOWN = {"wait_minutes", "served_share", "hole_hours", "promises_kept"}


@cache
def empty() -> Plan:
    """A plan of which nothing is told."""
    return bare_plan()


def plan(name: str, **figures: float | tuple[float, float, float]) -> Plan:
    """A plan that tells such figures, each with its interval where one is given."""
    ends = {key: value if isinstance(value, tuple) else (value, np.nan, np.nan) for key, value in figures.items()}
    unit = {"hole_hours": "hours", "wait_minutes": "minutes"}
    rows = [(key, "", value, unit.get(key, "share"), low, high) for key, (value, low, high) in ends.items()]
    columns = ["indicator", "scope", "value", "unit", "low", "high"]
    return replace(empty(), name=name, indicators=pd.DataFrame(rows, columns=columns))


def test_targets_are_read_as_planners_write_them() -> None:
    """Spaces, per cent, both directions; all promises where nothing is asked."""
    asked = read_targets(["wait_minutes<=5", " served_share >= 95 % "], KNOWN)
    assert asked == (Target("wait_minutes", False, 5.0), Target("served_share", True, 0.95))
    assert [target.text for target in asked] == ["wait_minutes<=5", "served_share>=0.95"]
    assert read_targets([], KNOWN) == ALL_KEPT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "compare.no_target"),
        ("wait_minutes", "compare.no_target"),
        ("wait_minutes=5", "compare.no_target"),
        ("wait_minutes<5", "compare.no_target"),
        ("5>=wait_minutes", "compare.no_target"),
        ("wait_minutes<=soon", "compare.no_number"),
        ("wait_minutes<=nan", "compare.no_number"),
        ("wait_minutes<=inf", "compare.no_number"),
        ("waiting<=5", "compare.no_indicator"),
    ],
)
def test_targets_that_can_not_be_read_are_refused(text: str, code: str) -> None:
    """With what is wrong and what may fix it; an unknown indicator with those that there are."""
    with pytest.raises(TargetError) as refused:
        read_targets([text], KNOWN)
    assert refused.value.wrong[text].code == code
    assert "Maybe" in str(refused.value)


def test_all_targets_that_can_not_be_read_are_told_at_once() -> None:
    """Each beside what is wrong with it; those that can be read are not."""
    with pytest.raises(TargetError) as refused:
        read_targets(["wait_minutes<=soon", "wait_minutes<=5", "waiting<=5"], KNOWN)
    assert list(refused.value.wrong) == ["wait_minutes<=soon", "waiting<=5"]


def test_verdicts_heed_the_interval() -> None:
    """Surely met with the whole interval, met on the mean, missed by so much, or not told at all."""
    told = plan("a", wait_minutes=(4.0, 3.0, 4.8), served_share=(0.96, 0.94, 0.98), hole_hours=50.0)
    asked = [
        Target("wait_minutes", False, 5.0),
        Target("served_share", True, 0.95),
        Target("hole_hours", False, 40.0),
        Target("hole_hours", False, 50.0),
        Target("promises_kept", True, 1.0),
    ]
    rows = verdicts([told], asked)
    assert rows["verdict"].tolist() == ["surely", "met", "missed", "surely", "untold"]
    assert rows["missed_by"].tolist()[:4] == [0.0, 0.0, 10.0, 0.0]
    assert np.isnan(rows["missed_by"].iloc[4])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_choice_is_that_of_brute_force(data: st.DataObject) -> None:
    """No plan that meets all is cheaper than the first; where none meets all, none misses less."""
    names = [f"p{number}" for number in range(data.draw(st.integers(1, 6)))]
    targets = [Target("wait_minutes", False, 5.0), Target("hole_hours", False, 0.0)]
    figure = st.integers(0, 8).map(float)
    waits, holes, money = ({name: data.draw(figure) for name in names} for _ in range(3))
    plans = [plan(name, wait_minutes=waits[name], hole_hours=holes[name]) for name in names]
    ranked = choice(verdicts(plans, targets), money, targets)
    first = str(ranked["plan"].iloc[0])
    missed = {name: max(waits[name] - 5.0, 0.0) / 5.0 + holes[name] for name in names}
    meeting = [name for name in names if missed[name] == 0.0]
    assert bool(ranked["meets"].iloc[0]) == bool(meeting)
    least = min((missed[name], money[name]) for name in names)
    assert (missed[first], money[first]) == pytest.approx(least)
    assert sorted(ranked["plan"]) == names


def test_a_plan_that_does_not_tell_comes_last() -> None:
    """However cheap it is; its misses have no measure."""
    asked = [Target("wait_minutes", False, 5.0)]
    plans = [plan("silent"), plan("slow", wait_minutes=50.0)]
    ranked = choice(verdicts(plans, asked), {"silent": 1.0, "slow": 100.0}, asked)
    assert ranked["plan"].tolist() == ["slow", "silent"]
    assert np.isnan(ranked["missed"].iloc[1])


def test_comparison_judges_what_replications_tell() -> None:
    """Indicators of the rehearsal may be targets even where plans do not list them."""
    base = small_plan()
    held = compare([base, replace(base, name="other")], ["customers_lost<=10", "customers_within>=801"])
    assert held.verdicts["verdict"].tolist() == ["surely", "missed"] * 2  # every replication has 10 and 800
    assert held.verdicts["missed_by"].tolist() == [0.0, 1.0] * 2
    assert held.choice["plan"].tolist() == ["base", "other"]
