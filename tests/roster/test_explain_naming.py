"""Names in a roster shown: duties of one kind differ in their breaks, and the very one asked for is given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem
from optimize.roster.calendar import Flags
from optimize.roster.explain import Filled, QuestionError, Served, Verdict, why_not
from optimize.roster.explain.naming import named
from optimize.roster.explain.standing import Standing, stand
from tests.roster.cases import duty, person, problem
from tests.roster.test_explain import EXACT, roster_of, unmanned

PEOPLE = "abcdefgh"
PAUSES = {"d": (11, 12), "e": (12, 13), "f": (13, 14)}


def alike(people: str, places: int = 1, duties: str = "de") -> RosterProblem:
    """Duties of one day that are of one kind, with breaks of their own."""
    given = [duty(name, 0, 8, 17, pause=PAUSES[name], people=places) for name in duties]
    return problem([person(name) for name in people], given)


def counts(names: pd.DataFrame) -> pd.Series[int]:
    """People by duty."""
    return names.groupby("duty").size().reindex(list("def"), fill_value=0)


def test_the_very_duty_is_served() -> None:
    """Two people on duties that differ in the break change places: it costs nothing."""
    given = alike("ab")
    roster = roster_of(given)
    held = dict(zip(roster.names["employee"], roster.names["duty"], strict=True))
    assert set(held.values()) == {"d", "e"}
    answer = why_not(roster, Served("a", held["b"]), limits=EXACT)
    assert answer.verdict is Verdict.POSSIBLE
    assert answer.points == pytest.approx(0.0)
    assert set(answer.taken.itertuples(index=False, name=None)) == {("a", held["b"]), ("b", held["a"])}
    with pytest.raises(QuestionError):
        why_not(roster, Served("a", held["a"]), limits=EXACT)


@pytest.mark.parametrize("hole", ["d", "e"])
def test_the_very_hole_is_filled(hole: str) -> None:
    """Of two holes of one kind, that which was asked for."""
    answer = why_not(unmanned(alike("a")), Filled(hole), limits=EXACT)
    assert answer.taken["duty"].tolist() == [hole]


def test_a_full_duty_has_no_hole() -> None:
    """Though one of its kind has."""
    roster = roster_of(alike("a"))
    full = str(roster.names["duty"].iloc[0])
    with pytest.raises(QuestionError) as refused:
        why_not(roster, Filled(full), limits=EXACT)
    assert refused.value.message.code == "explain.ask_filled"


@pytest.fixture(scope="module")
def nobody() -> Standing:
    """Nine places of one kind for eight people."""
    return unmanned(alike(PEOPLE, places=3, duties="def")).units["A"]


@pytest.mark.parametrize("seed", range(100))
def test_names_of_random_rosters(nobody: Standing, seed: int) -> None:
    """All pairs taken are named, what was asked is so, whoever can stays, no duty has less than it need have."""
    draw = np.random.default_rng(seed)
    before = _random_names(draw)
    standing = stand(nobody.unit, nobody.facts.calendar, before)
    assert len(standing.facts.kinds) == 1
    duty_, who = str(draw.choice(list("def"))), str(draw.choice(list(PEOPLE)))
    question = Filled(duty_) if standing.vacant()[duty_] and seed % 2 else Served(who, duty_)
    taken = _random_pairs(draw, standing, question)

    after = named(standing, taken, question)

    assert sorted(after["employee"]) == sorted(standing.facts.people["employee"].to_numpy()[taken[:, 0]])
    had, has = counts(before), counts(after)
    assert (has <= 3).all()
    moved = after.merge(before, on="employee", suffixes=("", "_before")).query("duty != duty_before")
    if isinstance(question, Filled):
        assert has[duty_] > had[duty_]
        assert moved.empty
    else:
        assert ((after["employee"] == who) & (after["duty"] == duty_)).any()
        others = set(moved["employee"]) - {who}
        beside = set(after.loc[after["duty"] == duty_, "employee"]) - {who}
        assert len(others) <= (beside <= set(before["employee"]))
    if len(after) >= len(before) and (isinstance(question, Filled) or has[duty_] <= had[duty_]):
        assert (has >= had).all()


def _random_pairs(draw: np.random.Generator, standing: Standing, question: Filled | Served) -> Flags:
    """Whom another roster has there: more than now to fill a hole; the person asked for."""
    first = [standing.person(question.employee)] if isinstance(question, Served) else []
    others = [row for row in draw.permutation(len(PEOPLE)).tolist() if row not in first]
    least = len(standing.names) + 1 if isinstance(question, Filled) else 1
    taken: Flags = np.zeros_like(standing.taken)
    taken[[*first, *others][: int(draw.integers(least, len(PEOPLE) + 1))]] = True
    return taken


def _random_names(draw: np.random.Generator) -> pd.DataFrame:
    people = draw.permutation(list(PEOPLE))[: int(draw.integers(0, len(PEOPLE)))]
    duties = draw.permutation(list("dddeeefff"))[: len(people)]
    return pd.DataFrame({"employee": people, "duty": duties}).astype("str")
