"""The requirement worked out again, and the waiting lines under it against the engine's own formulas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimize.queueing import Line as Lines
from optimize.queueing import measure, served_within
from scenarios.evaluate import evaluate
from scenarios.evaluate.deadlines import Hours, called, due_by, with_room
from scenarios.evaluate.evaluate import Check
from scenarios.evaluate.need import share_out
from scenarios.evaluate.promises import Service
from scenarios.evaluate.queues import Line, Served, by_people
from scenarios.evaluate.requirement import check_requirement
from scenarios.network import write_network
from scenarios.plan import plan, write_plan
from tests.evaluate.damage import Damage, flipped, more, without_first
from tests.plan.fixtures import tiny
from tests.plan.planned import QUICK


def more_customers(frame: pd.DataFrame) -> pd.DataFrame:
    """Demand higher than the requirement was made for."""
    rates = [name for name in frame.columns if name[0] == "r" and name[1:].isdigit()]
    return frame.assign(**{name: frame[name] * 2 for name in rates})


CASES: list[tuple[str, Damage, str]] = [
    ("requirement_pools", more("people", 1), "need_people"),
    ("requirement_pools", more("people", -1), "need_people"),
    ("requirement_pools", more("uncapped", 1), "need_uncapped"),
    ("requirement_pools", flipped("capped"), "need_capped"),
    ("requirement_pools", more("load", 0.01), "need_load"),
    ("requirement_lines", more("people", 1), "need_people"),
    ("requirement_lines", more("people", -99), "need_asked"),
    ("requirement_lines", more("people", 50), "need_asked"),
    ("requirement_pools", more("lost", 0.1), "need_occupancy"),
    ("requirement_pools", more("occupancy", 0.001), "need_occupancy"),
    ("requirement_pools", without_first, "requirement_pools"),
    ("requirement_floors", more("people", 1), "floor_people"),
    ("requirement_floors", without_first, "requirement_floors"),
    ("requirement_backlog", more("arrived", 0.01), "backlog_arrived"),
    ("requirement_backlog", more("settled", 0.01), "backlog_settled"),
    ("requirement_backlog", more("open", 0.01), "backlog_open"),
    ("requirement_backlog", more("in_time", -0.001), "backlog_in_time"),
    ("requirement_backlog", without_first, "requirement_backlog"),
    ("forecast_intervals", more_customers, "need_load"),
]


@pytest.mark.parametrize(
    ("table", "damage", "check"), CASES, ids=[f"{row}-{case[2]}" for row, case in enumerate(CASES)]
)
def test_damage_is_found(
    found: Callable[[Check, str, Damage], list[str]], table: str, damage: Damage, check: str
) -> None:
    """The check that is responsible reports it."""
    assert check in found(check_requirement, table, damage)


def test_desks_that_are_too_few_are_seen(tmp_path: Path) -> None:
    """A network whose outlets have two desks: pools are cut down, and the evaluator cuts them alike."""
    outlets = tiny().table("outlets").assign(desks=2)
    network = tiny().with_tables(outlets=outlets)
    made = plan(network, options=QUICK)
    assert made.requirement is not None
    assert made.requirement.pools["capped"].any()
    write_network(network, tmp_path / "network")
    write_plan(made, tmp_path / "plan")
    assert evaluate(tmp_path / "plan", tmp_path / "network") == []


def test_without_people_pools_follow_from_what_posts_ask_for(tmp_path: Path) -> None:
    """Where no employees are named, the requirement is worked out again all the same."""
    kept = ("settings", "outlets", "opening_hours", "services", "posts", "arrivals")
    network = type(tiny()).from_tables({name: tiny().table(name) for name in kept})
    write_network(network, tmp_path / "network")
    write_plan(plan(network, options=QUICK), tmp_path / "plan")
    assert evaluate(tmp_path / "plan", tmp_path / "network") == []


def with_people(line: Line, people: int) -> Served:
    """The line with so many people."""
    return next(served for served in by_people(line) if served.people == people)


@pytest.mark.parametrize("patience", [np.inf, 2.0, 9.0, 60.0])
@pytest.mark.parametrize("load", [0.03, 0.9, 4.0, 37.5])
def test_lines_agree_with_the_engine(load: float, patience: float) -> None:
    """Recursions here, incomplete gamma functions there: waits and shares agree to eight digits."""
    for people in (1, 2, 5, 40, 60):
        for handling, cv in ((3.5, 0.7), (12.0, 1.0)):
            mine = with_people(Line(load / handling, handling, cv, patience), people)
            theirs = Lines(*(np.array([x]) for x in (load / handling, handling, cv, patience)))
            found = measure(theirs, [people])
            assert mine.wait == pytest.approx(found.wait[0], rel=1e-8)
            assert mine.lost == pytest.approx(found.lost[0], rel=1e-8, abs=1e-12)
            for minutes in (0.0, 0.5, 5.0, 30.0):
                assert mine.within(minutes) == pytest.approx(
                    served_within(theirs, [people], minutes)[0], rel=1e-8, abs=1e-9
                )


def test_a_line_by_hand() -> None:
    """M/M/1 at half load: half of all wait, one handling time on average (Erlang 1917)."""
    line = with_people(Line(0.1, 5.0, 1.0, np.inf), 1)
    assert line.wait == pytest.approx(5.0)
    assert line.within(0.0) == pytest.approx(0.5)


def deferred(minutes: float, clock: str = "opening") -> Service:
    """A deferred service of one hour's work."""
    return Service("files", True, 60.0, 60.0, np.inf, "settled_within", minutes, 1.0, clock)


def test_work_is_due_before_its_deadline() -> None:
    """Work of the first hour with four hours' time is due three hours later, evenly through the hour."""
    hours = Hours((0, 60, 120, 180), 60)
    assert due_by(hours, deferred(240.0), [1.0, 1.0, 1.0, 1.0]) == [0.0, 0.0, 0.0, 1.0]
    assert due_by(hours, deferred(300.0), [1.0, 1.0, 1.0, 1.0]) == [0.0, 0.0, 0.0, 0.25]


def test_a_deadline_while_closed_falls_to_the_closing() -> None:
    """Ten clock hours from the evening end in the night: the work has the two open hours till closing."""
    hours = Hours((0, 60, 1440, 1500), 60)
    # The first hour's customers have 120 and 60 opening minutes to the closing; a quarter of it is kept free.
    assert due_by(hours, deferred(600.0, "clock"), [1.0, 1.0, 1.0, 1.0])[1] == pytest.approx(1.0)


def test_people_are_called_for_what_nobody_has_time_for() -> None:
    """Two hours of work due within two hours, with nobody to spare, call one person for both.

    With an hour left before closing nobody is sent home; with two they are.
    """
    hours = Hours((0, 60, 120), 60)
    assert called(hours, [2.0, 2.0, 2.0], [0.0, 2.0, 2.0], [0.0] * 3) == ([1, 1, 1], [1.0, 2.0, 2.0])
    hours = Hours((0, 60, 120, 180), 60)
    assert called(hours, [2.0] * 4, [0.0, 2.0, 2.0, 2.0], [0.0] * 4) == ([1, 1, 0, 0], [1.0, 2.0, 2.0, 2.0])


def test_room_is_left_for_chance() -> None:
    """One customer an hour, each an hour's work with a spread of an hour, to be settled within four hours.

    The first hour's window holds one customer: work of 1, variance 2; the fourth's four: work of 4, variance 8.
    """
    service = Service("files", True, 60.0, 60.0, np.inf, "settled_within", 240.0, 0.95, "opening")
    planned = np.diff([0.0, *with_room(service, [1.0] * 5, 60)])
    sure = 1.6448536269514722
    assert planned[0] == pytest.approx(1 + sure * np.sqrt(2.0))
    assert planned[3:] == pytest.approx(1 + sure * np.sqrt(8.0) / 4)


def test_sharing_out_takes_from_whoever_has_most_to_spare() -> None:
    """Least people are kept as long as another can give; then everybody gives."""
    assert share_out([3, 3], [2.5, 1.0], [0, 0], 5) == [3, 2]
    assert share_out([3, 3], [2.5, 1.0], [0, 3], 5) == [2, 3]
    assert share_out([1, 1], [0.0, 0.0], [1, 1], 1) == [0, 1]
