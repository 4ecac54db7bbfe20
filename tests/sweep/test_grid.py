"""Sweep files: every point of the grid is a scenario, and what does not fit is refused with its line."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from scenarios.changes import AbsentShare, ChangeProblemsError, Policy, ScaleDemand
from scenarios.network.problems import Problem
from scenarios.premises import Premises
from scenarios.sweep import Sweep, left_out, read_sweep, sweep_in
from tests.plan.fixtures import tiny

GOOD = """
name: demand-and-absence
sweep:
  demand: 0.8..1.4 step 0.1
  absent: [0, 0.1, 0.2]
changes:
  - change: scale_demand
    factor: $demand
  - change: absent_share
    share: $absent
    first_day: 1
    last_day: 3
"""
ONE = "name: x\nsweep:\n  factor: {values}\nchanges:\n  - change: scale_demand\n    factor: $factor\n"


def refused(text: str) -> list[Problem]:
    """Every problem of a file, each with words in both languages."""
    with pytest.raises(ChangeProblemsError) as caught:
        sweep_in(text, "sweep.yaml")
    assert all(problem.text("zh") != problem.text("en") for problem in caught.value.problems)
    return caught.value.problems


def places(text: str) -> list[tuple[int | None, str, str, str]]:
    """Line, key, value and kind of every problem."""
    return [(one.row, one.column, one.value, one.code.removeprefix("change.")) for one in refused(text)]


def test_the_grid_is_the_product_in_the_order_of_the_file() -> None:
    """The last axis runs fastest; names say the values; changes have them as typed."""
    found = sweep_in(GOOD, "sweep.yaml")
    assert [axis.name for axis in found.axes] == ["demand", "absent"]
    assert len(found.points) == 7 * 3
    assert [point.number for point in found.points] == list(range(1, 22))
    second = found.points[1]
    assert second.scenario.name == "demand-and-absence demand=0.8 absent=0.1"
    demand, absent = second.scenario.changes
    assert isinstance(demand, ScaleDemand)
    assert isinstance(absent, AbsentShare)
    assert (demand.factor, absent.share) == (0.8, 0.1)


def test_values_may_be_dates_words_and_truths() -> None:
    """In lists too, and in keys below others."""
    text = """
name: x
sweep:
  day: [2026-09-15, 2026-09-17]
  where: [ST01, SC01]
  skip: [true]
changes:
  - change: scale_demand
    factor: 2
    outlets: [$where]
    first_day: $day
    skip_if_unknown: $skip
"""
    found = sweep_in(text, "sweep.yaml")
    assert [point.label for point in found.points] == [
        "day=2026-09-15 where=ST01 skip=true",
        "day=2026-09-15 where=SC01 skip=true",
        "day=2026-09-17 where=ST01 skip=true",
        "day=2026-09-17 where=SC01 skip=true",
    ]
    last = found.points[-1].scenario.changes[0]
    assert isinstance(last, ScaleDemand)
    assert (last.outlets, last.first_day, last.skip_if_unknown) == (("SC01",), date(2026, 9, 17), True)


def test_only_whole_values_are_replaced() -> None:
    """Nothing more clever: a text with an axis in it stays a text, and does not fit a number."""
    text = ONE.format(values="[1]").replace("$factor", "2 * $factor")
    assert places(text) == [(3, "sweep.factor", "", "sweep_unused_axis")]


@pytest.mark.parametrize(
    ("values", "value", "kind"),
    [
        ("1..2 step 0", "1..2 step 0", "sweep_no_end"),
        ("2..1 step 1", "2..1 step 1", "sweep_no_end"),
        ("1..2 step -1", "1..2 step -1", "sweep_no_end"),
        ("1.. step 1", "1.. step 1", "sweep_no_range"),
        ("1..2", "1..2", "sweep_no_range"),
        ("1.2", "1.2", "sweep_no_range"),
        ("[]", "", "sweep_no_value"),
        ("0..1 step 0.0001", "", "sweep_too_many"),
        ("0..999999999999 step 0.000000000001", "", "sweep_too_many"),
    ],
)
def test_a_bad_range_is_refused_with_its_line(values: str, value: str, kind: str) -> None:
    """Line, key and value of the axis."""
    assert places(ONE.format(values=values)) == [(3, "sweep.factor", value, kind)]


def test_every_problem_comes_at_once() -> None:
    """Names, values, axes that are unknown or unused."""
    text = """name: x
sweep:
  1: [2]
  value: [3]
  odd: [1, 1.0, {a: 1}, null, .nan]
changes:
  - change: scale_demand
    factor: $od
  - change: scale_demand
    factor: $odd
"""
    assert places(text) == [
        (3, "sweep.1", "1", "sweep_bad_name"),
        (4, "sweep.value", "value", "sweep_taken_name"),
        (5, "sweep.odd.1", "1.0", "sweep_twice"),
        (5, "sweep.odd.2", "", "sweep_not_a_value"),
        (5, "sweep.odd.3", "None", "sweep_not_a_value"),
        (5, "sweep.odd.4", "nan", "sweep_not_a_value"),
        (8, "factor", "$od", "sweep_unknown_axis"),
        (3, "sweep.1", "", "sweep_unused_axis"),
        (4, "sweep.value", "", "sweep_unused_axis"),
    ]
    assert "$odd" in next(one for one in refused(text) if one.code.endswith("unknown_axis")).fix.text()


def test_a_grid_has_a_thousand_points_at_most() -> None:
    """1,000 is enough, 1,024 is too many."""
    text = "name: x\nsweep: {{a: 1..{a} step 1, b: 1..{b} step 1}}\nchanges:\n" + "".join(
        f"  - change: scale_demand\n    factor: 2\n    first_day: ${axis}\n" for axis in "ab"
    )
    assert len(sweep_in(text.format(a=40, b=25), "sweep.yaml").points) == 1000
    assert places(text.format(a=32, b=32)) == [(2, "sweep", "", "sweep_too_many")]


@pytest.mark.parametrize(
    "text", ["name: x\n", "name: x\nsweep:\n", "name: x\nsweep: {}\n", "name: x\nsweep: [1]\n"]
)
def test_a_sweep_needs_axes(text: str) -> None:
    """One at least."""
    assert [kind for *_, kind in places(text)] == ["sweep_no_axis"]


def test_what_does_not_fit_at_a_point_has_the_line_of_the_change() -> None:
    """Each value that does not fit once; what is wrong at all points once."""
    text = ONE.format(values="[1, 30, -1]") + "  - change: budget\n    mony: 1\n"
    assert places(text) == [
        (8, "mony", "1", "form_unknown_key"),
        (6, "factor", "30", "form_above_most"),
        (6, "factor", "-1", "form_below_least"),
    ]


def test_a_missing_name_is_told_once() -> None:
    """As in scenarios."""
    assert [kind for *_, kind in places(ONE.format(values="[1, 2]").replace("name: x\n", ""))] == ["form_missing"]


def test_what_the_network_lacks_is_told_before_anything_is_planned() -> None:
    """At every point, each name once."""
    text = ONE.format(values="[ST01, nowhere, elsewhere]").replace("factor: $", "factor: 2\n    outlets: [$")
    found = sweep_in(text.replace("[$factor", "[$factor]"), "sweep.yaml")
    with pytest.raises(ChangeProblemsError) as caught:
        left_out(Premises.of(tiny()), found.points)
    assert [(one.row, one.value) for one in caught.value.problems] == [(7, "nowhere"), (7, "elsewhere")]
    assert left_out(Premises.of(tiny()), found.points[:1]) == []


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name, never as a traceback."""
    with pytest.raises(ChangeProblemsError) as caught:
        read_sweep(tmp_path / "none.yaml")
    assert caught.value.problems[0].file == "none.yaml"


def test_points_can_be_sent_to_other_processes() -> None:
    """With every form of change, those made from the schema table too."""
    text = "name: x\nsweep: {q: [0.8, 0.9]}\nchanges:\n  - {change: policy, settings: {staffing_quantile: $q}}\n"
    found: Sweep = sweep_in(text, "sweep.yaml")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - dumped just before
    assert isinstance(found.points[0].scenario.changes[0], Policy)
