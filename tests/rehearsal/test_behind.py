"""Work that comes first at an office: against a plain telling, across closings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.patterns import Patterns
from quarterhour.arrays import Ints
from scenarios.rehearsal.behind import done_first, serve_both
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Horizon, Runs
from scenarios.rehearsal.presence import Presence
from scenarios.rehearsal.stretches import Stretches
from tests.rehearsal.cases import FIRST, GRID, service
from tests.rehearsal.telling import Item, Person, told

HORIZON = Horizon.of(GRID, FIRST, 1)
RUNS = Runs.of(np.array([2, 3, 6, 7, 8, 11]), HORIZON)
"""Open from minute 60 to 120, 180 to 270 and 330 to 360."""
OPENINGS = list(zip(RUNS.begin.tolist(), RUNS.end.tolist(), strict=True))

SERVICES = pd.DataFrame(
    [
        service("customer"),
        *(
            service(name, kind="deferred", promise="settled_within", promise_minutes=minutes)
            for name, minutes in (("later", 240.0), ("soon", 60.0))
        ),
    ]
)
POSTS = pd.DataFrame(
    {"post": ["counter", "office"], "services": [("customer",), ("later", "soon")], "flexible": [True, False]}
)
PATTERNS = Patterns.of(POSTS, SERVICES["service"])
URGENCY = [None, 1, 0]


def _items(draw: np.random.Generator) -> tuple[Customers, list[Item]]:
    size = int(draw.integers(0, 25))
    interval = draw.choice(np.flatnonzero(RUNS.run >= 0), size)
    kind = draw.integers(0, 3, size)
    arrival = (interval + draw.random(size)) * GRID.grain
    order = np.argsort(arrival)
    interval, kind, arrival = interval[order], kind[order], arrival[order]
    handling = draw.exponential(12.0, size)
    patience = np.where((kind == 0) & (draw.random(size) < 0.5), draw.exponential(20.0, size), np.inf)
    plain = zip(arrival.tolist(), handling.tolist(), patience.tolist(), kind.tolist(), strict=True)
    items = [Item(came, takes, stays, URGENCY[number]) for came, takes, stays, number in plain]
    return Customers(np.zeros(size, np.int64), kind, interval.astype(np.int64), arrival, handling, patience), items


def _people(draw: np.random.Generator) -> tuple[Presence, list[Person]]:
    """Somebody at the counter and up to three others; those of the counter stand first, as the kernel has it."""
    counter, office = int(draw.integers(0, 3)), int(draw.integers(1, 3))
    people, rows = [], []
    for number in range(counter + office):
        edges = np.sort(draw.choice(np.arange(0.0, 420.0, 15.0), 2 * int(draw.integers(1, 4)), replace=False))
        stretches = [(float(a), float(b)) for a, b in edges.reshape(-1, 2)]
        people.append(Person(number >= counter, stretches))
        post = POSTS["post"].iloc[int(number >= counter)]
        rows += [(f"e{number}", "", FIRST, "pool", post, start, end) for start, end in stretches]
    windows = pd.DataFrame(rows, columns=["employee", "duty", "day", "pool", "post", "start", "end"])
    which = np.arange(len(windows))
    there = Stretches(0 * which, which, windows["start"].to_numpy(float), windows["end"].to_numpy(float))
    return Presence(windows, there, Stretches.joined([])), people


@given(st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=150)
def test_equal_to_the_plain_telling_to_the_last_bit(seed: int) -> None:
    """Own jobs first, by urgency and across closings; customers by patience, in overtime, or left over."""
    draw = np.random.default_rng(seed)
    (customers, items), (presence, people) = _items(draw), _people(draw)
    first = done_first(SERVICES, PATTERNS, presence)
    assert first.tolist() == [False, True, True]
    jobs = first[customers.service]
    begin, _ = serve_both(
        customers.take(~jobs), customers.take(jobs), SERVICES, PATTERNS, presence, RUNS, replications=1
    )
    expected = np.array(told(items, people, OPENINGS), dtype=float)
    np.testing.assert_array_equal(begin, np.concatenate([expected[~jobs], expected[jobs]]))


def _standing(post: str, flexible: tuple[bool, bool]) -> Ints:
    window = pd.DataFrame({"post": [post], "employee": ["e"]})
    patterns = Patterns.of(POSTS.assign(flexible=list(flexible)), SERVICES["service"])
    nothing = Stretches.joined([])
    return np.flatnonzero(done_first(SERVICES, patterns, Presence(window, nothing, nothing)))


def test_what_others_take_too_is_done_in_idle_time() -> None:
    """Work comes first only where somebody stands who helps at the counter, and only if nobody else takes it."""
    assert _standing("office", (True, False)).tolist() == [1, 2]
    assert not len(_standing("counter", (True, False))), "nobody is there who could do it first"
    assert not len(_standing("office", (False, False))), "the office helps nobody"
    assert not len(_standing("office", (True, True))), "the counter takes its work as well"
