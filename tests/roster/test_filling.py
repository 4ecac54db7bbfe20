"""What a search begins from: day by day with all rules, or the first roster where that leaves a place open."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from optimize.roster import RosterProblem, Weights, filling
from optimize.roster import assign as assigning
from optimize.roster import run as runs
from optimize.roster.assign import formulate
from optimize.roster.best import Best
from optimize.roster.by_level import ByLevel, by_level
from optimize.roster.calendar import Calendar, Flags
from optimize.roster.commitments import bind
from optimize.roster.facts import Facts, gather
from optimize.roster.filling import fill
from optimize.roster.least_open import least_open
from optimize.roster.model import Band, RosterModel
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.run import Run
from optimize.roster.spending import Spending
from optimize.roster.units import split
from quarterhour.arrays import Ints
from quarterhour.progress import Progress
from quarterhour.result import Limits
from tests.roster.cases import duty, person, problem


def filled(given: RosterProblem, limits: Limits | None = None) -> tuple[Best, Flags]:
    """The unit's best roster after its start, and which duties are taken."""
    calendar = Calendar(given.grid, given.first_day, given.days)
    facts = gather(split(bind(given, calendar))[0], calendar)
    best = Best(formulate(facts, Weights()), Spending(limits or Limits(), Progress()))
    fill(best)
    return best, best.taken


def four_days(*duties: dict[str, Any], **of_both: Any) -> RosterProblem:
    """Two people of one post, one place on each of four days, and further duties."""
    staff = [person("ann", **of_both), person("bob", **of_both)]
    daily = [duty(f"d{day}", day, 8, 16) for day in range(4)]
    return problem(staff, [*daily, *duties], able=[("ann", "A", "desk"), ("bob", "A", "desk")], days=4)


def test_every_place_is_filled_and_what_days_before_cost_is_seen() -> None:
    """Enough people: no place stays open, and hours are as even as whole duties can be."""
    best, taken = filled(four_days())
    assert not best.holes
    assert taken.sum(axis=1).tolist() == [2, 2]


def test_a_place_that_nobody_may_take_does_not_end_it() -> None:
    """Nobody holds the post of one duty: that place stays open, all others are filled."""
    best, taken = filled(four_days(duty("x", 1, 8, 16, post="vault")))
    assert best.open_by_day.tolist() == [0, 1, 0, 0]
    assert not best.holes
    assert taken.sum() == 4


def test_where_days_before_leave_a_place_open_first_roster_is_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours for one duty each leave two days open: then the start is what `first_roster` says, here one duty.

    That people are scarce, which alone would make it so, is left out.
    """

    def first(facts: Facts, allowed: Flags, bands: list[Band]) -> Flags:
        taken = np.zeros_like(allowed)
        taken[0, 3] = True
        return taken

    monkeypatch.setattr(filling, "first_roster", first)
    monkeypatch.setattr(filling, "SCARCE", 1.0)
    best, taken = filled(four_days(hours_week_most=8.0))
    assert best.holes
    assert np.argwhere(taken).tolist() == [[0, 3]]


def nobody(facts: Facts, allowed: Flags, bands: list[Band]) -> Flags:
    """A first roster without duties."""
    return np.zeros_like(allowed)


def test_where_days_take_too_much_work_first_roster_is_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond their share of the work days end: what `first_roster` says stands, though places stay open."""
    monkeypatch.setattr(filling, "first_roster", nobody)
    monkeypatch.setattr(filling, "SCARCE", 1.0)
    ample, taken = filled(four_days())
    assert taken.sum() == 4
    best, taken = filled(four_days(), Limits(work=ample.spending.spent))
    assert not taken.any()
    assert 0 < best.spending.spent <= ample.spending.spent


def test_days_end_when_all_of_them_would_take_too_much_at_their_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine tenths of what four days take: without a head start that shows before the third, and less is spent."""
    monkeypatch.setattr(filling, "first_roster", nobody)
    monkeypatch.setattr(filling, "SCARCE", 1.0)
    limits = Limits(work=0.9 * filled(four_days())[0].spending.spent / filling.FILLING_SHARE)
    spent = []
    for head_start in (0.0, 1.0):
        monkeypatch.setattr(filling, "HEAD_START", head_start)
        spent.append(filled(four_days(), limits)[0].spending.spent)
    assert spent[0] < spent[1]


def by_trying(allowed: Flags, places: Ints) -> int:
    """Places left by the best of all choices, one kind or none for each person."""
    kinds = len(places)
    choices = [[kinds, *np.flatnonzero(row).tolist()] for row in allowed]
    counts = [np.bincount(one, minlength=kinds + 1)[:kinds] for one in product(*choices)]
    return int(places.sum() - max(np.minimum(count, places).sum() for count in counts))


@pytest.mark.parametrize("seed", range(5))
def test_fewest_open_places_are_those_of_the_best_choice(seed: int) -> None:
    """Against every choice of four people on two days."""
    draw = np.random.default_rng(seed)
    allowed, day = draw.random((4, 6)) < 0.4, np.asarray([0, 0, 0, 1, 1, 1])
    places = draw.integers(1, 3, 6)
    expected = [by_trying(allowed[:, day == today], places[day == today]) for today in (0, 1)]
    assert least_open(allowed, day, places, 3).tolist() == [*expected, 0]


def begun_empty(**options: Any) -> Run:
    """The search of four days with nobody on duty yet."""
    calendar = Calendar(four_days().grid, four_days().first_day, four_days().days)
    facts = gather(split(bind(four_days(), calendar))[0], calendar)
    run = Run(Best(formulate(facts, Weights()), Spending(Limits(), Progress())), **options)
    run.best.restart(np.zeros(run.best.model.allowed.shape, dtype=bool))
    return run


@pytest.mark.parametrize(
    ("scarce", "brief", "fills"), [(1.0, False, True), (0.9, False, False), (1.0, True, False)]
)
def test_few_open_places_are_filled_before_the_bound(
    monkeypatch: pytest.MonkeyPatch, scarce: float, brief: bool, fills: bool
) -> None:
    """Four of four places are few only where all may be; what begins from a known roster is bounded at once."""
    monkeypatch.setattr(runs, "SCARCE", scarce)
    run = begun_empty(brief=brief)
    parts = Neighbourhoods(run.best.model, np.random.default_rng(0))
    run.fill_last(parts, 1.0)
    assert run.best.holes != fills
    assert run.failures == 0
    run.best.restart(run.best.taken)
    spent = run.best.spending.spent
    if fills:
        run.fill_last(parts, 1.0)
        assert run.best.spending.spent == spent


def test_the_clock_of_a_unit_begins_with_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds that the model takes are not there for the search."""
    left = list[float | None]()

    def remembered(model: RosterModel, *, limits: Limits, **others: Any) -> ByLevel:
        left.append(limits.seconds)
        return by_level(model, limits=limits, **others)

    monkeypatch.setattr(assigning, "by_level", remembered)
    given = four_days()
    calendar = Calendar(given.grid, given.first_day, given.days)
    unit = split(bind(given, calendar))[0]
    for seconds in (5.0, 0.0, None):
        found = assigning.assign(unit, calendar, limits=Limits(seconds=seconds), weights=Weights())
        assert len(found.proofs) == 1
    assert left[0] is not None
    assert 0.0 < left[0] < 5.0
    assert left[1:] == [0.0, None]
