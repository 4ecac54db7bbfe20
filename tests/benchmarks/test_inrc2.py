"""The competition's reader and checker, held against its own validator and spoilt rosters."""

from __future__ import annotations

from benchmarks.inrc2.checker import broken_rules, points
from benchmarks.inrc2.instance import Assigned, Instance, read_instance, read_solution
from tests.data import shared_data


def _published() -> tuple[Instance, list[Assigned]]:
    """Five nurses over four weeks, with assignments that came with the data."""
    folder = shared_data("roster", "inrc2") / "n005w4"
    weeks = [1, 2, 3, 3]
    solution = folder / "Solution_H_0-WD_1-2-3-3"
    return read_instance(folder, 0, weeks), [
        read_solution(solution / f"Sol-n005w4-{week}-{number}.txt") for number, week in enumerate(weeks)
    ]


def test_points_are_those_of_the_validator() -> None:
    """Each kind as `validator.txt` beside the solution has it; nothing hard is broken."""
    instance, weeks = _published()
    assert broken_rules(instance, weeks) == []
    found = points(instance, weeks)
    runs = found["working_days"] + found["same_shift"]
    assert (found["assignments"], runs, found["days_off"], found["wishes"]) == (320, 465, 330, 70)
    assert (found["weekends"], found["complete"], found["cover"], found.total()) == (210, 60, 240, 1695)


def test_spoilt_weeks_are_refused() -> None:
    """Somebody missing, a skill that a nurse has not, and a shift that may not follow."""
    instance, weeks = _published()
    assert any("of 1 at" in rule for rule in broken_rules(instance, [{}, *weeks[1:]]))
    wrong = dict(weeks[0]) | {("Sara", 3): ("Night", "HeadNurse")}
    assert any("no skill HeadNurse" in rule for rule in broken_rules(instance, [wrong, *weeks[1:]]))
    early = dict(weeks[0]) | {("Patrick", 0): ("Early", "Nurse")}
    assert any("Early after Night" in rule for rule in broken_rules(instance, [early, *weeks[1:]]))
