"""Immediate services: merged, rounded once, promises kept, floors and desks respected."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from optimize.requirement import PromiseError, RequirementProblem, UnservedError
from quarterhour.labels import LabelError
from quarterhour.messages import text
from tests.requirement.cases import post, problem, service, textbook


def _waits(load: float, people: int, handling: float, cv: float) -> float:
    """Mean wait of M/G/c from the textbook sum of Erlang C, in plain Python."""
    if people <= load:
        return math.inf
    top = load**people / math.factorial(people) * people / (people - load)
    chance = top / (sum(load**k / math.factorial(k) for k in range(people)) + top)
    return chance * handling / (people - load) * (1 + cv**2) / 2


def test_published_example() -> None:
    """100 calls in half an hour of 3 minutes, 80% within 20 seconds: 14 people (pyworkforce's README)."""
    quick = service("a", handling_minutes=3, promise="share_within", promise_minutes=1 / 3, promise_share=0.8)
    answer = textbook(problem({"a": [100.0]}, [quick], [post("p", ["a"])])).pools.iloc[0]
    assert answer["people"] == 14
    assert answer["within"] == pytest.approx(0.88835001917945, abs=1e-12)
    assert answer["load"] == pytest.approx(10.0)
    assert answer["occupancy"] == pytest.approx(0.714285714, abs=1e-9)


def test_merged_services_share_one_line_and_are_rounded_once() -> None:
    """Two services of one pool: the least people by the mixture's own formula, fewer than one by one."""
    a = service("a", handling_minutes=4, handling_spread=2.0, promise_minutes=6)
    b = service("b", handling_minutes=10, handling_spread=10.0, promise_minutes=3)
    posts = [post("p", ["a"]), post("q", ["b"])]
    together = textbook(problem({"a": [9.0], "b": [3.0]}, [a, b], posts)).pools.iloc[0]
    # 12 customers in 30 minutes; mean (9*4 + 3*10)/12 = 5.5; square (9*20 + 3*200)/12 = 65
    load, cv = 12 * 5.5 / 30, math.sqrt(65 / 5.5**2 - 1)
    least = next(n for n in range(1, 50) if _waits(load, n, 5.5, cv) <= 3)
    assert together["people"] == least
    assert together["wait_minutes"] == pytest.approx(_waits(load, least, 5.5, cv))
    alone = [
        textbook(problem({n: [r]}, [s], posts)).pools["people"].sum() for n, r, s in (("a", 9, a), ("b", 3, b))
    ]
    assert least < sum(alone)


def test_each_promise_of_the_pool_holds() -> None:
    """A share promise of one service and a mean wait of another both bind; the stricter one decides."""
    strict = service("a", promise="share_within", promise_minutes=1.0, promise_share=0.95)
    loose = service("b", promise_minutes=60.0)
    both = textbook(problem({"a": [6.0], "b": [6.0]}, [strict, loose], [post("p", ["a", "b"])])).pools.iloc[0]
    only_loose = textbook(problem({"b": [12.0]}, [loose], [post("p", ["a", "b"])])).pools.iloc[0]
    assert both["within"] >= 0.95
    assert both["people"] > only_loose["people"]


def test_patience_needs_fewer_people() -> None:
    """Where customers leave, Erlang A asks for no more people, and tells who is lost."""
    endless = textbook(problem({"a": [30.0]}, [service("a", promise_minutes=2)], [post("p", ["a"])])).pools.iloc[0]
    leaving = service("a", promise_minutes=2, patience_minutes=3)
    hasty = textbook(problem({"a": [30.0]}, [leaving], [post("p", ["a"])])).pools.iloc[0]
    assert hasty["people"] < endless["people"]
    assert (hasty["lost"] > 0, endless["lost"]) == (True, 0.0)


def test_a_service_of_two_posts_goes_once_to_the_first_in_priority() -> None:
    """The post that puts the service first takes it; its pool alone carries the load."""
    posts = [post("p", ["b", "a"], pool="one"), post("q", ["a"], pool="two")]
    pools = textbook(problem({"a": [12.0], "b": [0.0]}, [service("a"), service("b")], posts)).pools
    assert pools.set_index("pool")["load"].to_dict() == pytest.approx({"one": 0.0, "two": 2.0})


def test_little_demand_still_needs_one_person() -> None:
    """An interval with a hundredth of a customer needs one; one without any needs none before others come."""
    people = textbook(problem({"a": [0.0, 0.01, 6.0]}, [service("a")], [post("p", ["a"])])).pools["people"]
    assert people.tolist() == [0, 1, 2]


def test_the_last_interval_before_closing_is_staffed() -> None:
    """Nobody is expected in the last interval, but people of the one before may still wait."""
    starts = pd.DatetimeIndex(
        ["2026-10-05 08:00", "2026-10-05 08:30", "2026-10-05 14:00", "2026-10-05 14:30"], tz="Asia/Shanghai"
    )
    calm = problem({"a": [3.0, 0.0, 0.0, 0.0]}, [service("a")], [post("p", ["a"])], starts)
    assert textbook(calm).pools["people"].tolist() == [1, 1, 0, 0]


def test_minimum_people_add_up_and_are_floors() -> None:
    """Two posts with one person always there make a pool of two, with a floor of one each."""
    posts = [post("p", ["a"], minimum_people=1), post("q", ["b"], minimum_people=1)]
    answer = textbook(problem({"a": [0.1], "b": [0.0]}, [service("a"), service("b")], posts))
    assert answer.pools["people"].tolist() == [2]
    assert answer.floors[["post", "people"]].to_numpy().tolist() == [["p", 1], ["q", 1]]


def test_floors_of_rigid_posts_stay_within_the_total() -> None:
    """Each rigid post's own need is its floor; where merging saves people, the one with most room gives way."""
    services = [service("a", promise_minutes=5), service("b", promise_minutes=5)]
    rigid = [post("p", ["a"], flexible=False), post("q", ["b"], flexible=False)]
    rates = {"a": [8.0, 8.0], "b": [8.0, 0.5]}
    answer = textbook(problem(rates, services, rigid))
    floors = answer.floors.groupby("start")["people"].sum()
    assert (floors.to_numpy() <= answer.pools.set_index("start")["people"]).all()
    assert set(answer.floors["post"]) == {"p", "q"}
    flexible = textbook(problem(rates, services, [post("p", ["a"]), post("q", ["b"])]))
    assert flexible.floors.empty
    assert flexible.pools["people"].equals(answer.pools["people"]), "floors do not change the pool's rounding"


def test_desks_cap_and_say_so() -> None:
    """With fewer desks than needed, people are cut, the promise breaks visibly, the true need is told."""
    asked = problem({"a": [60.0, 1.0]}, [service("a")], [post("p", ["a"])], desks=6)
    pools = textbook(asked).pools
    assert pools["people"].tolist() == [6, 1]
    assert pools["capped"].tolist() == [True, False]
    assert pools["uncapped"].iloc[0] > 10, "the load alone is 10 erlangs"
    assert pools["wait_minutes"].iloc[0] == np.inf


def test_desks_are_shared_by_the_pools_of_an_outlet() -> None:
    """The sum over pools fits the desks, and the pool with most room gives first."""
    posts = [post("p", ["a"], pool="one"), post("q", ["b"], pool="two", minimum_people=4)]
    pools = textbook(problem({"a": [30.0], "b": [3.0]}, [service("a"), service("b")], posts, desks=8)).pools
    assert pools["people"].sum() == 8
    assert pools.set_index("pool")["people"].to_dict() == {"one": 6, "two": 2}


def test_order_of_rows_does_not_matter() -> None:
    """Frames are paired by label: shuffled inputs give the same answer."""
    services = [service("a"), service("b", promise="share_within", promise_minutes=5, promise_share=0.9)]
    asked = problem({"a": [3.0, 8.0, 20.0], "b": [1.0, 9.0, 4.0]}, services, [post("p", ["a"]), post("q", ["b"])])
    mixed = RequirementProblem(
        asked.demand.sample(frac=1, random_state=1),
        asked.services.iloc[::-1],
        asked.posts,
        asked.desks,
        asked.grain,
    )
    pd.testing.assert_frame_equal(textbook(asked).pools, textbook(mixed).pools)


def test_what_does_not_fit_is_named() -> None:
    """A service without post, a deadline on an immediate service, an unknown service or a gap each raise."""
    with pytest.raises(UnservedError, match="A/b") as unserved:
        textbook(problem({"b": [1.0]}, [service("b")], [post("p", ["a"])]))
    assert "A/b" in unserved.value.message.text("zh")
    with pytest.raises(PromiseError, match="a"):
        textbook(problem({"a": [1.0]}, [service("a", promise="settled_within")], [post("p", ["a"])]))
    with pytest.raises(LabelError, match="no entry for a"):
        textbook(problem({"a": [1.0]}, [service("b")], [post("p", ["a"])]))
    with pytest.raises(ValueError, match="negative or missing"):
        textbook(problem({"a": [np.nan]}, [service("a")], [post("p", ["a"])]))
    assert "{" not in text("requirement.promise_kind", "zh", services="a")
