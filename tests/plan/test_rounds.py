"""The operational loop: what the roster could not name goes back to the staff plan, and the best round is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from quarterhour.cache import Cache
from scenarios.changes import CloseOutlet, ScaleDemand
from scenarios.evaluate import evaluate
from scenarios.network import write_network
from scenarios.plan import plan, write_plan
from scenarios.plan.lessons import Lessons
from scenarios.plan.rounds import Round, best
from scenarios.rehearsal.weak_points import EQUIPMENT, PEAK, QUEUE_BEFORE, SHORT_OF_PEOPLE
from tests.plan.fixtures import tiny
from tests.plan.planned import QUICK
from tests.shelf import folder

MONDAY = pd.Timestamp("2026-09-14").as_unit("us")
ZONE = "Asia/Shanghai"
ROUNDS = replace(QUICK, rounds=2)
MORE = (ScaleDemand(factor=1.06),)
"""Standing: so much demand that a second round helps."""


def _after(lessons: Lessons, missing: dict[str, int], weak: tuple[str, ...] = ()) -> Lessons:
    """A pool with 5 duties at home on Monday, 2 lent out on Tuesday, 1 standby; and one with 3 the week after.

    Both are open from 8 to 10 on Monday; `weak` says why X was weak from 8 to 9.
    """
    eight = MONDAY.tz_localize(ZONE) + pd.Timedelta(hours=8)
    duties = pd.DataFrame(
        [
            ("a", "X", "p", MONDAY, 5, "own", "", "", "work"),
            ("b", "Y", "q", MONDAY + pd.Timedelta(days=1), 2, "lent", "X", "X>Y", "work"),
            ("c", "X", "p", MONDAY + pd.Timedelta(days=6), 1, "own", "", "", "standby"),
            ("d", "Y", "q", MONDAY + pd.Timedelta(days=7), 3, "own", "", "", "work"),
            ("e", "Y", "q", MONDAY + pd.Timedelta(days=7), 4, "partner", "Z", "Z>Y", "work"),
        ],
        columns=["duty", "outlet", "pool", "day", "people", "source", "lender", "link", "activity"],
    )
    hour = pd.Timedelta(hours=1)
    starts = [eight, eight + hour, eight, eight + hour]
    cells = pd.DataFrame({"outlet": list("XXYY"), "pool": list("ppqq"), "start": starts})
    cells["start"] = cells["start"].astype(f"datetime64[us, {ZONE}]")
    holes = pd.DataFrame({"duty": list(missing), "people": list(missing.values())}).astype({"duty": "str"})
    holes = holes.merge(duties[["duty", "outlet", "day"]], on="duty")
    holes["start"] = holes["day"].dt.tz_localize(ZONE) + 8 * hour
    holes["end"] = holes["start"] + hour
    problem = SimpleNamespace(
        need=cells.assign(people=5),
        desks=pd.DataFrame({"outlet": ["X", "Y"], "desks": [6, 5]}),
        grid=SimpleNamespace(grain=60),
    )
    links = pd.DataFrame({"link": ["X>Y", "Z>Y"], "lender_pool": ["p", ""]})
    staff = SimpleNamespace(duties=duties, links=links, cover=cells.assign(short=0))
    points = pd.DataFrame(
        [("X", "p", eight, eight + hour, why) for why in weak],
        columns=["outlet", "pool", "start", "end", "reason"],
    )
    parts: Any = (problem, staff, SimpleNamespace(holes=holes.drop(columns="day")), points)
    return lessons.after(*parts)


def _most(lessons: Lessons) -> dict[tuple[str, str, pd.Timestamp], int]:
    return {(row.outlet, row.pool, row.week): row.most for row in lessons.caps.itertuples()}


def _none() -> Lessons:
    return Lessons.none(ZONE)


def test_a_pool_with_holes_is_counted_on_for_what_was_named() -> None:
    """Duties at home, lent out and on standby add up; other weeks and pools stay as they were."""
    assert _most(_after(_none(), {"a": 1, "b": 1})) == {("X", "p", MONDAY): 6}


def test_holes_of_partner_slots_bind_nobody() -> None:
    """A partner's people are not the outlet's."""
    assert _after(_none(), {"e": 2}).caps.empty


def test_caps_of_earlier_rounds_stay() -> None:
    """And the smaller one holds."""
    second = _after(_after(_none(), {"a": 3}), {"a": 1, "d": 1})
    assert _most(second) == {("X", "p", MONDAY): 5, ("Y", "q", MONDAY + pd.Timedelta(days=7)): 2}


def test_nothing_new_is_the_same() -> None:
    """The loop ends there."""
    first = _after(_none(), {"a": 3})
    assert _after(first, {}).same(first)
    assert not first.same(_none())


def test_one_more_is_asked_for_where_everybody_was_there() -> None:
    """Round after round, as long as there are desks; only in the weak hour."""
    first = _after(_none(), {}, (PEAK,))
    assert first.raised["people"].tolist() == [1]
    assert first.raised["start"].dt.hour.tolist() == [8]
    assert _after(first, {}, (QUEUE_BEFORE,)).raised["people"].tolist() == [2]


@pytest.mark.parametrize(("missing", "reason"), [({"a": 1}, PEAK), ({}, SHORT_OF_PEOPLE), ({}, EQUIPMENT)])
def test_nobody_more_where_that_would_not_mend_it(missing: dict[str, int], reason: str) -> None:
    """Places are open already, or people are not what is missing."""
    assert _after(_none(), missing, (reason,)).raised.empty


def test_lessons_are_heeded() -> None:
    """Caps lower the duties of a week and never raise them; more people are asked for where pools are open."""
    weekly = pd.DataFrame({"outlet": ["X", "Y"], "pool": ["p", "q"], "week": [MONDAY, MONDAY], "duties": [9, 2]})
    learnt = _after(_after(_none(), {"a": 2}), {}, (PEAK,))
    need = learnt.raised.assign(people=4)
    problem: Any = Asked(weekly, pd.concat([need, need.assign(outlet="Y", pool="q")], ignore_index=True))
    heeded: Any = learnt.heeded(problem)
    assert heeded.weekly["duties"].tolist() == [6, 2]
    assert heeded.need["people"].tolist() == [5, 4]


@dataclass(frozen=True)
class Asked:
    """The part of a staff problem that lessons touch."""

    weekly: pd.DataFrame
    need: pd.DataFrame


@pytest.mark.parametrize(
    ("kept", "cost", "chosen"),
    [([0.8, 0.9], [1.0, 9.0], 1), ([0.9, 0.9001], [5.0, 6.0], 0), ([0.9, 0.9], [6.0, 5.0], 1)],
)
def test_the_best_round_keeps_most_promises_at_least_cost(
    kept: list[float], cost: list[float], chosen: int
) -> None:
    """At least cost; differences below a thousandth do not decide."""
    rounds = [
        SimpleNamespace(
            rehearsal=SimpleNamespace(services=pd.DataFrame({"periods_kept": [share]})),
            cost=money,
        )
        for share, money in zip(kept, cost, strict=True)
    ]
    assert best(cast("list[Round]", rounds)) == chosen


def test_a_plan_in_rounds_and_a_scenario_near_it(tmp_path: Path) -> None:
    """Each round is told, the plan is that of the one kept, and an outlet that nothing touches is held."""
    cache = Cache(folder() / "cache")
    base = plan(tiny(), standing=MORE, options=ROUNDS, cache=cache)
    assert list(base.rounds["round"]) == [1, 2]
    (kept,) = base.rounds[base.rounds["kept"]].itertuples()
    assert kept.round == 2
    figures = base.indicators[base.indicators["scope"] == ""].set_index("indicator")["value"]
    assert kept.hole_hours == figures["hole_hours"]
    assert kept.cost == pytest.approx(figures["cost_total"])
    assert kept.promise_days_kept == pytest.approx(base.rounds["promise_days_kept"].max())
    busier = plan(
        tiny(), changes=[ScaleDemand(factor=1.6, outlets=("ST01",))], standing=MORE, options=ROUNDS, cache=cache
    )
    assert len(busier.rounds) == 1
    pd.testing.assert_frame_equal(busier.raised, base.raised)
    assert busier.held.groupby("held")["outlet"].nunique().to_dict() == {False: 1, True: 2}
    outlet = str(base.raised["outlet"].iloc[0])
    closed = plan(tiny(), changes=[CloseOutlet(outlet=outlet)], standing=MORE, options=ROUNDS, cache=cache)
    assert outlet not in set(closed.raised["outlet"])
    for name, made in (("base", base), ("busier", busier), ("closed", closed)):
        write_network(tiny(), tmp_path / name / "network")
        write_plan(made, tmp_path / name / "plan")
        assert evaluate(tmp_path / name / "plan", tmp_path / name / "network") == []
