"""The evaluator counts hard rules of working time, rotations, cover and pairs again from two or three duties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenarios.evaluate.cover_limits import check_cover_limits
from scenarios.evaluate.pairs import check_pairs
from scenarios.evaluate.rotation import check_rotations
from scenarios.evaluate.work_rules import check_work_rules
from tests.evaluate.written import OUTLET, POST, Row, duty, facts, two

A, B = two()
LATE_EARLY = (duty(A, 0, 13, 21), duty(A, 1, 8, 16))
WEEKEND = (duty(A, 4, 9, 17), duty(A, 5, 9, 17))
WEEK = (*(duty(A, day, 9, 17) for day in range(6)), duty(A, 6, 16, 24))
NIGHTS = (duty(A, 0, 20, 28), duty(A, 1, 20, 28))

BROKEN: list[tuple[Row, tuple[Row, ...]]] = [
    ({"rule": "hours_in_period", "period": "week", "most": 15}, LATE_EARLY),
    ({"rule": "overtime_in_period", "period": "day", "most": 1, "normal_day": 6}, LATE_EARLY),
    ({"rule": "overtime_in_period", "period": "week", "most": 3, "normal_day": 6}, LATE_EARLY),
    ({"rule": "overtime_in_period", "period": "week", "most": 3, "normal_week": 12}, LATE_EARLY),
    ({"rule": "days_in_period", "period": "rolling", "days": 2, "most": 1}, LATE_EARLY),
    ({"rule": "duties_in_period", "period": "week", "what": "late", "most": 0}, LATE_EARLY),
    ({"rule": "no_succession", "what": "late", "then": "early"}, LATE_EARLY),
    ({"rule": "weekly_rest", "period": "week", "least": 35}, WEEK),
    ({"rule": "days_off_in_period", "period": "week", "least": 6}, LATE_EARLY),
    ({"rule": "nights_in_period", "period": "week", "most": 1}, NIGHTS),
    ({"rule": "nights_in_row", "most": 1}, NIGHTS),
    ({"rule": "weekends_in_period", "period": "month", "most": 0}, WEEKEND),
    ({"rule": "weekends_in_row", "most": 1}, (duty(A, -2, 9, 17, locked=True), *WEEKEND)),
    ({"rule": "whole_weekends"}, WEEKEND),
    ({"rule": "days_off_in_row", "least": 2}, (duty(A, 0, 9, 17), duty(A, 2, 9, 17))),
]


def _rule(**given: Any) -> list[Row]:
    return [{"name": "mine", "who": "employee", "value": A, **given}]


def _published(duties: tuple[Row, ...]) -> dict[str, list[Row]]:
    """The table `segments` with what of these duties lies before the week."""
    past = [row for row in duties if row["day"] < duty(A, 0, 0, 1)["day"]]
    columns = ("employee", "start", "end", "outlet", "post", "activity", "source", "locked")
    return {"segments": [{name: row[name] for name in columns} for row in past]} if past else {}


@pytest.mark.parametrize(("rule", "duties"), BROKEN, ids=[str(rule["rule"]) for rule, _ in BROKEN])
def test_a_broken_hard_rule_is_found(rule: Row, duties: tuple[Row, ...], tmp_path: Path) -> None:
    """By its name and person; neither where it has a weight, nor where all duties were locked."""
    inside = [row for row in duties if row["day"] >= duty(A, 0, 0, 1)["day"]]
    for name, weight, locked, broken in (
        ("hard", None, False, True),
        ("weighted", 5, False, False),
        ("locked", None, True, False),
    ):
        folder = tmp_path / name
        folder.mkdir()
        given = facts(
            folder,
            *({**row, "locked": locked} for row in inside),
            work_rules=_rule(**rule, weight=weight),
            **_published(duties),
        )
        found = list(check_work_rules(given))
        assert bool(found) == broken, name
        assert {finding.check for finding in found} <= {rule["rule"]}
        assert all(finding.where.startswith(f"mine {A} ") for finding in found)


def test_a_rule_that_is_kept_is_no_finding(tmp_path: Path) -> None:
    """Sixteen hours where sixteen are allowed, for somebody else, or left out; law is never left out."""
    hours = {"rule": "hours_in_period", "period": "week"}
    others = [{**_rule(**hours, most=1)[0], "name": "other", "value": B}]
    given = facts(tmp_path, *LATE_EARLY, work_rules=[*_rule(**hours, most=16), *others])
    assert list(check_work_rules(given)) == []
    (tmp_path / "off").mkdir()
    left_out = facts(
        tmp_path / "off",
        *WEEK,
        work_rules=_rule(**hours, most=1),
        settings=[
            *({"key": row.key, "value": row.value} for row in given.network.tables["settings"].itertuples()),
            {"key": "labour_law", "value": "cn"},
            {"key": "rules_off", "value": "mine"},
        ],
    )
    assert {finding.where.split()[0] for finding in check_work_rules(left_out)} >= {"cn.art38"}
    assert "mine" not in {finding.where.split()[0] for finding in check_work_rules(left_out)}


def test_what_no_roster_may_keep_has_to_be_told(tmp_path: Path) -> None:
    """Half a weekend is no finding where the plan itself says that the rule is broken there."""
    given = facts(tmp_path, *WEEKEND, told=(("mine", A, 5),), work_rules=_rule(rule="whole_weekends"))
    assert list(check_work_rules(given)) == []


def test_rotations_are_read_day_by_day(tmp_path: Path) -> None:
    """An early duty on a late day, a duty on a free day, a day without its duty; locked and told ones are not."""
    cycle = [{"name": "mine", "who": "employee", "value": A, "cycle": "E L O O * * D", "anchor": "2026-09-07"}]
    duties = (duty(A, 0, 8, 16), duty(A, 1, 8, 16), duty(A, 2, 13, 21), duty(A, 3, 8, 16, locked=True))
    found = list(check_rotations(facts(tmp_path, *duties, rotations=cycle)))
    assert [(finding.check, finding.where[-2:], finding.expected[0]) for finding in found] == [
        ("rotation", "15", "L"),
        ("rotation", "16", "O"),
        ("rotation_told", "20", "D"),
    ]
    (tmp_path / "told").mkdir()
    told = facts(tmp_path / "told", *duties[:1], told=(("mine", A, 1), ("mine", A, 6)), rotations=cycle)
    assert list(check_rotations(told)) == []


def test_too_many_at_a_post_are_found(tmp_path: Path) -> None:
    """Two where one may be, in the intervals in which both are there and the limit holds, over midnight too."""
    limit = {"name": "mine", "outlet": OUTLET, "post": POST, "weekday": "mon", "most": 1}
    duties = (duty(A, 0, 9, 12), duty(B, 0, 11, 14), duty(A, 1, 1, 4), duty(B, 1, 1, 4))
    morning = facts(tmp_path, *duties, cover_limits=[{**limit, "from": "08:00", "to": "12:00"}])
    assert [finding.where[-5:] for finding in check_cover_limits(morning)] == ["11:00"]
    (tmp_path / "night").mkdir()
    night = facts(tmp_path / "night", *duties, cover_limits=[{**limit, "from": "22:00", "to": "02:00"}])
    assert [finding.where[-5:] for finding in check_cover_limits(night)] == ["01:00"]


@pytest.mark.parametrize(
    ("kind", "duties", "days"),
    [
        ("apart", (duty(A, 0, 9, 12), duty(B, 0, 11, 14), duty(B, 1, 9, 12)), ["14"]),
        ("together", (duty(A, 0, 9, 12), duty(B, 0, 9, 12), duty(A, 1, 9, 12), duty(B, 1, 10, 12)), ["15"]),
        ("mentor", (duty(A, 0, 9, 12), duty(B, 0, 9, 12), duty(A, 1, 9, 12), duty(B, 1, 9, 11)), ["15"]),
    ],
)
def test_pairs_are_held_together_and_apart(
    kind: str, duties: tuple[Row, ...], days: list[str], tmp_path: Path
) -> None:
    """On the days on which they are not as they should be; not where it is only a wish."""
    pair = {"employee": A, "other": B, "kind": kind}
    found = list(check_pairs(facts(tmp_path, *duties, pairs=[pair])))
    assert [(finding.check, finding.where[-2:]) for finding in found] == [(kind, day) for day in days]
    (tmp_path / "wish").mkdir()
    assert list(check_pairs(facts(tmp_path / "wish", *duties, pairs=[{**pair, "weight": 3}]))) == []
