"""Random small pools with a counter and an office that helps, as the rehearsal takes them and as they are told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
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
        rows += [(number, "", FIRST, "pool", post, start, end) for start, end in stretches]
    windows = pd.DataFrame(rows, columns=["person", "duty", "day", "pool", "post", "start", "end"])
    which = np.arange(len(windows))
    there = Stretches(0 * which, which, windows["start"].to_numpy(float), windows["end"].to_numpy(float))
    return Presence(windows, there, Stretches.joined([])), people


def random_office(draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Begin of service of everybody and every job: as the rehearsal has it, and as it is told."""
    (customers, items), (presence, people) = _items(draw), _people(draw)
    jobs = done_first(SERVICES, PATTERNS, presence)[customers.service]
    begin, _ = serve_both(
        customers.take(~jobs), customers.take(jobs), SERVICES, PATTERNS, presence, RUNS, replications=1
    )
    expected = np.array(told(items, people, OPENINGS), dtype=float)
    return begin, np.concatenate([expected[~jobs], expected[jobs]])
