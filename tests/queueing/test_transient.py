"""The transient line: what lasts is the stationary line, what begins is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.queueing import Line, measure, served_within
from optimize.queueing.transient import Crowding, Flow, pass_interval
from optimize.queueing.waits import Waits

ENDLESS = np.array([np.inf])


def _flow(load: float, handling: float, cv: float = 1.0, patience: float = np.inf) -> Flow:
    return Flow(*(np.array([value]) for value in (load / handling, handling, cv, patience, 0.0)))


def _line(load: float, handling: float, cv: float, patience: float = np.inf) -> Line:
    return Line(*(np.array([value]) for value in (load / handling, handling, cv, patience)))


def _long_run(flow: Flow, servers: int, states: int = 400) -> Crowding:
    now = Crowding.empty(np.array([states]))
    for _ in range(80):
        now, during = pass_interval(now, flow, np.array([servers]), 60.0, 10)
    return during


@pytest.mark.parametrize(("load", "servers", "handling"), [(0.8, 1, 5.0), (3.0, 4, 8.0), (40.0, 44, 3.0)])
def test_what_lasts_is_erlang_c(load: float, servers: int, handling: float) -> None:
    """After a long time wait and share within are those of Erlang C, stretched by the spread as it is there."""
    flow, line = (
        _flow(load, handling, 0.7),
        Line(*(np.array([v]) for v in (load / handling, handling, 0.7, np.inf))),
    )
    during, there = _long_run(flow, servers), np.array([servers])
    assert Waits.of(during, flow, there).mean(ENDLESS) == pytest.approx(measure(line, there).wait, rel=1e-6)
    missed = Waits.of(during, flow, there).late(np.array([4.0]), ENDLESS)
    assert 1 - missed == pytest.approx(served_within(line, there, 4.0), abs=1e-6)


@pytest.mark.parametrize(("load", "servers", "patience"), [(9.0, 8, 20.0), (3.0, 4, 5.0), (2.0, 1, 10.0)])
def test_what_lasts_is_erlang_a(load: float, servers: int, patience: float) -> None:
    """With patience too, up to the gamma shape taken for the wait."""
    flow, line = _flow(load, 8.0, 1.0, patience), _line(load, 8.0, 1.0, patience)
    during, there = _long_run(flow, servers, 150), np.array([servers])
    assert Waits.of(during, flow, there).mean(np.array([patience])) == pytest.approx(
        measure(line, there).wait, rel=5e-3
    )
    missed = Waits.of(during, flow, there).late(np.array([6.0]), np.array([patience]))
    assert 1 - missed == pytest.approx(served_within(line, there, 6.0), abs=6e-3)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.floats(0, 3), st.integers(0, 6), st.floats(1, 30)), min_size=1, max_size=5),
    st.integers(1, 12),
)
def test_chances_stay_chances(lines: list[tuple[float, int, float]], steps: int) -> None:
    """Whatever comes, no chance is negative and each line's add up to one; lines do not touch each other."""
    rate, servers, handling = (np.array(column) for column in zip(*lines, strict=True))
    flow = Flow(rate, handling, np.ones(len(lines)), np.full(len(lines), np.inf), np.zeros(len(lines)))
    size = np.arange(len(lines)) + 5
    after, during = pass_interval(Crowding.empty(size), flow, servers, 30.0, steps)
    for crowding in (after, during):
        assert (crowding.chance >= -1e-12).all()
        assert crowding.mean(np.ones(len(crowding.chance))) == pytest.approx(np.ones(len(lines)))
    one = np.arange(len(lines)) == len(lines) - 1
    alone, _ = pass_interval(Crowding.empty(size[one]), flow.take(one), servers[one], 30.0, steps)
    assert alone.chance == pytest.approx(after.take(one).chance, abs=1e-12)


def test_an_empty_line_fills_up() -> None:
    """Right after opening few wait; in overload the queue then grows by what cannot be served."""
    flow, there = _flow(6.0, 10.0), np.array([3])
    now = Crowding.empty(np.array([200]))
    waits = []
    for _ in range(8):
        now, during = pass_interval(now, flow, there, 30.0, 10)
        waits.append(float(Waits.of(during, flow, there).mean(ENDLESS)[0]))
    assert waits[0] < waits[1] / 2
    # each half hour brings 18 customers and serves 9: the wait grows by 9 x 10 / 3 minutes
    assert np.diff(waits)[3:] == pytest.approx(np.full(4, 30.0), rel=0.03)
