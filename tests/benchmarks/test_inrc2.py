"""The competition's reader and checker, held against its own validator and spoilt rosters."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.inrc2.ahead import Ahead
from benchmarks.inrc2.checker import broken_rules, points
from benchmarks.inrc2.history import after
from benchmarks.inrc2.instance import Assigned, Instance, Past, read_instance, read_solution
from benchmarks.inrc2.outlook import Ways, at_the_end, code_of
from benchmarks.inrc2.patterns import Patterns, walk
from benchmarks.inrc2.week import solve_week
from quarterhour.result import Limits, Status
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


def test_a_week_is_judged_as_the_checker_does() -> None:
    """A horizon of one week: the program's points are those of the checker, nothing hard is broken, proven."""
    folder = shared_data("roster", "inrc2") / "n005w4"
    instance = read_instance(folder, 1, [5])
    assigned, proof = solve_week(
        Ahead.of(instance.scenario), instance.weeks[0], instance.history, 0, Limits(nodes=20_000)
    )
    assert proof.status is Status.OPTIMAL
    assert broken_rules(instance, [assigned]) == []
    # the checker knows no missing least cover, which is broken above; all else is the same points
    assert points(instance, [assigned]).total() == proof.objective
    published = read_solution(folder / "Solution_H_1-WD_5-3-1-0" / "Sol-n005w4-5-0.txt")
    assert proof.objective <= points(instance, [published]).total()


def test_a_week_without_time_is_a_week() -> None:
    """With no time at all everybody has a pattern that may follow the history; it is not called the best."""
    folder = shared_data("roster", "inrc2") / "n005w4"
    instance = read_instance(folder, 1, [5, 3])
    ahead = Ahead.of(instance.scenario)
    assigned, proof = solve_week(ahead, instance.weeks[0], instance.history, 1, Limits(seconds=0.0))
    assert proof.status is Status.FEASIBLE
    assert proof.objective is not None
    assert proof.bound is not None
    assert proof.bound <= proof.objective
    assert {nurse for nurse, _ in assigned} == set(instance.scenario.nurses)
    # too few on duty is all that may be wrong: nothing of anybody's own line is
    assert all(" at " in rule for rule in broken_rules(instance, [assigned, {}]))


def test_what_a_week_leaves_is_what_the_next_begins_with() -> None:
    """Runs grow over the boundary and end where somebody changes; totals add up."""
    instance, weeks = _published()
    history = after(instance.history, weeks[0])
    # Patrick's first week in the validator's table: N - E E E L L
    assert history["Patrick"] == Past(6, 1, "Late", 2, 5, 0)
    # Stefaan's: N N N N - - -
    assert history["Stefaan"] == Past(4, 0, "None", 0, 0, 3)


def test_what_is_to_come_is_the_best_of_all_patterns() -> None:
    """With one week left at prices of service, a state's value is the least over every pattern, counted singly."""
    instance, _ = _published()
    scenario = instance.scenario
    patterns, nurse = Patterns.of(scenario), "Patrick"
    contract = scenario.nurses[nurse].contract
    ways = Ways.of(patterns, scenario, contract)
    worth = patterns.slots @ np.random.default_rng(1).uniform(0, 30, patterns.slots.shape[1])
    value = ways.before(ways.least(worth), at_the_end(ways, contract, scenario.weeks))
    past = Past(9, 1, "Late", 2, 3, 0)
    points_, _ = walk(patterns, scenario, contract, past)
    points_ = points_ + 1e6 * patterns.banned[patterns.symbol("Late"), patterns.days[:, 0]]
    points_ = points_ + 30 * contract.complete_weekend * (patterns.weekend[:, 0] != patterns.weekend[:, 1])
    least, most = contract.assignments
    duties, weekends = 9 + patterns.worked, 1 + patterns.weekend.any(axis=1)
    final = 20 * np.maximum(np.maximum(least - duties, duties - most), 0)
    final = final + 30 * np.maximum(weekends - contract.weekends, 0)
    late = patterns.symbol("Late")
    state = ways.index[code_of((np.array([late]), np.array([2]), np.array([3]), np.array([0])))[0]]
    assert value[state, 9, 1] == pytest.approx((points_ - worth + final).min(), abs=1e-3)
