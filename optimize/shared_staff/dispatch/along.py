"""What customers meet along the transient line: late customers and minutes waited, by lane, with given people.

The model's convex line says which moves are worth most; this says what they do, by the same Kolmogorov equations
of M/M/c+M by which plans find the people they need (`optimize/queueing/transient.py`, `waits.py`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from optimize.queueing.transient import Crowding, Flow, pass_interval
from optimize.queueing.waits import Waits
from optimize.shared_staff.dispatch.ground import Ground
from quarterhour.arrays import Floats, Ints

ROOM = 6.0
"""Standard deviations of the customers who come that a line has room for beyond those expected."""
HANDS = 2
"""Threads that play lines side by side: the equations' solver needs no Python."""
STEP = 6.0
"""Minutes of one implicit step; shorter ones change late customers by less than the forecast knows."""


def along(ground: Ground, lanes: Ints, people: Floats) -> pd.DataFrame:
    """lane (row), waiting (customer-minutes), late (customers not served within their promise), lost (who leave).

    One row for each entry of `lanes`, whose (T,) people are that row of `people`. Those waiting now count in the
    minutes until the lane closes; whether they are late already is not known, so they are not among the late.
    """
    if not len(lanes):
        return pd.DataFrame({"lane": lanes, "waiting": [], "late": [], "lost": []})
    parts = np.array_split(np.arange(len(lanes)), HANDS)
    with ThreadPoolExecutor(HANDS) as hands:
        met = hands.map(
            lambda part: _met(ground, lanes[part], people[part]), [part for part in parts if len(part)]
        )
        return pd.concat(met, ignore_index=True)


def _met(ground: Ground, lanes: Ints, people: Floats) -> pd.DataFrame:
    """As `along`: no line knows of another."""
    table, lines = ground.situation.lanes.iloc[lanes], ground.lines.take(lanes)
    handling, cv, patience, promise = (
        table[name].to_numpy(np.float64) for name in ("handling", "cv", "patience", "promise")
    )
    serving = _serving(lines.waiting, lines.rate[:, 0] * handling / ground.clock.minutes[0], people[:, 0])
    crowd = _crowd(lines.waiting + serving, lines.rate, lines.serves, people)
    waiting, late, lost = (np.zeros(len(lanes)) for _ in range(3))
    for t, minutes in enumerate(ground.clock.minutes.tolist()):
        flow = Flow(lines.rate[:, t] / minutes, handling, cv, patience, np.zeros(len(lanes)))
        n = people[:, t]
        crowd, mean = pass_interval(crowd, flow, n, minutes, max(int(np.ceil(minutes / STEP)), 1))
        queued = mean.mean(np.maximum(mean.number - n[mean.line], 0.0))
        opens = ground.opens[lanes, t:].any(axis=1)
        waiting += queued * minutes * opens
        lost += queued * minutes / patience * opens
        late += lines.rate[:, t] * np.clip(Waits.of(mean, flow, n).late(promise, patience), 0.0, 1.0)
    return pd.DataFrame({"lane": lanes, "waiting": waiting, "late": late, "lost": lost})


def _serving(waiting: Floats, load: Floats, people: Floats) -> Floats:
    """Customers who are being served now: by everybody where somebody waits, else as many as the load asks for."""
    busy: Floats = np.where(waiting > 0, people, np.minimum(load, people))
    return busy


def _crowd(inside: Floats, rate: Floats, serves: Floats, people: Floats) -> Crowding:
    """Lines in which so many are now, with room for all that may come and not be served."""
    beyond = np.maximum(np.cumsum(rate - serves * people, axis=1).max(axis=1), 0.0)
    room = inside + beyond + ROOM * np.sqrt(rate.sum(axis=1) + 1.0) + people.max(axis=1) + 5.0
    size = np.ceil(room).astype(np.int64)
    crowd = Crowding.empty(size)
    first = np.cumsum(size) - size
    low = np.floor(inside).astype(np.int64)
    chance = np.zeros_like(crowd.chance)
    chance[first + low] = 1.0 - (inside - low)
    chance[first + low + 1] += inside - low
    return Crowding(size, chance)
