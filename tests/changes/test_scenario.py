"""Scenarios: read from files, refused with their line, composed in order."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scenarios.changes import (
    AbsentShare,
    Budget,
    ChangeProblemsError,
    ScaleDemand,
    SlowerTravel,
    read_scenario,
    scenario_from,
    to_premises,
)
from scenarios.premises.travel import between_outlets
from tests.plan.fixtures import tiny

GOOD = """
name: golden-week
changes:
  - change: scale_demand
    factor: 1.3
    kinds: [scenic]
    first_day: 2026-10-01
    last_day: 2026-10-07
  - change: slower_travel
    factor: 1.5
  - change: budget
    money: 500000
"""


def written(folder: Path, text: str) -> Path:
    """A scenario file."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_scenario_reads_in_order(tmp_path: Path) -> None:
    """Name and changes come as written."""
    scenario = read_scenario(written(tmp_path, GOOD))
    assert scenario.name == "golden-week"
    assert [change.change for change in scenario.changes] == ["scale_demand", "slower_travel", "budget"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: x\nchanges:\n  - change: scale_demand\n    factor: -1\n", 4),
        ("name: x\nchanges:\n  - change: budget\n    money: 1\n  - change: unheard_of\n", 5),
        ("name: x\nchanges:\n  - change: close_outlet\n    outlet: A\n    extra: 1\n", 5),
        ("- 1\n", 1),
        ("name: [\n", 2),
        ("name: x\nchanges: []\nname: y\n", 3),
        ("name: x\ncheese: 1\nchanges: []\n", 2),
    ],
)
def test_a_bad_change_is_refused_with_its_line(tmp_path: Path, text: str, line: int | None) -> None:
    """The problem names the file and the line, and has words in both languages."""
    with pytest.raises(ChangeProblemsError) as caught:
        read_scenario(written(tmp_path, text))
    assert caught.value.problems[0].row == line
    for language in ("en", "zh"):
        assert caught.value.problems[0].text(language)


def test_every_problem_comes_at_once(tmp_path: Path) -> None:
    """Two bad changes give two problems."""
    text = "name: x\nchanges:\n  - change: budget\n    money: -1\n  - change: budget\n    money: much\n"
    with pytest.raises(ChangeProblemsError) as caught:
        read_scenario(written(tmp_path, text))
    assert [problem.row for problem in caught.value.problems] == [4, 6]


def test_unknown_names_are_refused() -> None:
    """A change that names an outlet the network lacks says so and lists some that exist."""
    with pytest.raises(ChangeProblemsError) as caught:
        to_premises(tiny(), [ScaleDemand(factor=2, outlets=("nowhere",))])
    assert "nowhere" in caught.value.problems[0].text()


def test_a_larger_absence_takes_the_same_people_and_more() -> None:
    """Who is absent follows from the seed alone, so shares are nested."""
    first, last = tiny().first_day.date(), (tiny().first_day + pd.Timedelta(days=3)).date()

    def absent(share: float) -> set[str]:
        changed = to_premises(tiny(), [AbsentShare(share=share, first_day=first, last_day=last)])
        table = changed.network.table("absences")
        return set(table.loc[table["kind"] == "sick", "employee"])

    few, many = absent(0.2), absent(0.6)
    assert few <= many
    assert few < many


def test_slower_travel_multiplies_minutes() -> None:
    """Every pair that is still within reach takes the factor longer."""
    plain = between_outlets(to_premises(tiny(), [])).set_index(["outlet", "other"])["minutes"]
    slow = between_outlets(to_premises(tiny(), [SlowerTravel(factor=1.5)])).set_index(["outlet", "other"])[
        "minutes"
    ]
    assert len(slow)
    pd.testing.assert_series_equal(slow, 1.5 * plain.reindex(slow.index))


def test_budget_replaces_the_setting() -> None:
    """The changed network has the new budget, the base the old one."""
    changed = to_premises(tiny(), [Budget(money=123.0)])
    assert changed.network.settings.budget == 123.0
    assert changed.base.settings.budget == tiny().settings.budget


def test_plain_data_round_trips() -> None:
    """What a plan keeps of its changes gives the same changes again."""
    scenario = scenario_from(
        {"name": "x", "changes": [{"change": "scale_demand", "factor": 2, "kinds": ["scenic"]}]}
    )
    plain = [change.model_dump(mode="json", exclude_none=True) for change in scenario.changes]
    assert scenario_from({"name": "x", "changes": plain}) == scenario


BAD = """name: x
changes:
  - change: scale_demand
    factor: 30
    outlet: [SC01]
  - change: close_outlt
  - change: close_outlet
    outlet: {busiest: 0}
  - change: absent_share
    share: much
    first_day: tomorrow
    last_day: 3
  - change: change_hours
    spans: [[8:30, 12:00], [13:00, 25:00]]
  - change: policy
    settings:
      staffing_quantile: 2
      reserve_kind: [scenic]
  - factor: 2
  - change: close_roads
    area: {radius_km: 2}
    factor: 0.5
  - change: hire
    outlet: SC01
"""
PLACES = {
    (4, "factor", "30", "change.form_above_most"),
    (5, "outlet", "['SC01']", "change.form_unknown_key"),
    (6, "change", "close_outlt", "change.form_unknown_change"),
    (8, "outlet.busiest", "0", "change.form_below_least"),
    (10, "share", "much", "change.form_not_a_number"),
    (11, "first_day", "tomorrow", "change.form_not_a_day"),
    (14, "spans.1.1", "1500", "change.form_not_a_time"),
    (17, "settings.staffing_quantile", "2", "change.form_above_most"),
    (18, "settings.reserve_kind", "['scenic']", "change.form_unknown_key"),
    (19, "change", "", "change.form_no_change"),
    (21, "area", "", "change.form_one_centre"),
    (22, "factor", "0.5", "change.form_below_least"),
    (23, "people", "", "change.form_missing"),
}


def test_every_misfit_has_its_line_key_and_value(tmp_path: Path) -> None:
    """All of them at once, each with what may fix it; names that are near are named first."""
    with pytest.raises(ChangeProblemsError) as caught:
        read_scenario(written(tmp_path, BAD))
    problems = caught.value.problems
    assert {(one.row, one.column, one.value, one.code) for one in problems} == PLACES
    assert all(one.file == "scenario.yaml" and one.fix.text("zh") != one.fix.text("en") for one in problems)
    fixes = {one.column: one.fix.text() for one in problems}
    assert "outlets" in fixes["outlet"]
    assert "reserve_kinds" in fixes["settings.reserve_kind"]
    assert "0.99" in fixes["settings.staffing_quantile"]


def test_names_the_network_lacks_have_their_line(tmp_path: Path) -> None:
    """What only the network can tell is told at the line of the key, too."""
    text = "name: x\nchanges:\n  - change: scale_demand\n    factor: 2\n    services: [call, calll]\n"
    scenario = read_scenario(written(tmp_path, text))
    with pytest.raises(ChangeProblemsError) as caught:
        to_premises(tiny(), scenario.changes, scenario.source)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == ("scenario.yaml", 5, "services", "calll")


def test_times_mean_the_same_with_and_without_quotation_marks(tmp_path: Path) -> None:
    """YAML reads 10:30 as a number by base sixty; planners do not."""
    head = "name: x\nchanges:\n  - change: scale_demand\n    factor: 2\n"
    plain, quoted = (
        read_scenario(written(tmp_path, head + times)).changes
        for times in ("    begin: 8:30\n    end: 10:30\n", "    begin: '08:30'\n    end: '10:30'\n")
    )
    assert plain == quoted


def test_days_of_the_plan_and_dates_are_the_same_days() -> None:
    """Day 3 is two days after the plan's first."""
    third = (tiny().first_day + pd.Timedelta(days=2)).date()
    one, other = (to_premises(tiny(), [ScaleDemand(factor=2, first_day=day)]).demand for day in (3, third))
    assert one == other
