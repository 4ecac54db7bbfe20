"""Repair: the past stays, hard rules hold, and the changes are the fewest."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimize.roster.checker import check, check_hard
from optimize.roster.repair import Event, Notice, Repair, Standing, repair
from optimize.roster.repair.event import ABSENCE, REMOVED, WANTED
from optimize.roster.repair.legal import hard_breaks, touched
from quarterhour.labels import LabelError
from quarterhour.result import Limits, Status
from tests.roster.cases import at, day, duty, limit, person, problem, random_problem, stretch
from tests.roster.standings import NOW, random_staff, sick, stand

EXACT = Limits(work=20.0)
FLAT = Notice(steps=((0, 1),))
WHAT = ["employee", "start", "end", "outlet", "post", "activity", "source", "duty"]


def mend(standing: Standing, event: Event, now: pd.Timestamp, notice: Notice | None = None) -> Repair:
    """A repair that no clock ends."""
    return repair(standing, event, now, notice=notice, limits=EXACT)


def changed(answer: Repair) -> list[tuple[str, str, str]]:
    """employee, before, after of changes that the event does not force."""
    further = answer.changes[~answer.changes["forced"]]
    return list(further[["employee", "before", "after"]].itertuples(index=False, name=None))


def points(standing: Standing) -> float:
    """What the checker adds up."""
    rules = check(standing.checked(), standing.segments)
    return float((rules["amount"] * rules["weight"]).sum())


def test_direct_replacement() -> None:
    """Whoever is off and able takes the duty: one change, proven, with its reason and whose duty it was."""
    given = problem([person("a"), person("b")], [duty("d", 2, 9, 17)])
    answer = mend(stand(given, {"a": ["d"]}), sick("a", 2), NOW)
    assert changed(answer) == [("b", "", "d")]
    row = answer.changes[~answer.changes["forced"]].iloc[0]
    # from noon of the day before the first to the third day are two whole days: 3 is for three days and more
    assert (row["reason"], row["of"], row["notice"], row["weight"]) == ("roster.changed_fills", "a", 2, 4)
    assert answer.proven
    assert answer.holes.empty


def test_chain_on_one_day() -> None:
    """Where only somebody on duty can take it, and only an idle one theirs, both change: two, proven."""
    able = [("a", "A", "cash"), ("b", "A", "cash"), ("b", "A", "desk"), ("c", "A", "desk")]
    people = [person(name) for name in "abc"]
    given = problem(people, [duty("x", 1, 9, 17, post="cash"), duty("y", 1, 9, 17)], able=able)
    answer = mend(stand(given, {"a": ["x"], "b": ["y"]}), sick("a", 1), NOW)
    assert changed(answer) == [("b", "y", "x"), ("c", "", "y")]
    assert [proof.status for proof in answer.proofs[:2]] == [Status.OPTIMAL] * 2
    follows = answer.changes.set_index("employee").loc["c"]
    assert (follows["reason"], follows["of"]) == ("roster.changed_follows", "b")


def test_chain_over_days() -> None:
    """A candidate without hours to spare gives another day away: three changes, proven."""
    able = [("a", "A", "cash"), ("b", "A", "cash"), ("b", "A", "desk"), ("c", "A", "desk")]
    people = [person("a"), person("b", hours_week_most=8.0), person("c")]
    given = problem(people, [duty("x", 1, 9, 17, post="cash"), duty("y", 4, 9, 17)], able=able)
    answer = mend(stand(given, {"a": ["x"], "b": ["y"]}), sick("a", 1), NOW)
    assert changed(answer) == [("b", "", "x"), ("b", "y", ""), ("c", "", "y")]
    assert answer.proven


def test_a_limit_makes_a_chain() -> None:
    """Who has reached a hard limit of days takes the duty only by giving another day away."""
    able = [("a", "A", "cash"), ("b", "A", "cash"), ("b", "A", "desk"), ("c", "A", "desk")]
    duties = [duty("x", 1, 9, 17, post="cash"), duty("y", 4, 9, 17)]
    limits = [limit("b", "days_in_period", "week", most=1)]
    given = problem([person(name) for name in "abc"], duties, able=able, limits=limits)
    answer = mend(stand(given, {"a": ["x"], "b": ["y"]}), sick("a", 1), NOW)
    assert changed(answer) == [("b", "", "x"), ("b", "y", ""), ("c", "", "y")]
    assert answer.proven


def test_what_a_limit_asks_for_is_not_taken_away() -> None:
    """Nobody gives up the day that a hard least asks for, unless the event itself takes it."""
    able = [("a", "A", "cash"), ("b", "A", "desk"), ("c", "A", "cash"), ("c", "A", "desk")]
    duties = [duty("x", 1, 9, 17, post="cash"), duty("y", 1, 9, 17)]
    least = {"least": 1, "what": "desk"}
    limits = [limit(name, "duties_in_period", "week", **least) for name in ("a", "c")]
    given = problem([person(name) for name in "abc"], duties, able=able, limits=limits)
    standing = stand(given, {"a": ["x"], "c": ["y"]})
    answer = mend(standing, sick("a", 1), NOW)
    assert (changed(answer), answer.holes["duty"].tolist()) == ([], ["x"])
    assert answer.proven
    free = replace(given, limits=given.limits[given.limits["employee"] == "a"])
    assert changed(mend(stand(free, {"a": ["x"], "c": ["y"]}), sick("a", 1), NOW)) == [
        ("b", "", "y"),
        ("c", "y", "x"),
    ]


def test_priced_limits_choose_among_replacements() -> None:
    """At as few holes and changes, the points of a weighted limit decide, and are the checker's."""
    limits = [limit("b", "days_in_period", "week", most=0, weight=50.0)]
    given = problem([person(name) for name in "abc"], [duty("x", 1, 9, 17)], limits=limits)
    answer = mend(stand(given, {"a": ["x"]}), sick("a", 1), NOW)
    assert changed(answer) == [("c", "", "x")]
    assert answer.proofs[2].objective == pytest.approx(points(answer.standing), abs=1e-3)


def test_a_hole_that_nobody_can_fill_stays_visible() -> None:
    """The place is told with its reason and what would mend it, and that it can not be filled is proven."""
    given = problem([person("a"), person("b")], [duty("d", 2, 9, 17)], able=[("a", "A", "desk")])
    answer = mend(stand(given, {"a": ["d"]}), sick("a", 2), NOW)
    assert answer.holes[["duty", "people", "reason", "mend"]].to_numpy().tolist() == [
        ["d", 1, "roster.reason_absent", "roster.mend_move_absence"]
    ]
    assert answer.proofs[0].status is Status.OPTIMAL
    assert answer.proofs[0].objective == 8 * 60 * 1000


def test_old_holes_cost_nothing() -> None:
    """What was open as published may stay open: nobody is called for it."""
    given = problem([person("a"), person("b")], [duty("d", 1, 9, 17), duty("old", 3, 9, 17)])
    answer = mend(stand(given, {"a": ["d"]}), sick("a", 1), NOW)
    assert changed(answer) == [("b", "", "d")]
    assert answer.holes.empty


def test_soon_weighs_more_than_later() -> None:
    """With a choice of whose day changes, the one further ahead is taken."""
    able = [("a", "A", "cash"), ("b", "A", "cash"), ("b", "A", "desk"), ("c", "A", "desk")]
    people = [person("a"), person("b", hours_week_most=8.0), person("c")]
    duties = [duty("x", 1, 9, 17, post="cash"), duty("y", 1, 9, 17), duty("z", 15, 9, 17)]
    given = problem(people, duties, able=able, days=21)
    answer = mend(stand(given, {"a": ["x"], "b": ["y"], "c": ["z"]}), sick("a", 1), NOW)
    assert changed(answer) == [("b", "y", "x"), ("c", "", "y")]
    with pytest.raises(ValueError, match="not in order"):
        Notice(steps=((0, 1), (7, 2)))


def test_part_of_a_day_leaves_the_rest() -> None:
    """Going home at noon leaves the morning with the person and the afternoon to somebody else, as a duty."""
    given = problem([person("a"), person("b")], [duty("d", 0, 8, 16)])
    rows = [("a", at(0, 12), at(0, 24), "sick", 8.0)]
    event = Event(absences=pd.DataFrame(rows, columns=ABSENCE))
    answer = mend(stand(given, {"a": ["d"]}), event, at(0, 10))
    served = answer.standing.segments[answer.standing.segments["activity"] == "work"]
    assert served[["employee", "start", "end", "duty"]].to_numpy().tolist() == [
        ["a", at(0, 8), at(0, 12), "d/1"],
        ["b", at(0, 12), at(0, 16), "d/1+"],
    ]
    assert hard_breaks(answer.standing).empty


def test_new_moved_and_removed_duties() -> None:
    """A duty that is gone frees its people without a further change; a new one is filled by them at no cost."""
    given = problem([person("a"), person("b")], [duty("d", 1, 9, 17)])
    new = problem([], [duty("e", 1, 12, 20)]).duties
    removed = pd.DataFrame([("d", 1)], columns=REMOVED)
    answer = mend(stand(given, {"a": ["d"]}), Event(added=new, removed=removed), NOW)
    assert answer.changes[["employee", "before", "after", "forced"]].to_numpy().tolist() == [["a", "d", "e", True]]
    assert answer.proofs[1].objective == 0


def test_somebody_wants_a_day_off() -> None:
    """The wish is done, and somebody else takes the duty."""
    given = problem([person("a"), person("b")], [duty("d", 1, 9, 17)])
    wanted = pd.DataFrame([("a", day(1), "")], columns=WANTED)
    answer = mend(stand(given, {"a": ["d"]}), Event(wanted=wanted), NOW)
    assert answer.changes[["employee", "after", "reason"]].to_numpy().tolist() == [
        ["a", "", "roster.changed_wanted"],
        ["b", "d", "roster.changed_fills"],
    ]


def test_trainee_left_alone() -> None:
    """Without the trained colleague the trainee may not serve: only somebody trained is put beside them."""
    people = [person("a"), person("t", trained=False), person("u", trained=False), person("c")]
    given = problem(people, [duty("d", 1, 9, 17, people=2)])
    answer = mend(stand(given, {"a": ["d"], "t": ["d"]}), sick("a", 1), NOW)
    assert changed(answer) == [("c", "", "d")]
    alone = mend(
        stand(problem(people[:3], [duty("d", 1, 9, 17, people=2)]), {"a": ["d"], "t": ["d"]}), sick("a", 1), NOW
    )
    assert changed(alone) == [("t", "d", "")]
    assert hard_breaks(alone.standing).empty


def test_the_causes_of_absence_are_not_told() -> None:
    """No kind of absence stands in what a repair tells."""
    given = problem([person("a"), person("b")], [duty("d", 2, 9, 17)])
    answer = mend(stand(given, {"a": ["d"]}), sick("a", 2), NOW)
    told = answer.changes.to_csv() + answer.holes.to_csv() + answer.broken.to_csv()
    assert "sick" not in told


def test_unknown_names_are_refused() -> None:
    """People, duties and days that the unit does not have are named."""
    standing = stand(problem([person("a")], [duty("d", 2, 9, 17)]), {"a": ["d"]})
    with pytest.raises(LabelError, match="nobody"):
        mend(standing, sick("nobody", 2), NOW)
    with pytest.raises(LabelError, match="no duty z"):
        mend(standing, Event(removed=pd.DataFrame([("z", 1)], columns=REMOVED)), NOW)


@pytest.mark.parametrize("seed", range(2))
def test_past_and_locked_stay_and_rules_hold(seed: int) -> None:
    """On random problems: no hard rule breaks anew, points are the checker's, what must stay is the same row."""
    given = random_problem(seed)
    before = stand(given)
    draw = np.random.default_rng(seed)
    who = str(draw.choice(before.cells["employee"])) if len(before.cells) else "e0"
    now = at(3, 9.5)
    answer = mend(before, sick(who, 4, 2), now, notice=FLAT)
    old, new = hard_breaks(before), hard_breaks(answer.standing)
    keys = ["rule", "employee", "day"]
    known = set(old[keys].itertuples(index=False, name=None))
    assert {row for row in new[keys].itertuples(index=False, name=None) if row not in known} == set()
    people = touched(before, answer.standing)
    theirs, looked_at = new[new["employee"].isin(people)], hard_breaks(answer.standing, people)
    pd.testing.assert_frame_equal(
        looked_at[looked_at["employee"].isin(people)].reset_index(drop=True), theirs.reset_index(drop=True)
    )
    stays = before.segments[
        ((before.segments["start"] < now) | before.segments["locked"]) & (before.segments["employee"] != who)
    ]
    after = answer.standing.segments
    kept = stays.merge(after, on=list(after.columns), how="left", indicator=True)
    assert (kept["_merge"] == "both").all()
    days = answer.changes[["employee", "day"]].drop_duplicates()
    others = before.segments.merge(days, on=["employee", "day"], how="left", indicator=True)
    others = others[others["_merge"] == "left_only"].drop(columns="_merge")
    assert len(others.merge(after, on=list(after.columns))) == len(others)
    if len(answer.proofs) == 3:
        assert answer.proofs[2].objective == pytest.approx(points(answer.standing), abs=1e-3)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_fewest_changes_by_brute_force(seed: int, *, limited: bool) -> None:
    """Holes and changes are the least of all rosters of the small problem, each judged by the checker alone."""
    given = random_staff(seed, people=4, days=3, places=2)
    if limited:
        two = [limit(name, "days_in_period", "week", most=2) for name in given.employees["employee"]]
        given = replace(given, limits=problem(given.employees.to_dict("records"), limits=two).limits)
    before = stand(given)
    if before.cells.empty:
        pytest.skip("nobody is on duty")
    cell = before.cells.iloc[seed % len(before.cells)]
    who, number = str(cell["employee"]), int(cell["number"])
    answer = mend(before, sick(who, number), NOW, notice=FLAT)
    assert answer.proven
    holes, changes = best_of_all(before, who, day(number), answer)
    assert answer.proofs[0].objective == pytest.approx(holes)
    assert answer.proofs[1].objective == pytest.approx(changes)


def best_of_all(before: Standing, who: str, away: pd.Timestamp, answer: Repair) -> tuple[float, float]:
    """Least hole points over those published, and least changed days at these, over all rosters by enumeration."""
    own = before.own
    duties, days = own["duty"].tolist(), own["day"].tolist()
    able = set(before.problem.able[["employee", "post"]].itertuples(index=False, name=None))
    had = dict(zip(before.cells["duty"], before.cells["employee"], strict=True))
    names = [
        [
            "",
            *(
                one
                for one in before.problem.employees["employee"]
                if (one, post) in able and (one, on) != (who, away)
            ),
        ]
        for post, on in zip(own["post"], days, strict=True)
    ]
    was = {(had[one], on): one for one, on in zip(duties, days, strict=True) if one in had}
    ranked = []
    for chosen in itertools.product(*names):
        becomes = {(one, on): what for one, on, what in zip(chosen, days, duties, strict=True) if one}
        if len(becomes) == sum(map(bool, chosen)):
            holes = sum(480e3 for one, what in zip(chosen, duties, strict=True) if not one and what in had)
            changed_days = {key for key in {*was, *becomes} if was.get(key) != becomes.get(key)} - {(who, away)}
            ranked.append((holes, len(changed_days), becomes))
    for holes, changes, becomes in sorted(ranked, key=lambda row: row[:2]):
        taken: dict[str, list[str]] = {}
        for (one, _), what in becomes.items():
            taken.setdefault(one, []).append(what)
        rostered = stand(answer.standing.problem, taken) if taken else None
        if rostered is None or check_hard(rostered.checked(), rostered.segments).empty:
            return holes, float(changes)
    raise AssertionError("even nobody on duty breaks a rule")


def test_locked_segments_of_the_network_stay() -> None:
    """A locked duty is not moved to fill a hole, though its person could take it."""
    able = [("a", "A", "cash"), ("b", "A", "cash"), ("b", "A", "desk"), ("c", "A", "desk")]
    duties = [duty("x", 1, 9, 17, post="cash"), duty("y", 1, 9, 17)]
    given = problem([person(name) for name in "abc"], duties, able=able, fixed=[stretch("b", 1, 9, 17)])
    answer = mend(stand(given, {"a": ["x"]}), sick("a", 1), NOW)
    assert changed(answer) == []
    assert answer.holes["duty"].tolist() == ["x"]
