"""What an interval of a changing day asks for: four methods, from the plainest to the played one."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from optimize.requirement.correction import Effort, OneLane, Pieces, Pledge, correct, cut
from optimize.requirement.immediate import Merged
from optimize.requirement.offered_load import lagged_load, modified_offered_load
from quarterhour.arrays import Floats, Ints

Method = Literal["stationary", "lagged", "offered_load", "played"]
"""The interval's own rate; the rate one handling time earlier; the modified offered load; that one corrected by
simulation."""


def effective(merged: Merged, method: Method, minimum: Ints, effort: Effort, seed: int, processes: int) -> Merged:
    """The merged lines with the queues that people are asked for, or (played) with the people themselves.

    Parameters
    ----------
    minimum
        People who are there anyway, by lane.
    """
    line = merged.line
    if method == "stationary" or not (line.rate > 0).any():
        return merged
    spread_out = lagged_load if method == "lagged" else modified_offered_load
    load = spread_out(merged.lanes, merged.calls, merged.group).ravel()
    rate = np.where(line.rate > 0, load / line.handling, 0.0)
    delayed_lines = merged.at(rate)
    return _played(delayed_lines, minimum, effort, seed, processes) if method == "played" else delayed_lines


MOST_LANES_A_TASK = 40
"""So many lanes are worked out side by side at most: enough to fill arrays, few enough for memory."""


def _played(merged: Merged, minimum: Ints, effort: Effort, seed: int, processes: int) -> Merged:
    """With least people by cell and the days they are for; lanes are independent, so processes change nothing."""
    answer = merged.least()
    grain = merged.lanes.opening.grain
    starts = merged.lanes.opening.table["start"]
    moments = (starts.dt.day_of_week * 24 + starts.dt.hour).to_numpy(np.int64)
    owner = merged.cells % len(merged.lanes.keys)
    order = np.argsort(owner, kind="stable")
    own = np.split(order, np.searchsorted(owner[order], np.arange(1, len(merged.lanes.keys))))
    tasks = [(number, _lane(merged, minimum, number, rows, moments)) for number, rows in enumerate(own)]
    tasks = [task for task in tasks if task[1][1].count]
    tasks.sort(key=lambda task: -task[1][0].rate.sum())
    shares = max(-(-len(tasks) // MOST_LANES_A_TASK), min(2 * processes, len(tasks)) if processes > 1 else 1)
    groups = [tasks[share::shares] for share in range(shares)]
    customers = effort.of(sum(pieces.cell(len(lane.rate))[1] for _, (lane, pieces) in tasks))
    work = []
    for group in groups:
        guesses = [answer[: len(lane.rate), number] for number, (lane, _) in group]
        work.append(delayed(correct)([task for _, task in group], guesses, grain, customers, effort.passes, seed))
    for group, found in zip(groups, Parallel(min(processes, shares))(work), strict=True):
        for (number, _), people in zip(group, found, strict=True):
            answer[: len(people), number] = people
    return merged.with_days(answer, tasks)


def _lane(merged: Merged, minimum: Ints, number: int, own: Ints, moments: Ints) -> tuple[OneLane, Pieces]:
    """One lane and its pieces; `own` are its rows of the calls."""
    lanes = merged.lanes
    size = int(lanes.open[:, number].sum())
    position = merged.cells[own] // len(lanes.keys)
    rows = merged.calls.iloc[own]
    names, labels = rows["service"].factorize(sort=True)
    arrivals = np.zeros((size, len(labels)))
    np.add.at(arrivals, (position, names), rows["rate"].to_numpy(np.float64))
    services = rows.drop_duplicates("service").sort_values("service")
    handling = services["handling_minutes"].to_numpy(np.float64)
    flat = np.arange(lanes.row.size).reshape(lanes.row.shape)[:size, number]
    lane = OneLane(
        name=tuple(str(label) for label in (*lanes.keys.iloc[number], merged.group)),
        rate=arrivals,
        handling=handling,
        spread=services["handling_spread"].fillna(services["handling_minutes"]).to_numpy(np.float64),
        patience=services["patience_minutes"].fillna(np.inf).to_numpy(np.float64),
        line=merged.line.take(flat),
        pledges=_pledges(services, arrivals),
        minimum=int(minimum[number]),
    )
    opened, follows = lanes.open[:size, number], lanes.follows[:size, number]
    pieces = cut(opened, follows, moments[lanes.row[:size, number]], arrivals.sum(axis=1), lanes.opening.grain)
    return lane, pieces


def _pledges(services: pd.DataFrame, arrivals: Floats) -> tuple[Pledge, ...]:
    """The distinct promises of a lane's services, with the customers of the services that make it."""
    share = services["promise_share"].where(services["promise"] == "share_within").to_numpy(np.float64)
    minutes = services["promise_minutes"].to_numpy(np.float64)
    patience = services["patience_minutes"].fillna(np.inf).to_numpy(np.float64)
    distinct, which = np.unique(np.column_stack([minutes, share, patience]), axis=0, return_inverse=True)
    return tuple(
        Pledge(minute, part, stay, arrivals[:, which.ravel() == number].sum(axis=1))
        for number, (minute, part, stay) in enumerate(distinct.tolist())
    )
