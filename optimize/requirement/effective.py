"""Which stationary queue stands for an interval of a changing day: four ways, the plainest to the played one."""

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
    """The merged lines at the rates that theory must be asked for.

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
    lagged = merged.at(rate)
    return lagged if method != "played" else lagged.with_least(_played(lagged, minimum, effort, seed, processes))


LANES_A_TASK = 16
"""So many lanes are worked out side by side: enough to fill an array, few enough to share out."""


def _played(merged: Merged, minimum: Ints, effort: Effort, seed: int, processes: int) -> Ints:
    """Least people by cell, a matrix; lanes know nothing of each other, so processes change nothing."""
    answer = merged.least()
    grain = merged.lanes.opening.grain
    tasks = [(number, _lane(merged, minimum, number)) for number in range(len(merged.lanes.keys))]
    tasks = [task for task in tasks if task[1][1].count]
    groups = [tasks[at : at + LANES_A_TASK] for at in range(0, len(tasks), LANES_A_TASK)]
    work = []
    for group in groups:
        guesses = [answer[: len(lane.rate), number] for number, (lane, _) in group]
        work.append(delayed(correct)([task for _, task in group], guesses, grain, effort, seed))
    for group, found in zip(groups, Parallel(processes)(work), strict=True):
        for (number, _), people in zip(group, found, strict=True):
            answer[: len(people), number] = people
    return answer


def _lane(merged: Merged, minimum: Ints, number: int) -> tuple[OneLane, Pieces]:
    """One lane and its pieces."""
    lanes, calls = merged.lanes, merged.calls
    width = len(lanes.keys)
    size = int(lanes.open[:, number].sum())
    own = np.flatnonzero(merged.cells % width == number)
    position = merged.cells[own] // width
    rows = calls.iloc[own]
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
    starts = lanes.opening.table["start"].iloc[lanes.row[:size, number]].reset_index(drop=True)
    pieces = cut(
        lanes.open[:size, number], lanes.follows[:size, number], starts, arrivals.sum(axis=1), lanes.opening.grain
    )
    return lane, pieces


def _pledges(services: pd.DataFrame, arrivals: Floats) -> tuple[Pledge, ...]:
    """The distinct promises of a lane's services, each asked where one of its services has customers."""
    share = services["promise_share"].where(services["promise"] == "share_within").to_numpy(np.float64)
    minutes = services["promise_minutes"].to_numpy(np.float64)
    patience = services["patience_minutes"].fillna(np.inf).to_numpy(np.float64)
    distinct, which = np.unique(np.column_stack([minutes, share, patience]), axis=0, return_inverse=True)
    return tuple(
        Pledge(*(float(value) for value in row), (arrivals[:, which.ravel() == number] > 0).any(axis=1))
        for number, row in enumerate(distinct)
    )
