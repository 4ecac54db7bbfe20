"""The staff plan: its cover, its shifts, its hard rules and its account."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.evaluate.cover import check_cover
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding
from scenarios.evaluate.links import read_lending
from scenarios.evaluate.reserve import check_reserve
from scenarios.evaluate.shift_types import check_shift_types
from scenarios.evaluate.split_staff import check_split_staff
from scenarios.evaluate.staff_money import check_staff_money
from scenarios.evaluate.staff_rules import check_staff_rules


def check_staff(facts: Facts) -> Iterator[Finding]:
    """Everything that the staff stage says, from its own tables and the organisation's."""
    lending = read_lending(facts)
    yield from check_cover(facts)
    yield from check_reserve(facts)
    yield from check_shift_types(facts)
    yield from check_staff_rules(facts, lending)
    yield from check_split_staff(facts.table("staff_duties"), lending)
    yield from check_staff_money(facts, lending.weeks)
