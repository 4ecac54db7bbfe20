"""Points, key places and shares of the coverage: each kind of damage is reported by its check."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scenarios.evaluate.evaluate import Check
from scenarios.evaluate.places import check_places
from tests.evaluate.conftest import lending_facts
from tests.evaluate.damage import Damage, flipped, more, put

CASES: list[tuple[str, Damage, str]] = [
    ("coverage_summary", more("share", 0.01), "summary_share"),
    ("coverage_points", more("residents", 1), "point_residents"),
    ("coverage_points", more("capacity", 1.0), "point_capacity"),
    ("coverage_points", more("fill", 0.01), "point_fill"),
    ("coverage_points", more("only", 1.0), "point_only"),
    ("coverage_key_places", put("point", "CD01"), "key_place_point"),
    ("coverage_key_places", lambda frame: frame.assign(minutes=3.0), "key_place_minutes"),
    ("coverage_key_places", flipped("equipped"), "key_place_equipped"),
]


@pytest.mark.parametrize(("table", "damage", "check"), CASES, ids=[case[2] for case in CASES])
def test_damage_is_found(
    found: Callable[[Check, str, Damage], list[str]], table: str, damage: Damage, check: str
) -> None:
    """The check that is responsible reports it."""
    assert check in found(check_places, table, damage)


def test_nothing_is_found_in_the_plan_as_it_is() -> None:
    """All figures agree."""
    assert list(check_places(lending_facts())) == []
