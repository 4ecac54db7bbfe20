"""Explanation on small problems: verdicts, clashes and menus, each judged by hand or by all rosters there are."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, check, solve
from optimize.roster.calendar import Calendar
from optimize.roster.checker import HARD, SOFT, TEAMS
from optimize.roster.commitments import bind
from optimize.roster.explain import (
    LAW,
    Answer,
    Change,
    Efforts,
    Filled,
    Group,
    Question,
    QuestionError,
    Served,
    Stored,
    Verdict,
    Wished,
    score,
    stored,
    why_not,
)
from optimize.roster.rules import LIMITS
from optimize.roster.segments import lay_out
from quarterhour.messages import LANGUAGES, catalogue, has
from quarterhour.result import Limits
from tests.roster.all_rosters import EVERY, effort, kept, questions, small
from tests.roster.cases import at, day, duty, person, problem, random_problem, stretch

EXACT = Limits(work=20.0)


def roster_of(given: RosterProblem) -> Stored:
    """The best roster of a small problem, to be asked."""
    return stored(given, solve(given, limits=EXACT).segments)


def asked(given: RosterProblem, question: Question) -> Answer:
    """The answer about the best roster."""
    return why_not(roster_of(given), question, limits=EXACT)


def unmanned(given: RosterProblem) -> Stored:
    """A roster in which nobody has a duty."""
    bound = bind(given, Calendar(given.grid, given.first_day, given.days))
    return stored(given, lay_out(bound, pd.DataFrame({"employee": [], "duty": []}).astype("str")))


LENT = {"ends": 13, "outlet": "B", "source": "lent", "lender": "A", "travel_minutes": 90.0}
ONE_RULE: dict[str, tuple[dict[str, Any], dict[str, Any], Change]] = {
    "night_work": ({"night_work": False}, {"begins": 20, "ends": 25}, Change("night_work", "a")),
    "standby_consent": ({"standby": False}, {"activity": "standby"}, Change("standby_consent", "a")),
    "split_days": ({}, {"ends": 21, "pause": (11, 17)}, Change("split_days", "a")),
    "travel_limit": ({"travel_limit": 60.0}, LENT, Change("travel_limit", "a", 30.0)),
    "shift_length": ({"shift_hours_most": 6.0}, {}, Change("shift_length", "a", 2.0)),
    "trained": ({"trained": False}, LENT | {"travel_minutes": 10.0}, Change("trained", "a")),
    "hours_week": ({"hours_week_most": 5.0}, {}, Change("hours_week", "a", 3.0)),
}


@pytest.mark.parametrize("rule", ONE_RULE)
def test_one_rule_forbids(rule: str) -> None:
    """Where one rule alone forbids the only person, it is the clash, and relaxing it by what lacks is the menu."""
    terms, more, change = ONE_RULE[rule]
    hours = {"begins": more.get("begins", 8), "ends": more.get("ends", 16)}
    rest = {key: value for key, value in more.items() if key not in hours}
    given = problem([person("a", **terms)], [duty("d", 0, **hours, **rest)])
    answer = why_not(unmanned(given), Filled("d"), limits=EXACT)
    assert answer.verdict is Verdict.IMPOSSIBLE
    assert answer.clash is not None
    assert [(group.rule, group.people) for group in answer.clash.groups] == [(rule, ("a",))]
    assert answer.clash.minimal
    assert answer.menu[0].changes == (change,)
    assert answer.menu[0].cheapest


def test_able_is_told_by_name() -> None:
    """Nobody able: each person's lack is named, and the menu makes one able, before hiring."""
    given = problem([person("a"), person("b")], [duty("d", 0, 8, 16)], able=[("a", "A", "cash")])
    answer = why_not(unmanned(given), Filled("d"), limits=EXACT)
    assert answer.clash is not None
    assert set(answer.clash.groups) == {Group("able", (name,), "A desk") for name in "ab"}
    assert [option.changes[0].kind for option in answer.menu] == ["able", "able", "hire"]


def test_weekends_are_given_up_one_by_one() -> None:
    """A Saturday needs one of four weekends off fewer; the Saturdays that are filled stay so."""
    saturdays = [duty(f"d{number}", 7 * number + 5, 8, 16) for number in range(4)]
    given = problem([person("a", weekends_off=2)], saturdays, days=28)
    roster = roster_of(given)
    hole = next(name for name in ("d0", "d1", "d2", "d3") if name not in set(roster.names["duty"]))
    answer = why_not(roster, Filled(hole), limits=EXACT)
    assert answer.verdict is Verdict.POSSIBLE
    assert answer.alone is False
    assert answer.menu[0].changes == (Change("weekends_off", "a", 1.0),)
    assert answer.clash is not None
    assert {group.rule for group in answer.clash.groups} == {"weekends_off", "hole"}
    assert len(answer.clash.groups) == 3


def test_law_is_told_and_never_offered() -> None:
    """Rest keeps the second duty open: it is in the clash, and the menu only knows somebody more."""
    given = problem([person("a")], [duty("d", 0, 14, 22), duty("e", 1, 8, 16)])
    roster = roster_of(given)
    hole = "e" if "d" in set(roster.names["duty"]) else "d"
    answer = why_not(roster, Filled(hole), limits=EXACT)
    assert answer.clash is not None
    assert Group("rest", ("a",)) in answer.clash.groups
    assert [option.changes[0].kind for option in answer.menu] == ["hire"]
    assert not set(LAW) & {field.name for field in fields(Efforts)}


def test_absences_are_named_by_rule_only() -> None:
    """Sickness reads as absence, and nothing in the answer says otherwise; no offer moves it."""
    given = problem([person("a")], [duty("d", 0, 8, 16)], absences=[("a", 0, "sick", 8.0)])
    answer = why_not(unmanned(given), Filled("d"), limits=EXACT)
    assert answer.clash is not None
    assert [group.rule for group in answer.clash.groups] == ["absent"]
    assert "sick" not in repr(answer)
    assert [option.changes[0].kind for option in answer.menu] == ["hire"]


def test_cost_is_what_the_checker_finds() -> None:
    """A wish at the price of somebody else's: possible at the difference of their weights, one duty given on."""
    wishes = [("a", 0, "off", 1.0), ("b", 0, "off", 3.0)]
    answer = asked(
        problem([person("a"), person("b")], [duty("d", 0, 8, 16)], requests=wishes), Wished("a", day(0), "off")
    )
    assert answer.verdict is Verdict.POSSIBLE
    assert answer.alone is True
    assert answer.points == pytest.approx(40.0)  # two wishes of weight 1 more are refused, 20 points each
    assert len(answer.cells) == 2
    assert answer.holes.empty
    assert answer.clash is None


@pytest.mark.parametrize(("kind", "rule"), [("locked", "locked"), ("training", "absent")])
def test_what_stands_is_no_decision(kind: str, rule: str) -> None:
    """No wish moves a locked duty or a training: impossible, by that rule."""
    locked = [stretch("a", 0, 8, 16)] if kind == "locked" else []
    trained = [("a", 0, "training", 4.0)] if kind == "training" else []
    given = problem([person("a")], [duty("d", 0, 8, 16)], fixed=locked, absences=trained)
    answer = why_not(unmanned(given), Wished("a", day(0), "off"), limits=EXACT)
    assert answer.verdict is Verdict.IMPOSSIBLE
    assert answer.clash is not None
    assert answer.clash.groups == (Group(rule, ("a",)),)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Filled("d"), "explain.ask_filled"),
        (Filled("nothing"), "explain.ask_unknown_duty"),
        (Served("a", "d"), "explain.ask_served"),
        (Served("nobody", "d"), "explain.ask_other_unit"),
        (Wished("nobody", day(0), "off"), "explain.ask_unknown_person"),
        (Wished("a", day(9), "off"), "explain.ask_day"),
        (Wished("a", day(0), "early"), "explain.ask_granted"),
    ],
)
def test_senseless_questions_are_refused(question: Question, code: str) -> None:
    """What is so already, or unknown, is told in words."""
    with pytest.raises(QuestionError) as refused:
        asked(problem([person("a")], [duty("d", 0, 8, 16)]), question)
    assert refused.value.message.code == code
    assert refused.value.message.text("en") != refused.value.message.text("zh")


def test_a_limit_never_reads_as_impossible() -> None:
    """Without any work the answer is open, and so is all that hangs on it."""
    roster = roster_of(random_problem(3))
    hole = next(duty_ for duty_ in roster.problem.duties["duty"] if duty_ not in set(roster.names["duty"]))
    answer = why_not(roster, Filled(hole), limits=Limits(work=0.0))
    assert answer.verdict is Verdict.OPEN
    assert answer.alone is None
    assert answer.menu == ()


def test_score_adds_up() -> None:
    """Points by rule, person and week are the same sum: that of the proofs; hard breaks come first."""
    given = random_problem(1)
    roster = solve(given, limits=EXACT)
    found = score(given, roster.segments)
    assert found.points == pytest.approx(sum(proof.objective or 0.0 for proof in roster.proofs), abs=1e-3)
    for frame in (found.rules, found.people, found.weeks):
        assert frame["points"].sum() == pytest.approx(found.points)
        assert frame["breaks"].sum() == len(found.breaks)
    twice = pd.concat(
        [roster.segments, roster.segments.assign(start=roster.segments["start"] - pd.Timedelta(hours=1))]
    )
    broken = score(given, twice.reset_index(drop=True))
    assert broken.hard > 0
    assert broken.breaks["hard"].is_monotonic_decreasing


def test_every_rule_and_change_has_words() -> None:
    """Each rule of the checker says what it means, each change what it is, in both languages."""
    for rule in (*(rule.__name__ for rule in (*HARD, *SOFT, *TEAMS)), *LIMITS):
        assert has(f"explain.rule_{rule}")
        assert len({catalogue(language)[f"explain.rule_{rule}"] for language in LANGUAGES}) == len(LANGUAGES)
    assert all(has(f"explain.change_{field.name}") for field in fields(Efforts))


SOME = 3
"""Questions asked of one small roster, to spare time."""


@pytest.mark.parametrize("seed", range(2))
def test_against_all_rosters(seed: int) -> None:
    """Verdict, whether it holds with nothing less filled, and the minimal clash agree with all 729 rosters."""
    given, picks = small(seed)
    roster = roster_of(given)
    taken = dict(zip(roster.names["duty"], roster.names["employee"], strict=True))
    stands = tuple(taken.get(f"d{number}", "") for number in range(6))
    rules = [
        Group(rule, (name,))
        for name in "ab"
        for rule in ("one_duty_a_day", "rest", "hours_week", "consecutive_days")
    ]
    empty = frozenset(index for index, name in enumerate(stands) if not name)
    legal = [names for names in EVERY if kept(names, picks, rules)]
    full = [names for names in legal if all(names[index] for index in range(6) if index not in empty)]
    asks = list(questions(stands, picks))
    for index in np.random.default_rng(seed).permutation(len(asks))[:SOME]:
        question, does = asks[index]
        answer = why_not(roster, question, limits=EXACT)
        assert (answer.verdict is Verdict.POSSIBLE) == any(map(does, legal))
        assert answer.alone == any(map(does, full))
        assert (answer.clash is not None) == (not answer.alone)
        if answer.verdict is Verdict.POSSIBLE:
            segments = roster.segments(answer.unit, answer.taken)
            assert not check(given, segments)["hard"].any()
        if answer.clash is not None:
            groups = answer.clash.groups
            assert answer.clash.minimal
            assert not any(does(names) and kept(names, picks, groups, same_day=True) for names in EVERY)
            for one in groups:
                others = [group for group in groups if group != one]
                assert any(does(names) and kept(names, picks, others) for names in EVERY)
            hole = int(question.duty.removeprefix("d")) if isinstance(question, Filled) else -1
            could = (names for names in EVERY if hole >= 0 or does(names))  # somebody new may fill the hole
            most = min(effort(names, picks, rules, empty, hole) for names in could)
            assert [option.effort for option in answer.menu[:1]] == ([most] if most < np.inf else [])
            assert all(option.cheapest for option in answer.menu)


def test_nights_end_after_midnight() -> None:
    """A duty over midnight is one of the day on which it begins: off on the next day is granted already."""
    given = problem([person("a")], [duty("d", 0, 20, 27)])
    assert roster_of(given).names["duty"].tolist() == ["d"]
    with pytest.raises(QuestionError):
        asked(given, Wished("a", day(1), "off"))
    assert at(0, 27) == at(1, 3)
