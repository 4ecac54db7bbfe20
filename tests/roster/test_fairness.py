"""What is fair: shares, the ledger carried from month to month, comparable people."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimize.roster import RosterProblem, Weights, ledger_after, neighbourhoods, solve
from optimize.roster import run as runs
from optimize.roster.assign import formulate
from optimize.roster.best import Best
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.filling import fill
from optimize.roster.first import first_roster
from optimize.roster.late import EASED, Late
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.neighbourhoods import Neighbourhoods
from optimize.roster.search import search
from optimize.roster.spending import Spending
from optimize.roster.uneven import TRIES, Apart, Uneven
from optimize.roster.units import split
from optimize.solve import CpAnswer
from quarterhour.arrays import Ints
from quarterhour.progress import Progress
from quarterhour.result import Limits, Status
from tests.roster.cases import day, duty, limit, person, problem, random_problem, stretch
from tests.roster.test_agreement import points
from tests.roster.test_rules import amounts, worked

EXACT = Limits(work=10.0)
ONLY_FAIR = Weights(overtime=0, hours_short=0, wishes=0, fair_hours=0, steady_starts=0)


def nights(days: int, *people: str, **more: Any) -> RosterProblem:
    """One night duty a day, for people who all may work at night."""
    duties = [duty(f"d{number}", number, 22, 26) for number in range(days)]
    return problem([person(name, rest_hours=8.0) for name in people], duties, days=days, **more)


def had(given: RosterProblem, name: str, weights: Weights = ONLY_FAIR) -> int:
    """Night duties that the best roster gives to somebody."""
    segments = solve(given, limits=EXACT, weights=weights).segments
    return int((segments["employee"] == name).sum())


def modelled(given: RosterProblem, weights: Weights) -> RosterModel:
    """The model of the only unit."""
    calendar = Calendar(given.grid, given.first_day, given.days)
    return formulate(gather(split(bind(given, calendar))[0], calendar), weights)


def test_fair_nights_are_paid_back() -> None:
    """Of four nights each would have two; who had two more than the share before has one, or none."""
    given = nights(4, "a", "b", ledger={"a": {"nights": 1.0}, "b": {"nights": -1.0}})
    assert had(given, "a") == 1
    owed = nights(4, "a", "b", ledger={"a": {"nights": 2.0}, "b": {"nights": -2.0}})
    assert had(owed, "a") == 0


def test_newcomers_stand_at_the_mean() -> None:
    """Two who had three nights more than anybody before them owe a newcomer nothing: two of six each."""
    given = nights(6, "a", "b", "c", ledger={"a": {"nights": 3.0}, "b": {"nights": 3.0}})
    assert [had(given, name) for name in "abc"] == [2, 2, 2]


def test_fair_holidays() -> None:
    """A duty that runs into the holiday counts, the one that ends at its midnight does not."""
    given = problem([person("a"), person("b")], [duty(f"d{n}", n, 16, 24) for n in range(3)], holidays=[1])
    assert amounts(given, [worked("a", 0, 16, 24)], "fair_holidays") == []
    late = [worked("a", 0, 20, 28), worked("a", 1, 20, 28)]
    assert amounts(given, late, "fair_holidays") == [1]


@pytest.mark.parametrize(("number", "expected"), [(33, [1]), (34, []), (35, []), (26, [])])
def test_weekends_tell_who_will_have_a_holiday(number: int, expected: list[int]) -> None:
    """The first Saturday stands for a holiday on the Saturday four weeks later (33): who is ahead has it off.

    No other day (34, 35) and no holiday inside the horizon (26) is told by it.
    """
    people, ledger = [person("a"), person("b")], {"a": {"holidays": 1.0}, "b": {}}
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[number], days=28)
    assert amounts(given, [worked("a", 5, 8, 16)], "even_holidays_ahead") == expected
    assert amounts(given, [worked("b", 5, 8, 16)], "even_holidays_ahead") == []


@pytest.mark.parametrize(("number", "expected"), [(30, []), (33, [1]), (112, [1])])
def test_holidays_that_can_still_be_made_up(number: int, expected: list[int]) -> None:
    """Two apart: a holiday to come on a weekday (30) can mend it, none on a weekend (33), none so late (112)."""
    people, ledger = [person("a"), person("b")], {"a": {"holidays": 1.0}, "b": {}}
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[5, number], days=28)
    assert amounts(given, [worked("a", 5, 8, 16)], "even_holidays_for_good") == expected


@pytest.mark.parametrize(("away", "expected"), [("", []), ("a", [1]), ("b", [1]), ("ab", [1]), ("c", [])])
def test_who_is_on_leave_makes_up_for_nothing(away: str, expected: list[int]) -> None:
    """Two apart with one holiday to come: neither who is ahead nor who is behind may be on leave that day.

    The third person, who lies between them, may.
    """
    people, ledger = [person(name) for name in "abc"], {"a": {"holidays": 1.0}, "b": {}, "c": {"holidays": 1.0}}
    given = problem(
        people,
        [duty("d5", 5, 8, 16)],
        ledger=ledger,
        holidays=[5, 30],
        later=[(name, 30) for name in away],
        days=28,
    )
    assert amounts(given, [worked("a", 5, 8, 16)], "even_holidays_for_good") == expected


def test_the_only_one_there_makes_up_for_nothing() -> None:
    """One and a half apart, one of two on leave: the other's share of that holiday is all of it."""
    people, ledger = [person(name) for name in "ab"], {"a": {"holidays": 0.5}, "b": {}}
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[5, 30], later=[("b", 30)], days=28)
    assert amounts(given, [worked("a", 5, 8, 16)], "even_holidays_for_good") == [1]
    more = problem(
        [*people, person("c")],
        [duty("d5", 5, 8, 16)],
        ledger={**ledger, "c": {"holidays": 1.0}},
        holidays=[5, 30],
        later=[("b", 30)],
        days=28,
    )
    assert amounts(more, [worked("a", 5, 8, 16)], "even_holidays_for_good") == []


def test_what_can_not_be_made_up_is_priced_at_last() -> None:
    """A search first looks for a roster that fills its places; two holidays too many then cost two holidays."""
    people, ledger = [person("a"), person("b")], {"a": {"holidays": 2.0}, "b": {}}
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[5])
    weights = replace(ONLY_FAIR, even_holidays=0, even_weekends=0, fair_holidays=0, fair_weekends=0)
    best = Best(modelled(given, weights), Spending(Limits(), Progress()))
    best.tighten(np.array([[True], [False]]))
    assert best.cost == 0
    best.price_all()
    assert best.cost == 2 * weights.even_holidays_for_good * SCALE


def test_weekends_count_a_part_at_first() -> None:
    """Two and a half weekend days are two begun too many: little while places are filled, all in the bound."""
    people, ledger = [person("a"), person("b")], {"a": {"weekend_days": 1.5}, "b": {}}
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger)
    weights, told = replace(ONLY_FAIR, fair_weekends=0, hole=0), list[float | None]()

    class Told(Progress):
        def report(self, *_: Any, bound: float | None = None, **__: Any) -> None:
            told.append(bound)

    best = Best(modelled(given, weights), Spending(Limits(), Told()))
    best.tighten(np.array([[True], [False]]))
    price = 2 * weights.even_weekends * SCALE
    assert best.cost == price / EASED
    assert best.priced.value(best.values) == price
    best.bound = price
    told.clear()
    best.tighten(best.taken)
    assert told == [price / EASED / SCALE]
    best.price_all()
    assert best.cost == price
    assert best.priced.value(best.values) == price
    assert told[-1] == price / SCALE


@pytest.mark.parametrize("seed", range(12))
def test_the_least_of_what_can_not_be_made_up(seed: int) -> None:
    """Of all ways to give two holiday duties to four people, or to nobody, none has less to pay for it."""
    draw, names = np.random.default_rng(seed), "abcd"
    ledger = {name: {"holidays": float(draw.integers(-3, 4))} for name in names}
    days = [2, 5]
    duties = [duty(f"d{day}", day, 8, 16) for day in days]
    given = problem([person(name) for name in names], duties, ledger=ledger, holidays=days)
    weights = replace(ONLY_FAIR, even_holidays=0, even_weekends=0, fair_holidays=0, fair_weekends=0, hole=0)
    best = Best(modelled(given, weights), Spending(Limits(), Progress()))
    least, cheapest = best.late.least, np.inf
    best.price_all()
    for first, second in itertools.product(range(5), repeat=2):
        taken = np.zeros((4, 2), dtype=bool)
        taken[first : first + 1, 0] = taken[second : second + 1, 1] = True
        best.restart(taken)
        cheapest = min(cheapest, best.cost)
    assert least == cheapest


def test_what_nobody_can_make_up_counts_from_the_beginning() -> None:
    """A balance that no roster brings within one is in the bound of a unit that is searched in parts."""
    names = [f"e{number}" for number in range(12)]
    duties = [duty(f"d{number}", number, 8, 16, people=6) for number in range(28)]
    ledger = {name: {"holidays": 4.0 if name == "e0" else 0.0} for name in names}
    given = problem([person(name) for name in names], duties, ledger=ledger, holidays=[5], days=28)
    proof = solve(given, limits=Limits(work=1.0)).proofs[0]
    assert proof.objective is not None
    assert proof.bound is not None
    assert 2 * Weights().even_holidays_for_good <= proof.bound <= proof.objective


def test_what_nobody_can_make_up_counts_beside_a_known_roster_too() -> None:
    """A search that begins from a roster whose people stay apart for good has the least of it in its bound."""
    model = modelled(crowd_of_twelve(1), Weights())
    least = Best(model, Spending(Limits(), Progress())).late.least
    start = first_roster(model.facts, model.allowed)
    found = search(model, limits=Limits(work=1.0), start=start).proof
    assert least > 0
    assert (found.bound or 0.0) * SCALE >= least


def crowd_of_twelve(seed: int, *, nightly: bool = False) -> RosterProblem:
    """Twelve people, six of whom work each day, with balances of two holidays either way and none to come.

    If `nightly` one more works each night, and balances of nights are like those.
    """
    draw, names = np.random.default_rng(seed), [f"e{number}" for number in range(12)]
    duties = [duty(f"d{number}", number, 8, 16, people=6) for number in range(28)]
    ledger = {name: {"holidays": float(draw.integers(-2, 3))} for name in names}
    if nightly:
        duties += [duty(f"n{number}", number, 22, 30) for number in range(28)]
        ledger = {name: {**balance, "nights": float(draw.integers(-2, 3))} for name, balance in ledger.items()}
    return problem([person(name) for name in names], duties, ledger=ledger, holidays=[5, 17], days=28)


@pytest.mark.parametrize("seed", range(6))
def test_who_works_on_holidays_is_settled_first(seed: int) -> None:
    """All holiday duties begin where they cost least for good, and the start of a search keeps them there."""
    model = modelled(crowd_of_twelve(seed), Weights())
    facts, counts = model.facts, model.facts.kinds["holiday"].to_numpy(bool)
    best = Best(model, Spending(Limits(), Progress()))
    start = best.late.start
    assert start is not None
    assert start.sum(axis=0).tolist() == np.where(counts, 6, 0).tolist()
    given = first_roster(facts, model.allowed, start)
    assert (given & counts).tolist() == start.tolist()
    assert not (given.sum(axis=0) > facts.kinds["people"]).any()
    fill(best)
    assert best.complete == best.late.due(first_roster(facts, model.allowed))
    best.price_all()
    assert not best.later_than_least
    assert best.late.due(best.taken) == (best.late.least > 0)


@pytest.mark.parametrize("seed", range(4))
def test_nights_are_settled_with_holidays_for_good(seed: int) -> None:
    """A start has nights with the holidays, and costs less in both than what follows from holidays alone."""
    model = modelled(crowd_of_twelve(seed, nightly=True), Weights())
    together, alone = (Best(model, Spending(Limits(), Progress())) for _ in range(2))
    night, holiday = (model.facts.kinds[name].to_numpy(bool) for name in ("night", "holiday"))
    settled, ends = list(model.settled), []
    places = [model.missing[kind] for kind in np.flatnonzero(night | holiday)]
    priced = [variable.index for variable in [*model.late, *settled, *places]]
    for best in (together, alone):
        model.settled[:] = settled if best is together else []
        start = best.late.start
        assert start is not None
        assert start[:, night & ~holiday].any() == (best is together)
        best.restart(first_roster(model.facts, model.allowed, start))
        best.price_all()
        ends.append(best.parts.program.cost[priced] @ np.asarray(best.values)[priced])
    assert ends[0] < ends[1]


def test_without_work_for_nights_holidays_alone_are_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nights with holidays are not proven, the start has the duties on holidays."""
    model = modelled(crowd_of_twelve(1, nightly=True), Weights())
    late = Best(model, Spending(Limits(), Progress())).late
    alone, asked = Late._alone, list[int]()

    def short_of_work(self: Late, variables: Sequence[Any], work: float) -> tuple[CpAnswer, Ints]:
        asked.append(len(variables))
        answer, costs = alone(self, variables, work)
        if len(asked) == 1:
            answer = replace(answer, proof=replace(answer.proof, status=Status.UNKNOWN))
        return answer, costs

    monkeypatch.setattr(Late, "_alone", short_of_work)
    start = late.start
    assert start is not None
    holidays = model.facts.kinds["holiday"].to_numpy(bool)
    assert start.sum(axis=0).tolist() == np.where(holidays, model.facts.kinds["people"], 0).tolist()
    assert asked[0] > asked[1]


@pytest.mark.parametrize("seed", range(6))
def test_a_first_roster_is_near_even(seed: int) -> None:
    """Nights go to who has least, though steady starts would leave them to the same people; no place is open."""
    draw, names = np.random.default_rng(seed), [f"e{number}" for number in range(6)]
    duties = [duty(f"d{number}", number, 8, 16, people=2) for number in range(14)]
    duties += [duty(f"n{number}", number, 22, 30) for number in range(14)]
    ledger = {name: {"nights": float(draw.integers(-1, 2))} for name in names}
    model = modelled(problem([person(name) for name in names], duties, ledger=ledger, days=14), Weights())
    beyond = []
    for bands in ([], model.bands):
        taken = first_roster(model.facts, model.allowed, bands=bands)
        assert (taken.sum(axis=0) == model.facts.kinds["people"]).all()
        beyond.append(float(model.settled_bands[0].beyond(taken).max()) / SCALE)
    assert beyond[1] <= 2 < 6 <= beyond[0]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_due_for_good_costs_something(seed: int) -> None:
    """A roster is told to pay for what is late where the model's price of it is not 0, and never more often."""
    draw, model = np.random.default_rng(seed), modelled(crowd_of_twelve(seed), Weights())
    best = Best(model, Spending(Limits(), Progress()))
    best.price_all()
    late = [variable.index for variable in model.late]
    due, start = [], best.late.start
    assert start is not None
    for _ in range(10):
        taken = start & (draw.random(model.allowed.shape) < draw.choice([0.7, 1.0]))
        best.restart(taken)
        due.append(best.late.due(taken))
        assert due[-1] == bool(Uneven(model, draw).groups(taken, late=True))
        assert due[-1] == bool(best.parts.program.cost[late] @ np.asarray(best.values)[late] > 0)
    assert any(due)


def test_places_that_cost_less_than_what_is_late_are_in_the_bound() -> None:
    """Only who is three ahead could work on the holiday: the place stays open, and a row knows all of it."""
    people, ledger = [person("a"), person("b")], {"a": {"holidays": 3.0}, "b": {}}
    able = [("a", "A", "desk"), ("b", "A", "desk", pd.NaT, day(6))]
    given = problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[5], able=able)
    model, weights = modelled(given, Weights()), Weights()
    best = Best(model, Spending(Limits(), Progress()))
    best.restart(np.zeros(model.allowed.shape, dtype=bool))
    best.price_all()
    assert best.late.least == 2 * weights.even_holidays_for_good * SCALE
    held = best.priced
    apart = 2 * (weights.even_holidays_for_good + weights.even_holidays)
    assert held.least[-1] == (apart + 8 * weights.hole) * SCALE
    assert (held.matrix @ np.asarray(best.values))[-1] == held.least[-1]


def test_without_time_nothing_is_known_of_what_nobody_can_make_up() -> None:
    """Where a first roster took all of the time, the least of it is 0 and no error."""
    people, ledger = [person("a"), person("b")], {"a": {"holidays": 4.0}, "b": {}}
    model = modelled(problem(people, [duty("d5", 5, 8, 16)], ledger=ledger, holidays=[5]), Weights())
    assert Best(model, Spending(Limits(seconds=0.0), Progress())).late.least == 0
    assert Best(model, Spending(Limits(), Progress())).late.least > 0


def test_even_weekends_in_both_directions() -> None:
    """Three comparable people with weekend balances 0, 0 and -3: two are outside any band of one."""
    people = [person(name) for name in "abc"]
    given = problem(people, [duty("d5", 5, 8, 16)], ledger={"a": {}, "b": {}, "c": {"weekend_days": -3.0}})
    assert amounts(given, [worked("a", 5, 8, 16)], "even_weekends") == [3]
    assert amounts(given, [worked("c", 5, 8, 16)], "even_weekends") == [1]


def test_only_comparable_people_are_held_against_each_other() -> None:
    """Another contract is another group."""
    people = [person("a"), person("b", hours_week=20.0)]
    given = problem(people, [duty("d5", 5, 8, 16)], ledger={"a": {"weekend_days": 5.0}, "b": {}})
    assert amounts(given, [worked("a", 5, 8, 16)], "even_weekends") == []


LENT = {"lender": "A", "source": "lent", "outlet": "B", "travel_minutes": 30.0}


@pytest.mark.parametrize(
    ("terms", "duties", "more"),
    [
        ({"travel_limit": 20.0}, [duty("away", 4, 8, 16, **LENT)], {}),
        ({"standby": False}, [duty("call", 4, 8, 16, activity="standby")], {}),
        ({}, [], {"limits": [limit("b", "weekends_in_period", period="month", most=0.0)]}),
    ],
    ids=["sent to fewer outlets", "no standby", "a hard rule of their own"],
)
def test_who_can_not_be_given_the_same_duties_is_not_comparable(
    terms: dict[str, Any], duties: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    """Even though home, contract and posts are the same; without such duties or rule a balance of 5 counts."""
    people, weekend = [person("a"), person("b", **terms)], duty("d5", 5, 8, 16)
    ledger = {"a": {"weekend_days": 5.0}, "b": {}}
    apart = problem(people, [weekend, *duties], ledger=ledger, **more)
    assert amounts(apart, [worked("a", 5, 8, 16)], "even_weekends") == []
    plain = problem(people, [weekend], ledger=ledger)
    assert amounts(plain, [worked("a", 5, 8, 16)], "even_weekends") == [5]


def test_even_is_a_share_of_what_comparable_people_have() -> None:
    """One is there on one weekend day of four, another on all: what people of other contracts have is no debt of
    the other; of the group's own four, all had by the other, three fifths are due to being there more. So one has
    begun; of the same days as holidays the third quarter."""
    people = [person("a"), person("b"), person("c", hours_week=20.0)]
    weekend = (5, 6, 12, 13)
    away = [("a", number, "unpaid", 8.0) for number in weekend[:3]]
    duties = [duty(f"d{number}", number, 8, 16) for number in weekend]
    given = problem(people, duties, absences=away, days=14, holidays=weekend)
    for rule, expected in (("even_weekends", 1.0), ("even_holidays", 0.75)):
        found = [amounts(given, [worked(name, number, 8, 16) for number in weekend], rule) for name in "cb"]
        assert found == [[], [expected]]


def test_people_too_far_apart_are_drawn() -> None:
    """Only pairs more than one apart, who has more first, and each so often at most."""
    given = nights(2, "a", "b", "c", ledger={"a": {"nights": 1.5}, "b": {"nights": 0.7}, "c": {}})
    model = modelled(given, Weights())
    nobody = np.zeros(model.allowed.shape, dtype=bool)
    uneven = Uneven(model, np.random.default_rng(0))
    drawn = [uneven.draw(nobody) for _ in range(TRIES + 1)]
    assert drawn == [*(Apart(0, 2, tries) for tries in range(TRIES)), None]
    even = nobody.copy()
    even[2, 0] = True
    assert Uneven(model, np.random.default_rng(0)).draw(even) is None


def test_a_group_is_evened_out_as_a_whole() -> None:
    """Three with four nights between them end within one; the duties of somebody else stay where they are."""
    people = [*(person(name, rest_hours=8.0) for name in "abc"), person("d", hours_week=20.0, rest_hours=8.0)]
    given = problem(people, [duty(f"d{number}", number, 22, 26) for number in range(5)])
    model = modelled(given, Weights())
    best = Best(model, Spending(Limits(), Progress()))
    taken = np.zeros(model.allowed.shape, dtype=bool)
    taken[0, :4] = taken[3, 4] = True
    best.tighten(taken)
    parts = Neighbourhoods(model, np.random.default_rng(0))
    groups, before, spent = parts.even_groups(taken, late=False), best.cost, best.spending.spent
    assert [group.tolist() for group in groups] == [[0, 1, 2]]
    assert parts.even_groups(taken, late=True) == []
    best.even_first(parts.all_of(groups[0], taken), groups[0])
    assert sorted(best.taken.sum(axis=1)[:3].tolist()) == [1, 1, 2]
    assert best.taken[3].tolist() == taken[3].tolist()
    assert best.cost < before
    assert best.spending.spent > spent
    assert parts.even_groups(best.taken, late=False) == []


def test_a_large_group_exchanges_what_is_shared_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a night and a day the whole group's part has the night alone, where both are too much at once."""
    people = [person(name, rest_hours=8.0) for name in "ab"]
    model = modelled(problem(people, [duty("d0", 0, 8, 16), duty("d1", 1, 22, 26)]), Weights())
    parts = Neighbourhoods(model, np.random.default_rng(0))
    nobody, everybody = np.zeros(model.allowed.shape, dtype=bool), np.array([0, 1])
    assert parts.all_of(everybody, nobody).sum() == 4
    monkeypatch.setattr(neighbourhoods, "MOST_EVEN", 3)
    opened = parts.pairs[parts.all_of(everybody, nobody)]
    night = model.facts.kinds["night"].to_numpy(bool)
    assert night[opened[:, 1]].tolist() == [True, True]


def test_evenness_first_never_costs_more() -> None:
    """Two are apart by wishes that weigh more: what evenness alone would choose is not kept."""
    wishes = [("b", number, "off", 90.0) for number in range(4)]
    given = nights(4, "a", "b", requests=wishes)
    model = modelled(given, Weights())
    best = Best(model, Spending(Limits(), Progress()))
    taken = np.zeros(model.allowed.shape, dtype=bool)
    taken[0] = True
    best.tighten(taken)
    parts = Neighbourhoods(model, np.random.default_rng(0))
    before = best.cost
    best.even_first(parts.all_of(parts.even_groups(taken, late=False)[0], taken), np.array([0, 1]))
    assert best.cost == before
    assert best.taken.tolist() == taken.tolist()


def test_weekends_off_over_the_border() -> None:
    """Three weekends worked before the first day: the fourth has to be off, without them it need not be."""
    past = [stretch("a", -2 - 7 * weeks, 8, 16) for weeks in range(3)]
    duties = [duty("d5", 5, 8, 16)]
    given = problem([person("a", weekends_off=1)], duties, past=past)
    assert amounts(given, [worked("a", 5, 8, 16)], "weekends_off") == [1]
    assert len(solve(given, limits=EXACT).holes) == 1
    fresh = problem([person("a", weekends_off=1)], duties, past=past[:2])
    assert solve(fresh, limits=EXACT).holes.empty


def test_weekend_cut_by_the_first_day() -> None:
    """A Saturday before the first day and its Sunday are one weekend: worked already, the Sunday costs nothing."""
    past = [stretch("a", 6 - 1 - 7 * weeks, 8, 16) for weeks in range(3)]
    given = problem([person("a", weekends_off=2)], [duty("d6", 6, 8, 16)], past=past, days=7, first=6)
    # the last four weekends are three worked and the coming one
    assert amounts(given, [worked("a", 6, 8, 16)], "weekends_off") == [1]
    assert amounts(given, [], "weekends_off") == [1]


def test_ledger_after() -> None:
    """Had less share among comparable people, on top of what was: balances of a group add up to what they did."""
    given = nights(3, "a", "b", ledger={"a": {"nights": 0.5}, "b": {"nights": -0.5}})
    rows = [worked("a", number, 22, 26) for number in range(3)]
    segments = pd.DataFrame(rows).astype({"day": "datetime64[us]"})
    after = ledger_after(given, segments).set_index("employee")
    assert after["nights"].to_dict() == {"a": 2.0, "b": -2.0}
    assert after["hours"].to_dict() == {"a": 6.0, "b": -6.0}
    assert after["weekend_days"].to_dict() == {"a": 0.0, "b": 0.0}


def test_one_apart_stays_one_apart() -> None:
    """Of seven people one has the only night, six sevenths over a share: no rounding puts anybody beyond one."""
    given = nights(1, *"abcdefg")
    segments = pd.DataFrame([worked("a", 0, 22, 26)]).astype({"day": "datetime64[us]"})
    after = ledger_after(given, segments)
    assert after["nights"].max() - after["nights"].min() == pytest.approx(1.0, abs=1e-9)
    later = replace(given, ledger=after)
    assert amounts(later, [worked("b", 0, 22, 26)], "even_nights") == []
    assert amounts(later, [worked("a", 0, 22, 26)], "even_nights") == [1]


@pytest.mark.parametrize("seed", range(20, 26))
def test_agreement_of_fairness(seed: int) -> None:
    """On random ledgers the model's points for fairness alone are the checker's."""
    given = random_problem(seed, people=5)
    weights = Weights(
        overtime=0,
        hours_short=0,
        wishes=0,
        steady_starts=0,
        fair_holidays=7,
        even_holidays=11,
        even_holidays_ahead=13,
        even_holidays_for_good=17,
    )
    roster = solve(given, limits=Limits(work=0.5), weights=weights)
    assert sum(proof.objective or 0.0 for proof in roster.proofs) == pytest.approx(points(roster.rules), abs=1e-3)


def test_the_bound_is_made_when_few_open_places_are_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start with one place open that somebody could take has none open when its search is bounded."""
    model, left_open = modelled(crowd_of_twelve(0), Weights()), list[int]()

    def all_but_one(best: Best) -> None:
        fill(best)
        taken = best.taken
        taken[tuple(np.argwhere(taken)[-1])] = False
        best.restart(taken)
        assert best.open_in_vain == 1

    relax = runs.Run.relax

    def watched(run: runs.Run) -> None:
        left_open.append(run.best.open_in_vain)
        relax(run)

    monkeypatch.setattr(runs, "fill", all_but_one)
    monkeypatch.setattr(runs.Run, "relax", watched)
    search(model, limits=Limits(work=0.5))
    assert left_open == [0]
