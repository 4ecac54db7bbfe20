"""The loss curve: customers expected late and lost at each head-count, by pool, interval and path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
import pandas as pd

from optimize.queueing import measure, served_within
from optimize.requirement.confidence.streams import Queues, Streams
from optimize.requirement.confidence.values import TOLERANCE, LossCurve, SamplePaths
from optimize.requirement.values import RequirementProblem
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.labels import attach

CELLS_AT_ONCE = 400_000
"""Cells times paths that are worked out side by side: some tens of megabytes an array."""


@dataclass(frozen=True)
class _Step:
    """One head-count in all cells that still want it; late, lost and kept have shape (paths, cells)."""

    cell: Ints
    people: int
    late: Floats
    lost: Floats
    kept: Mask


def loss_curve(problem: RequirementProblem, paths: SamplePaths, rest: float = 0.01) -> LossCurve:
    """Expected customers late and lost by pool, interval and head-count, and how sure the promises are.

    On each path a pool's immediate customers stand in one line with the modified offered load of their day, as
    for the plain requirement by that method. With n people, of those who come in the interval

    - *lost* are those who leave by patience (none where nobody leaves),
    - *late* are those who are served, but later than their service promises: the minutes of the share promised,
      and for a promised mean wait those who wait longer than that mean themselves,
    - the path *keeps* its promises where each of them holds: mean wait W(n) <= m, P(served within m) >= s.

    Where people cannot keep up and nobody leaves, all are late: the long run of that interval. Deferred work is
    no part of the curve; it has no queue by interval. Head-counts go from 0 up to where every path keeps its
    promises and no more than `rest` customers are expected late or lost, so that whoever pays more than
    `rest` customers for one further person needs to look no further.

    Parameters
    ----------
    problem
        Its demand says which services are asked for in which intervals; rates are those of the paths.
    rest
        Customers an interval, above 0.

    Raises
    ------
    LabelError
        When frames do not fit each other.
    UnservedError, PromiseError
        As `require`.
    ValueError
        When `rest` is not above 0, or no number of people can keep a promise.
    """
    if not rest > 0:
        raise ValueError(f"the curve is to go on until {rest:g} customers are late; that must be above 0.")
    streams = Streams.of(problem, paths)
    cells, rows = [], []
    for lanes in _blocks(streams):
        found, curve = _block(streams, lanes, rest)
        cells.append(found)
        rows.append(curve)
    frame = pd.concat([streams.lanes.frame("pool"), pd.concat(cells, ignore_index=True)], axis=1)
    frame = attach(frame, problem.desks[["outlet", "desks"]], ["outlet"], "desks")
    length = frame["most"].to_numpy() + 1
    frame["first"] = np.cumsum(length) - length
    labels = frame.loc[np.repeat(np.arange(len(frame)), length), ["outlet", "pool", "start"]]
    curve = pd.concat([labels.reset_index(drop=True), pd.concat(rows, ignore_index=True)], axis=1)
    order = ["outlet", "pool", "start", "arrivals", "load", "floor", "desks", "first", "most"]
    weights = pd.DataFrame({"path": paths.numbers, "weight": paths.weights})
    return LossCurve(frame[order], curve, weights, problem.grain)


def loss_by_path(problem: RequirementProblem, paths: SamplePaths, rest: float = 0.01) -> pd.DataFrame:
    """The curve of each path by itself: outlet, pool, start, people, path, weight, late, lost, kept (bool).

    As many rows as the curve times the paths: meant for some outlets of a network. Figures are those that
    `loss_curve` weighs; head-counts go as far as there, but not up to the floor where that is higher.
    """
    streams = Streams.of(problem, paths)
    labels, frames, before = streams.lanes.frame("pool"), [], 0
    for lanes in _blocks(streams):
        queues = streams.of_lanes(lanes)
        size = queues.arrivals.shape[1]
        for step in _steps(queues, paths.weights, np.zeros(size, dtype=np.int64), rest):
            path, cell = (each.ravel() for each in np.indices(step.late.shape))
            frame = labels.iloc[before + step.cell[cell]].assign(
                people=step.people,
                path=paths.numbers[path],
                weight=paths.weights[path],
                late=step.late.ravel(),
                lost=step.lost.ravel(),
                kept=step.kept.ravel(),
            )
            frames.append(frame)
        before += size
    whole = pd.concat(frames, ignore_index=True) if frames else labels
    return whole.sort_values(["outlet", "pool", "start", "people", "path"], ignore_index=True)


def _blocks(streams: Streams) -> Iterator[Ints]:
    """Lanes in order, as many at once as memory should bear; at least one block, which may be empty."""
    length, lanes = streams.lanes.open.shape
    at_once = max(CELLS_AT_ONCE // max(length * len(streams.paths.weights), 1), 1)
    for first in range(0, max(lanes, 1), at_once):
        yield np.arange(first, min(first + at_once, lanes), dtype=np.int64)


def _block(streams: Streams, lanes: Ints, rest: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells of some lanes (arrivals, load, floor, most) and their rows (people, late, lost, kept), in order."""
    queues, weights = streams.of_lanes(lanes), streams.paths.weights
    floor = streams.floor(lanes, queues.comes)
    steps = [
        (step.cell, step.people, weights @ step.late, weights @ step.lost, weights @ step.kept)
        for step in _steps(queues, weights, floor, rest)
    ]
    cell = np.concatenate([cells for cells, *_ in steps])
    people = np.concatenate([np.full(len(cells), number, dtype=np.int64) for cells, number, *_ in steps])
    late, lost, kept = (np.concatenate([step[place] for step in steps]) for place in (2, 3, 4))
    order = np.argsort(cell, kind="stable")
    load = weights @ queues.line.load.reshape(queues.arrivals.shape)
    most = np.bincount(cell, minlength=len(floor)) - 1
    cells = pd.DataFrame({"arrivals": weights @ queues.arrivals, "load": load, "floor": floor, "most": most})
    columns = {"people": people, "late": late, "lost": lost, "kept": np.minimum(kept, 1.0)}
    return cells, pd.DataFrame({name: values[order] for name, values in columns.items()})


def _steps(queues: Queues, weights: Floats, floor: Ints, rest: float) -> Iterator[_Step]:
    """One person more after the other, each time for the cells whose curve goes on."""
    active = np.arange(len(floor), dtype=np.int64)
    for people in count():
        step = _with(queues, active, people)
        yield step
        loss = weights @ (step.late + step.lost)
        active = active[~step.kept.all(axis=0) | (loss > rest) | (people < floor[active])]
        if not len(active):
            return


def _with(queues: Queues, cells: Ints, people: int) -> _Step:
    """Late and lost customers of some cells with so many people, and whether the path keeps its promises."""
    shape = queues.arrivals.shape
    flat = np.arange(queues.arrivals.size).reshape(shape)[:, cells].ravel()
    arrivals = queues.arrivals.ravel()[flat]
    line = queues.line.take(flat)
    late, lost, kept = arrivals.copy(), np.zeros_like(arrivals), arrivals == 0
    # Where people cannot keep up and nobody leaves, all are late: nothing to work out.
    some = (arrivals > 0) & ((line.load < people) | np.isfinite(line.patience))
    if some.any():
        late[some], lost[some], kept[some] = _met(queues, flat[some], people)
    wide = (shape[0], len(cells))
    return _Step(cells, people, late.reshape(wide), lost.reshape(wide), kept.reshape(wide))


def _met(queues: Queues, flat: Ints, people: int) -> tuple[Floats, Floats, Mask]:
    """The same for flat places in which the line is to be worked out."""
    line, arrivals = queues.line.take(flat), queues.arrivals.ravel()[flat]
    found = measure(line, people)
    kept = found.wait <= queues.mean_wait.ravel()[flat] + TOLERANCE
    missed = np.zeros_like(arrivals)
    for limit in queues.limits:
        customers, share = limit.customers.ravel()[flat], limit.share.ravel()[flat]
        own = customers > 0
        within = served_within(line.take(own), people, limit.minutes)
        missed[own] += customers[own] * (1.0 - within)
        kept[own] &= np.isnan(share[own]) | (within >= share[own] - TOLERANCE)
    lost = arrivals * found.lost
    return np.maximum(missed - lost, 0.0), lost, kept
