"""Deferred services: deadlines kept, idle time used first, the peak no higher than it must be."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.requirement.capacity import extra_people, without_gaps, work_off
from optimize.requirement.in_time import Room, share_in_time
from tests.requirement.cases import deferred, hours, post, problem, service, textbook

EVEN = {"promise_share": 0.5}
"""A promise to half leaves no room for chance: the expected work is planned for."""


def _met(arrived: np.ndarray, due: np.ndarray, capacity: np.ndarray) -> bool:
    """Whether working as soon as there is work meets every deadline; step by step in plain Python."""
    done = 0.0
    for t, room in enumerate(capacity):
        done = min(arrived[t], done + room)
        if done < due[t] - 1e-12:
            return False
    return True


@st.composite
def _curves(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    length = draw(st.integers(1, 12))
    eighths = st.integers(0, 24).map(lambda count: count / 8)  # sums without rounding
    amounts = st.lists(eighths, min_size=length, max_size=length)
    arrived = np.cumsum(draw(amounts))
    late = draw(st.integers(0, 4))
    due = np.concatenate([np.zeros(late), arrived])[:length]
    return arrived[:, None], due[:, None], np.array(draw(amounts))[:, None]


@given(_curves(), st.integers(1, 4))
@settings(deadline=None, max_examples=300)
def test_deadlines_hold_with_the_least_peak(curves: tuple[np.ndarray, ...], stay: int) -> None:
    """All deadlines are met; with one person less at the peak, in every interval, some would be missed."""
    arrived, due, spare = curves
    follows = np.ones(arrived.shape, dtype=bool)
    follows[0] = False
    extra, done = extra_people(arrived, due, spare, np.ones_like(follows), follows, stay)
    assert _met(arrived[:, 0], due[:, 0], spare[:, 0] + extra[:, 0])
    assert np.allclose(done, work_off(arrived, spare + extra))
    if extra.max() > 0:
        assert not _met(arrived[:, 0], due[:, 0], spare[:, 0] + extra.max() - 1)


def test_what_is_settled_in_time_does_not_depend_on_an_outlet_that_opens_longer() -> None:
    """Rows beyond an outlet's own opening, which stand for another's, change no share."""
    draw = np.random.default_rng(7)
    length, longer = 10, 90

    def shares(rows: int) -> np.ndarray:
        def padded(values: np.ndarray) -> np.ndarray:
            return np.pad(values, ((0, rows - length), (0, 0)), mode="edge")

        open_ = np.arange(rows)[:, None] < length
        work = [padded(each) for each in (arrived, until, free, before, scatter)]
        none = np.zeros(1)
        job = (np.array([0.4]), np.array([0.1]))
        room = Room(*work, people=padded(np.ones((length, 1), dtype=np.int64)), job=job, in_hand=(none, none))
        return share_in_time(room, open_)[:length, 0]

    arrived = np.cumsum(draw.uniform(0.1, 0.5, (length, 1)), axis=0)
    until = np.arange(1, length + 1)[:, None] + 3.0
    free, before, scatter = np.ones((length, 1)), np.zeros((length, 1)), np.zeros((length, 1))
    alone = shares(length)
    assert ((alone[:7] > 0.5) & (alone[:7] < 1.0)).any()
    np.testing.assert_array_equal(alone, shares(longer))


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=9), min_size=1, max_size=3), st.integers(1, 4))
@settings(deadline=None, max_examples=200)
def test_gaps_shorter_than_a_stay_are_filled(openings: list[list[int]], stay: int) -> None:
    """Between two calls, after opening and before closing nobody is away for less than a stay."""
    people = np.array([count for opening in openings for count in opening])[:, None]
    first = np.cumsum([0, *(len(opening) for opening in openings[:-1])])
    follows = np.ones(people.shape, dtype=bool)
    follows[first] = False
    filled = without_gaps(people, np.ones_like(follows), follows, stay)[:, 0].tolist()
    for begin, opening in zip(first.tolist(), openings, strict=True):
        own = filled[begin : begin + len(opening)]
        for level in range(1, 4):
            away = [count < level for count in own]
            lengths = [len(list(group)) for gone, group in itertools.groupby(away) if gone]
            assert all(length >= stay for length in lengths) or lengths == [len(opening)]
            assert any(each >= level for each in opening) or all(away), "nobody is added who is never called"
        assert all(there >= asked for there, asked in zip(own, opening, strict=True))
    again = without_gaps(np.array(filled)[:, None], np.ones_like(follows), follows, stay)[:, 0].tolist()
    assert again == filled


def test_idle_time_is_used_before_people_are_added() -> None:
    """One person at a quiet counter does the deferred work in between; nobody is added."""
    services = [service("a"), deferred("d", 240)]
    posts = [post("p", ["a", "d"])]
    rates = {"a": [1.0] * 12, "d": [0.5] * 12}
    with_work = textbook(problem(rates, services, posts))
    without = textbook(problem({"a": [1.0] * 12}, services, posts))
    assert with_work.pools["people"].tolist() == without.pools["people"].tolist()
    # idle 1 - 5/30 of a person; half a person-interval of work arrives: settled as it comes
    assert with_work.backlog["open"].max() < 1e-9
    assert with_work.pools["occupancy"].iloc[0] == pytest.approx(1 / 6 + 1 / 2)


def test_a_back_office_by_cumulative_deadlines() -> None:
    """Six jobs of half an hour, due in 3 hours: planned for three quarters of it, one person for three hours."""
    answer = textbook(problem({"d": [6.0] + [0.0] * 11}, [deferred("d", 180, **EVEN)], [post("p", ["d"])]))
    people = answer.pools["people"].to_numpy()
    # arriving evenly from 8:00 to 8:30 they are planned for 10:15 to 10:45: one person from the first on does
    # half of them by 9:30 and all by 11:00
    assert people.tolist() == [1] * 6 + [0] * 6
    assert answer.backlog["settled"].sum() == pytest.approx(6.0)
    assert answer.backlog["oldest_minutes"].max() <= 180 + 1e-6


def test_a_deadline_over_night_depends_on_its_clock() -> None:
    """Due in 4 hours from 17:30, closing at 18:00: by the clock before closing, by opening hours next day."""
    starts = hours("2026-10-05", 16, 18).append(hours("2026-10-06", 8, 14))
    rates = {"d": [0.0, 0.0, 0.0, 2.0] + [0.0] * 12}
    posts = [post("p", ["d"])]
    by_clock = textbook(problem(rates, [deferred("d", 240, **EVEN)], posts, starts)).pools["people"].to_numpy()
    opening = deferred("d", 240, deadline_clock="opening", **EVEN)
    by_opening = textbook(problem(rates, [opening], posts, starts))
    assert by_clock[3] == 2
    assert by_clock[4:].sum() == 0
    assert by_opening.pools["people"].iloc[:4].sum() == 0
    assert by_opening.pools["people"].max() == 1
    late = by_opening.backlog.loc[by_opening.backlog["open"] > 0]
    assert (late["start"] < starts[12]).all(), "done within 4 opening hours: by 12:00"


def test_backlog_conserves_and_keeps_deadlines() -> None:
    """Arrived = settled + open at every interval, for two services of one pool, and nothing gets too old."""
    draw = np.random.default_rng(5)
    starts = hours("2026-10-05", 8, 20).append(hours("2026-10-06", 8, 20)).append(hours("2026-10-07", 8, 20))
    rates = {name: draw.gamma(2, scale, len(starts)) for name, scale in (("a", 3), ("d", 0.5), ("e", 0.5))}
    services = [service("a"), deferred("d", 60, deadline_clock="opening"), deferred("e", 1440)]
    answer = textbook(problem(rates, services, [post("p", ["a", "d", "e"])], starts))
    sums = answer.backlog.groupby("service")[["arrived", "settled"]].cumsum()
    assert np.allclose(sums["arrived"] - sums["settled"], answer.backlog["open"])
    assert sums["arrived"].iloc[len(starts) - 1] == pytest.approx(rates["d"].sum())
    oldest = answer.backlog.loc[answer.backlog["service"] == "e", "oldest_minutes"].max()
    assert oldest <= 1440 + 1e-6
    by_opening = answer.backlog["service"].eq("d")
    assert answer.backlog.loc[by_opening, "oldest_minutes"].max() <= 60 + 1e-6, "the night does not count"
    still_open = answer.backlog.loc[answer.backlog["start"] == starts[-1], "open"].sum()
    assert answer.pools["people"].sum() >= answer.pools["load"].sum() - still_open, "a job is one person-interval"


def test_capped_desks_let_the_backlog_grow_visibly() -> None:
    """Two people are called when the first work falls due; with one desk the rest stays open and grows old."""
    answer = textbook(problem({"d": [2.0] * 8}, [deferred("d", 60, **EVEN)], [post("p", ["d"])], desks=1))
    assert answer.pools["people"].max() == 1
    assert answer.pools["capped"].any()
    # people are there from opening on, and do one job an interval
    assert answer.backlog["open"].iloc[-1] == pytest.approx(16 - 8)
    assert answer.backlog["oldest_minutes"].iloc[-1] > 60


def test_a_rigid_back_office_post_has_its_own_floor() -> None:
    """A post that not everybody can hold gets the people for its own deferred work as a floor."""
    posts = [post("p", ["a"]), post("q", ["d"], flexible=False)]
    rates = {"a": [12.0] * 8, "d": [2.0] * 8}
    answer = textbook(problem(rates, [service("a"), deferred("d", 60, **EVEN)], posts))
    floors = answer.floors.loc[answer.floors["post"] == "q"]
    assert floors["people"].max() == math.ceil(2.0 * 30 / 30)
    total = floors.merge(answer.pools, on=["outlet", "pool", "start"])
    assert (total["people_x"] <= total["people_y"]).all()


def test_empty_parts_give_empty_frames() -> None:
    """Without deferred services and rigid posts, backlog and floors are empty frames with their columns."""
    answer = textbook(problem({"a": [1.0]}, [service("a")], [post("p", ["a"])]))
    assert list(answer.floors.columns) == ["outlet", "pool", "post", "start", "people"]
    assert list(answer.backlog.columns)[:3] == ["outlet", "service", "start"]
    assert answer.floors.empty
    assert answer.backlog.empty
    assert isinstance(answer.pools["start"].dtype, pd.DatetimeTZDtype)
