"""The evaluator counts the rules of split duties again, in the roster and in the staff plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from scenarios.evaluate.cover_limits import check_cover_limits
from scenarios.evaluate.evaluate import Check
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.links import read_lending
from scenarios.evaluate.pairs import check_pairs
from scenarios.evaluate.people import check_people
from scenarios.evaluate.split_staff import check_split_staff
from scenarios.evaluate.work_rules import check_work_rules
from tests.evaluate.damage import Damage
from tests.evaluate.written import OUTLET, POST, Row, duty, facts, two
from tests.plan.fixtures import tiny

A, B = two()


def split(day: int, **more: object) -> tuple[Row, ...]:
    """From 8 to 11 and from 17 to 21, seven hours of work."""
    name = {"duty": f"{A} {day} split", **more}
    pause = {"activity": "break", "paid": False}
    return duty(A, day, 8, 11, **name), duty(A, day, 11, 17, **name, **pause), duty(A, day, 17, 21, **name)


def contracts(**terms: object) -> list[Row]:
    """The network's contracts with other terms."""
    table = tiny().table("contracts").assign(**{"split_days_week": 2, **terms})
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@pytest.mark.parametrize(
    ("terms", "check"),
    [
        ({}, None),
        ({"split_days_week": 1}, "split_days"),
        ({"split_spread_most": 12}, "split_spread"),
        ({"split_break_most": 5}, "split_break"),
        ({"split_break_least": 7}, "split_break"),
        ({"shift_hours_most": 6}, "shift_length"),
    ],
)
def test_terms_of_the_contract(terms: Row, check: str | None, tmp_path: Path) -> None:
    """Two split days a week are agreed to; every stricter term is found broken."""
    told = facts(tmp_path, *split(0), *split(2), contracts=contracts(**terms))
    found = {finding.check for finding in check_people(told)}
    assert found == ({check} if check else set())


def test_nobody_is_there_in_the_long_break(tmp_path: Path) -> None:
    """At most one at the post, two kept apart: another may work from 11 to 17, not to 18."""
    limit = {"name": "one", "outlet": OUTLET, "post": POST, "from": "08:00", "to": "21:00", "most": 1}
    pair = {"employee": A, "other": B, "kind": "apart"}
    for ends, broken in ((17, False), (18, True)):
        folder = tmp_path / str(ends)
        folder.mkdir()
        told = facts(folder, *split(0), duty(B, 0, 11, ends), cover_limits=[limit], pairs=[pair])
        assert [bool(list(check(told))) for check in (check_cover_limits, check_pairs)] == [broken, broken]


def test_rules_of_kinds_know_split_duties(tmp_path: Path) -> None:
    """At most one split duty a week: two are one too many."""
    rule = {"name": "mine", "who": "employee", "value": A, "rule": "duties_in_period", "period": "week"}
    told = facts(tmp_path, *split(0), *split(2), work_rules=[{**rule, "what": "split", "most": 1}])
    assert [finding.check for finding in check_work_rules(told)] == ["duties_in_period"]


def test_the_staff_plan(found: Callable[[Check, str, Damage], list[str]]) -> None:
    """Nobody agrees: split duties are too many by day and by week; lent and hired ones are never right."""

    def parted(duties: pd.DataFrame) -> pd.DataFrame:
        return duties.assign(break_start=duties["start"], break_end=duties["start"] + pd.Timedelta(hours=3))

    def check(told: Facts) -> Iterator[Finding]:
        return check_split_staff(told.table("staff_duties"), read_lending(told))

    assert set(found(check, "staff_duties", parted)) == {"split_people", "split_week", "split_lent"}
