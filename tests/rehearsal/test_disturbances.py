"""Desks that fail, travel that takes longer and surges: each by itself, with all other draws as they were."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterhour.labels import LabelError
from scenarios.rehearsal import Assumptions, RehearsalProblem, Surge, rehearse
from scenarios.rehearsal.breakdowns import MONTH, Breakdowns, draw_breakdowns
from scenarios.rehearsal.desks import cut_to, short_at
from scenarios.rehearsal.seated import seated
from tests.rehearsal.cases import at, duty, problem, service


def _equipment(pieces: int, failures: float, hours: float) -> pd.DataFrame:
    row = {
        "outlet": "A",
        "equipment": "A-desk",
        "pieces": pieces,
        "failures_a_month": failures,
        "repair_hours": hours,
    }
    return pd.DataFrame([row])


def _staffed(**changes: object) -> RehearsalProblem:
    people = [row for person in range(3) for row in duty(f"e{person}", 0, (8, 18))]
    return problem({("A", "a"): 24.0}, [service("a")], people, desks=3, **changes)


def test_breakdowns_last_as_long_as_they_should() -> None:
    """Failures a month 30 and 6 hours of repair: down for 6 of 730.5 / 30 + 6 hours, from the first minute on."""
    length = 28 * 1440.0
    found = draw_breakdowns(_equipment(4, 30.0, 6.0), length, 200, 1)
    expected = 360.0 / (MONTH / 30.0 + 360.0)
    # 200 x 4 pieces x 22 cycles: standard error of the share about 1 in 100 of it
    assert (found.end - found.begin).sum() / (200 * 4 * length) == pytest.approx(expected, rel=0.05)
    assert (found.begin == 0).mean() > 0
    assert ((found.begin >= 0) & (found.end <= length) & (found.begin < found.end)).all()
    fewer = draw_breakdowns(_equipment(4, 30.0, 6.0), length, 50, 1)
    np.testing.assert_array_equal(fewer.begin, found.begin[found.replication < 50])
    assert len(draw_breakdowns(_equipment(4, 0.0, 6.0), length, 5, 1).begin) == 0


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=3),
    st.integers(1, 3),
    st.integers(0, 1),
)
@settings(deadline=None, max_examples=300)
def test_pieces_are_those_of_minute_after_minute(
    windows: list[tuple[int, int]], down: list[tuple[int, int]], desks: int, spare: int
) -> None:
    """In each minute desks go to the first windows there, as many as work; the rest lack one."""
    start = np.array([float(begin) for begin, _ in windows])
    end = start + [float(length) for _, length in windows]
    failed, repaired = (np.array([float(begin + part * length) for begin, length in down]) for part in (0, 1))
    order = np.lexsort((np.arange(len(start)), start))
    window, begin, until = cut_to(start[order], end[order], desks, failed, repaired, spare)
    short = False
    for minute in range(30):
        works = min(desks, desks + spare - int(((failed <= minute) & (repaired > minute)).sum()))
        there = [row for row in range(len(order)) if start[order][row] <= minute < end[order][row]]
        short |= len(there) > works
        found = sorted(window[(begin <= minute) & (until > minute)].tolist())
        assert found == there[: max(works, 0)]
    enough = max(sum(b <= m < e for b, e in zip(start, end, strict=True)) for m in range(30)) <= desks
    if enough:
        assert short_at(start, end, desks, failed, repaired, spare) == short


def test_what_finds_a_desk_and_what_does_not_is_the_whole() -> None:
    """Two windows, two desks, one down from 20 to 50 in one replication: there the second lacks it."""
    windows = pd.DataFrame({"person": [0, 1], "start": [0.0, 10.0], "end": [100.0, 90.0]})
    breakdowns = Breakdowns(np.array([1]), np.array([20.0]), np.array([50.0]))
    there, lacking = seated(windows, 2, 0, breakdowns, 3)
    assert there.replication.tolist() == [0, 0, 1, 1, 1, 2, 2]
    assert there.start[there.replication == 1].tolist() == [0.0, 10.0, 50.0]
    assert (lacking.replication.tolist(), lacking.window.tolist()) == ([1], [1])
    assert (lacking.start.tolist(), lacking.end.tolist()) == ([20.0], [50.0])
    assert len(seated(windows, 2, 1, breakdowns, 3)[1].start) == 0, "a spare desk stands in"


def test_failing_desks_lengthen_waits_and_are_told() -> None:
    """Same customers; waits are longer, people at the post fewer, and weak points name the desks."""
    sound = rehearse(_staffed(), replications=60, seed=1)
    failing = rehearse(_staffed(equipment=_equipment(3, 10.0, 30.0)), replications=60, seed=1)
    assert failing.services["arrivals"].tolist() == sound.services["arrivals"].tolist()
    assert failing.services["wait_minutes"].iloc[0] > 2 * sound.services["wait_minutes"].iloc[0]
    assert failing.intervals["on_duty"].sum() < sound.intervals["on_duty"].sum()
    assert "rehearsal.equipment" in set(failing.weak_points["reason"])
    spare = rehearse(_staffed(equipment=_equipment(50, 1.0, 1.0)), replications=10, seed=1)
    pd.testing.assert_frame_equal(spare.services, rehearse(_staffed(), replications=10, seed=1).services)


def _lent(spread: float) -> RehearsalProblem:
    people = duty("e", 0, (8, 12), (13, 18))
    travel = people[0] | {"activity": "travel", "start": at(0, 7.5), "end": at(0, 8)}
    return problem({("A", "a"): 1.0}, [service("a")], [travel, *people], travel_spread=spread)


def test_late_arrival_after_travel() -> None:
    """30 minutes of travel with a factor of spread 0.5: E max(factor - 1, 0) is the lognormal's call at 1."""
    replications = 2000
    on_time, late = (rehearse(_lent(spread), replications=replications, seed=1) for spread in (0.0, 0.5))
    assert on_time.intervals["on_duty"].sum() * 30 == pytest.approx(9 * 60)
    sigma = math.sqrt(math.log1p(0.25))
    call = math.erf(sigma / 2 / math.sqrt(2))  # 2 N(sigma / 2) - 1, Black and Scholes at the money
    missed = 9 * 60 - late.intervals["on_duty"].sum() * 30
    assert missed == pytest.approx(30 * call, rel=0.1)
    assert late.services["arrivals"].tolist() == on_time.services["arrivals"].tolist()


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
def test_a_surge_multiplies_arrivals_in_its_window_only(factor: float) -> None:
    """From 10 to 14 arrivals are the factor times as many; before 10 every figure is as without the surge."""
    plain = rehearse(_staffed(), replications=200, seed=1)
    surge = Surge("*", factor, at(0, 10), at(0, 14))
    asked = Assumptions(surges=(surge,)).applied(_staffed())
    moved = rehearse(asked, replications=200, seed=1)
    begins = plain.service_intervals["start"]
    inside, before = (begins >= at(0, 10)) & (begins < at(0, 14)), begins < at(0, 9.5)
    pd.testing.assert_frame_equal(moved.service_intervals[before], plain.service_intervals[before])
    came = [one.service_intervals["arrivals"] for one in (moved, plain)]
    pd.testing.assert_series_equal(came[0][~inside], came[1][~inside])
    # 200 x 96 customers: standard error 0.7%
    assert came[0][inside].sum() == pytest.approx(factor * came[1][inside].sum(), rel=0.03)


def test_assumptions_that_do_not_fit_are_named() -> None:
    """A surge at an unknown outlet, backwards or below zero is refused; without assumptions nothing changes."""
    asked = _staffed(unplanned_absence=0.1)
    with pytest.raises(LabelError, match="Z"):
        Assumptions(surges=(Surge("Z", 2.0, at(0, 8), at(0, 9)),)).applied(asked)
    with pytest.raises(ValueError, match="exchanged"):
        Surge("A", 2.0, at(0, 9), at(0, 8))
    with pytest.raises(ValueError, match="factor"):
        Surge("A", -1.0, at(0, 8), at(0, 9))
    with pytest.raises(ValueError, match="no start or no end"):
        Surge("A", 2.0, pd.Timestamp(""), at(0, 9))
    assert Assumptions().none
    assert Assumptions().applied(asked).unplanned_absence == 0.1
    changed = Assumptions(absence=0.3, lateness=4.0).applied(asked)
    assert (changed.unplanned_absence, changed.unplanned_lateness) == (0.3, 4.0)
    assert dataclasses.replace(asked, unplanned_absence=0.3, unplanned_lateness=4.0).days == changed.days


def test_machines_that_are_down_send_their_customers_to_people() -> None:
    """Of two machines that contain as many as come to people one is down on average: half as many come besides."""
    machines = pd.DataFrame(
        [("A", "terminal", 2, 1000.0, 0.73, "a", 1.0)],
        columns=["outlet", "equipment", "pieces", "failures_a_month", "repair_hours", "service", "contained"],
    )  # a thousand failures a month, each of 0.73 hours: down half of the time
    people = duty("e", 0, (8, 18))
    plain = problem({("A", "a"): 6.0}, [service("a")], people)
    failing = dataclasses.replace(plain, self_service=machines)
    before, after = (rehearse(each, replications=100, seed=1).services.iloc[0] for each in (plain, failing))
    assert after["arrivals"] / before["arrivals"] == pytest.approx(1.5, abs=0.05)
    never = dataclasses.replace(plain, self_service=machines.assign(failures_a_month=0.0))
    pd.testing.assert_series_equal(rehearse(never, replications=100, seed=1).services.iloc[0], before)
