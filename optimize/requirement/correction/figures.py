"""What customers meet on days that are staffed: along the transient line, interval by interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.queueing.transient import Crowding, pass_interval, still_serving
from optimize.queueing.waits import Waits
from optimize.requirement.correction.days import Days
from optimize.requirement.correction.forward import states, steps_of, with_room
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces, by_position, by_step
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Figures:
    """By position of one lane; 0 where nobody comes, but `within` NaN where no share is promised.

    Attributes
    ----------
    wait
        Mean wait of all arrivals, in minutes.
    within
        Share within their promise's minutes of those promised a share.
    lost
        Share that leaves unserved.
    """

    wait: Floats
    within: Floats
    lost: Floats


def figures(lanes: Sequence[tuple[OneLane, Pieces]], people: Sequence[Ints], grain: int) -> list[Figures]:
    """Figures of each lane with so many people by position, as the transient line says (see `transient.late`)."""
    days = Days.of(lanes)
    there = np.concatenate(
        [by_step(own, pieces, len(days.rate)) for own, (_, pieces) in zip(people, lanes, strict=True)], axis=1
    )
    tables = _along(days, there, grain)
    edges = np.cumsum([pieces.count for _, pieces in lanes])[:-1]
    parts = zip(*(np.split(table, edges, axis=1) for table in tables), strict=True)
    answer = []
    for (lane, pieces), (wait, within, lost) in zip(lanes, parts, strict=True):
        size = len(lane.rate)
        nothing, unknown = np.zeros(size), np.full(size, np.nan)
        answer.append(
            Figures(
                by_position(wait, pieces, nothing),
                by_position(within, pieces, unknown),
                by_position(lost, pieces, nothing),
            )
        )
    return answer


def _along(days: Days, people: Ints, grain: int) -> tuple[Floats, Floats, Floats]:
    """Wait, share within and share lost, (step, piece)."""
    wait, lost, within = np.zeros(people.shape), np.zeros(people.shape), np.full(people.shape, np.nan)
    size, now = states(days, people, people), np.arange(people.shape[1])
    crowding, serving = Crowding.empty(size[0]), np.zeros(len(now))
    for step in range(len(people)):
        goes_on = days.span[now] > step
        now, serving = now[goes_on], serving[goes_on]
        before = with_room(crowding.take(goes_on), size[:, now], step)
        servers = days.serving(step, now, people[step, now])
        leaving = still_serving(before, serving, servers)
        mean_share, end_share = days.fading(step, now, grain)
        flow = days.flow(step, now, leaving * mean_share)
        serving = servers + leaving * end_share
        crowding, during = pass_interval(before, flow, servers, float(grain), steps_of(grain))
        comes = flow.rate > 0
        waits = Waits.of(during, flow, servers)
        met = waits.mean(flow.patience)
        wait[step, now] = np.where(comes, met, 0.0)
        lost[step, now] = np.where(comes, met / flow.patience, 0.0)
        kept, promised = np.zeros((2, len(now)))
        for rank in range(len(days.limit)):
            own = days.arrivals[rank, step, now] * ~days.by_mean[rank, now]
            if own.any():
                missed = waits.late(days.minutes[rank, now], days.own_patience[rank, now])
                kept, promised = kept + own * (1.0 - missed), promised + own
        within[step, now] = np.divide(kept, promised, out=np.full(len(now), np.nan), where=promised > 0)
    return wait, within, lost
