"""Rosters near a known one: who keeps what, where moved duties go, and what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import Roster, RosterProblem, Weights, solve
from optimize.roster.assign import formulate
from optimize.roster.best import Best
from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.model import SCALE
from optimize.roster.near import Before, Known
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.rows import program_of
from optimize.roster.run import Run
from optimize.roster.spending import Spending
from optimize.roster.staying import FILLED
from optimize.roster.units import split
from quarterhour.progress import Progress
from quarterhour.result import Limits
from tests.roster.cases import duty, person, problem, random_problem
from tests.roster.test_pairs import tied

LIMITS = Limits(work=1.0)


def known(before: RosterProblem, names: Sequence[tuple[str, str]], now: RosterProblem) -> tuple[Known, Flags]:
    """What a unit knows where `names` (employee, duty) filled the duties `before`; and whom rules allow what."""
    calendar = Calendar(now.grid, now.first_day, now.days)
    taken = pd.DataFrame(list(names), columns=["employee", "duty"])
    segments = taken.merge(before.duties, on="duty")
    left = before.duties.loc[~before.duties["duty"].isin(taken["duty"]), ["duty"]]
    roster = replace(solve(before, limits=LIMITS), segments=segments, holes=left)
    unit = replace(Before.of(before, roster), units={}).begin(split(bind(now, calendar))[0])
    assert unit.start is not None
    facts = gather(unit, calendar)
    return Known.of(facts, unit.start), formulate(facts, Weights()).allowed


def named(found: Known, taken: Flags | None) -> set[tuple[str, str]]:
    """employee, duty of a roster of single places; none where there is no roster."""
    duty = found.facts.members.set_index("kind")["duty"]
    pairs = [] if taken is None else np.argwhere(taken).tolist()
    return {(str(found.facts.people["employee"].iloc[who]), str(duty[kind])) for who, kind in pairs}


def morning_and_evening(*days: int, later: float = 0.0) -> list[dict[str, Any]]:
    """Two duties a day, `m` from 7 and `e` from 14, so many hours later."""
    return [
        duty(f"{name}{day}", day, begins + later, begins + 7 + later)
        for day in days
        for name, begins in (("m", 7), ("e", 14))
    ]


def test_moved_duties_go_to_whoever_had_them() -> None:
    """All duties begin half an hour later: each stays with whom it was."""
    staff = [person("ann"), person("bob")]
    names = [("ann", "m0"), ("bob", "e0"), ("bob", "m2"), ("ann", "e2")]
    before = problem(staff, morning_and_evening(0, 2))
    found, allowed = known(before, names, problem(staff, morning_and_evening(0, 2, later=0.5)))
    assert (found.kind == -1).all()
    assert named(found, found.roster(allowed)) == set(names)


def test_what_nobody_had_goes_to_somebody_free() -> None:
    """A duty more on the first day: whoever has one that day keeps it, and the third person gets the new one."""
    staff = [person("ann"), person("bob"), person("cem")]
    names = [("ann", "m0"), ("bob", "e0")]
    now = problem(staff, [*morning_and_evening(0), duty("new", 0, 10, 17)])
    found, allowed = known(problem(staff, morning_and_evening(0)), names, now)
    assert named(found, found.roster(allowed)) == {*names, ("cem", "new")}


def test_a_moved_duty_goes_to_nobody_whom_a_rule_forbids_it() -> None:
    """Ann's morning now begins too early after her evening: it is left open, as nobody else is there."""
    staff = [person("ann")]
    before = problem(staff, [duty("e", 0, 14, 21), duty("m", 1, 9, 15)])
    now = problem(staff, [duty("e", 0, 14, 21), duty("m", 1, 7, 13)])
    found, allowed = known(before, [("ann", "e"), ("ann", "m")], now)
    assert named(found, found.roster(allowed)) == {("ann", "e")}


def test_what_is_given_at_once_keeps_people_apart() -> None:
    """Two new places at one time for two who may not meet: one of them gets one, and the start keeps the rule."""
    staff = [person("ann"), person("bob")]
    old = [duty(f"d{day}", day, 8, 16) for day in range(4)]
    names = [("ann", "d0"), ("bob", "d1"), ("ann", "d2"), ("bob", "d3")]
    now = tied(problem(staff, [*old, duty("x", 5, 8, 16), duty("y", 5, 9, 17)]), ("ann", "bob", "apart"))
    found, allowed = known(problem(staff, old), names, now)
    given = named(found, found.roster(allowed)) - set(names)
    assert len(given) == 1
    assert {name for _, name in given} <= {"x", "y"}


def test_too_little_in_common_is_no_start() -> None:
    """One duty of three is still there, and nobody may have the others: the roster begins anew."""
    staff = [person("ann")]
    before = problem(staff, [duty(f"d{day}", day, 8, 16) for day in range(3)], able=[("ann", "A", "desk")])
    vault = [duty(f"v{day}", day, 8, 16, post="vault") for day in (1, 2)]
    now = problem(staff, [duty("d0", 0, 8, 16), *vault], able=[("ann", "A", "desk")])
    found, allowed = known(before, [("ann", f"d{day}") for day in range(3)], now)
    assert found.roster(allowed) is None


def test_what_was_filled_and_what_was_left_open_is_known_by_duty() -> None:
    """Of two places with one person the duty is not filled; what is new is neither."""
    staff = [person("ann"), person("bob")]
    before = problem(staff, [duty("one", 0, 8, 16), duty("two", 1, 8, 16, people=2), duty("none", 2, 8, 16)])
    now = problem(staff, [*before.duties.to_dict("records"), duty("new", 3, 8, 16)])
    found, _ = known(before, [("ann", "one"), ("ann", "two")], now)
    at = dict(zip(found.facts.members["duty"], found.facts.members["kind"], strict=True))
    assert {name for name, kind in at.items() if found.filled[kind]} == {"one"}
    assert {name for name, kind in at.items() if found.left_open[kind]} == {"none"}


@pytest.mark.parametrize("had", ["x", "y"])
def test_of_equal_places_the_one_stays_open_that_was(had: str) -> None:
    """One person and two duties at one time: that which was filled is filled again, and only points are told."""
    both = problem([person("ann")], [duty("x", 0, 8, 16), duty("y", 0, 8, 16, post="till")])
    found, allowed = known(both, [("ann", had)], both)
    model = formulate(found.facts, Weights())
    model.filled = found.filled
    best = Best(model, Spending(Limits(), Progress()))
    best.restart(np.zeros_like(allowed))
    assert best.cost - best.objective == FILLED * SCALE
    assert (best.priced.cost == program_of(model.cp).cost).all()
    Run(best).improve(Neighbourhoods(model, np.random.default_rng(1)))
    assert named(found, best.taken) == {("ann", had)}
    assert best.cost == best.objective


def test_new_holes_are_told_from_old_ones() -> None:
    """Neighbourhoods know whether a place is open that was not before."""
    staff = [person("ann")]
    both = problem(staff, [duty("x", 0, 8, 16), duty("y", 0, 8, 16, post="till")])
    found, _ = known(both, [("ann", "x")], both)
    model = formulate(found.facts, Weights())
    model.left_open = found.left_open
    parts = Neighbourhoods(model, np.random.default_rng(1))
    kinds = dict(zip(found.facts.members["duty"], found.facts.members["kind"], strict=True))
    for has, new in (("x", False), ("y", True)):
        taken = np.zeros_like(model.allowed)
        taken[0, kinds[has]] = True
        assert parts.newly_open(taken) == new


@pytest.mark.parametrize("seed", [1, 2])
def test_near_a_roster_points_are_the_checkers_and_the_bound_holds(seed: int) -> None:
    """A fifth of the duties begin half an hour later: points are those of the rules' breaks, above the bound."""
    before = random_problem(seed, people=6, days=14, limits=0)
    after = _later(before, seed)
    start = Before.of(before, solve(before, limits=LIMITS))
    near, anew = (solve(after, limits=LIMITS, near=each) for each in (start, None))
    for found in (near, anew):
        points = float((found.rules["amount"] * found.rules["weight"]).sum())
        (proof,) = found.proofs
        assert proof.objective == pytest.approx(points)
    assert _bound(near) <= (anew.proofs[0].objective or 0.0)
    assert _bound(anew) <= (near.proofs[0].objective or 0.0)


def _bound(found: Roster) -> float:
    bound = found.proofs[0].bound
    assert bound is not None
    return bound


def _later(given: RosterProblem, seed: int) -> RosterProblem:
    """With some duties half an hour later."""
    moved = np.random.default_rng(seed).random(len(given.duties)) < 0.2
    shift = pd.to_timedelta(np.where(moved, 30, 0), unit="min")
    times = {name: given.duties[name] + shift for name in ("start", "end", "break_start", "break_end")}
    return replace(given, duties=given.duties.assign(**times))
