"""The public instances' checker and compact model, on rosters that are known to be right."""

from __future__ import annotations

import re

import pytest

from benchmarks.curtois import broken_rules, objective, read_instance, read_roster
from benchmarks.roster_compact import formulate, roster_of
from optimize.solve import solve_cp
from quarterhour.result import Limits, Status
from tests.data import shared_data


@pytest.mark.parametrize("number", [1, 2, 3, 4, 7, 8, 10, 11, 16])
def test_known_rosters(number: int) -> None:
    """The checker finds the cost that is in the file's name, and no broken rule."""
    (path,) = shared_data("roster", "curtois_solutions").glob(f"Instance{number}.*.txt")
    instance = read_instance(shared_data("roster", "curtois") / f"Instance{number}.txt")
    roster = read_roster(path)
    assert broken_rules(instance, roster) == []
    assert objective(instance, roster) == int(re.findall(r"\.(\d+)\.txt", path.name)[0])


def test_a_spoilt_roster_is_refused() -> None:
    """One more shift on somebody's day off breaks a rule by name."""
    (path,) = shared_data("roster", "curtois_solutions").glob("Instance1.*.txt")
    instance = read_instance(shared_data("roster", "curtois") / "Instance1.txt")
    roster = read_roster(path)
    name, person = next((name, person) for name, person in instance.people.items() if person.days_off)
    roster[name][min(person.days_off)] = "D"
    assert any("day off" in broken for broken in broken_rules(instance, roster))


def test_first_instance_is_proven() -> None:
    """The compact model proves the optimum of the first instance, 607 (proved before, and best known)."""
    instance = read_instance(shared_data("roster", "curtois") / "Instance1.txt")
    model = formulate(instance)
    answer = solve_cp(model.cp, stage="roster", limits=Limits(work=30.0))
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective == 607
    assert objective(instance, roster_of(model, answer)) == 607
