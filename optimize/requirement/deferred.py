"""Deferred services: work that arrives, and when it falls due, as cumulative curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from optimize.requirement.in_hand import InHand
from optimize.requirement.lanes import Lanes
from quarterhour.arrays import Floats, Ints, Mask

RESERVE = 0.25
"""Share of the time to a deadline that is kept free for chance: work planned for the last minute comes late
as soon as a little more arrives than expected, or a job takes longer."""

SUREST = 0.999
"""Highest share that room for chance is kept for."""


@dataclass(frozen=True)
class Work:
    """One deferred service a lane, for the lanes that have one of this rank; work in person-intervals.

    Attributes
    ----------
    lane
        Column of the lanes' matrices.
    services, handling, spread
        Label, mean handling minutes and their standard deviation of each.
    arrived
        Matrix (position, one of `lane`): work arrived by the end of each interval.
    planned, due
        Likewise, work that is planned for, which leaves room for chance, and when it falls due.
    by_opening
        Whether the deadline counts opening minutes; else minutes of the clock.
    until
        As `arrived`: open intervals passed when what arrives at the end of each must be settled.
    """

    lane: Ints
    services: list[str]
    handling: Floats
    spread: Floats
    by_opening: Mask
    arrived: Floats
    planned: Floats
    due: Floats
    until: Floats

    def job(self, grain: int) -> tuple[Floats, Floats]:
        """Mean and variance of one job, in person-intervals."""
        return self.handling / grain, (self.spread / grain) ** 2

    def in_hand(self, grain: int, lanes: int) -> InHand:
        """Jobs that people may have in hand, by lane."""
        mean, variance = self.job(grain)
        return InHand.of(self.lane, self.arrived[-1] / mean, mean, np.sqrt(variance), lanes)

    def scatter(self, grain: int) -> Floats:
        """Variance of the work that arrives in each interval, a Poisson number of jobs."""
        mean, variance = self.job(grain)
        own = np.diff(self.arrived, axis=0, prepend=np.zeros((1, len(self.lane))))
        scattered: Floats = own * (variance + mean**2) / mean
        return scattered


def by_urgency(lanes: Lanes, calls: pd.DataFrame, group: str) -> list[Work]:
    """The deferred services of all lanes: each lane's shortest deadline first.

    Customers arrive evenly through an interval, so both curves are straight within it. All work falls due,
    whatever share is promised, at half of the way to its deadline: in this view without chance, `RESERVE` and
    the quantile that staff is planned for are the margins for chance, and what is late is never left behind
    for good. A promise of a mean wait or of a share within minutes is kept a fortiori.
    """
    if calls.empty:
        return []
    calls = calls.assign(cell=lanes.cells(calls, group))
    calls["lane"] = calls["cell"] % len(lanes.keys)
    pairs = calls.drop_duplicates(["lane", "service"]).sort_values(["lane", "promise_minutes", "service"])
    pairs["rank"] = pairs.groupby("lane").cumcount()
    work = calls["rate"] * calls["handling_minutes"] / lanes.opening.grain
    rows = calls.assign(work=work).groupby(["lane", "service"]).indices
    cells, amounts = calls["cell"].to_numpy(), work.to_numpy(np.float64)
    answer = []
    for _, ranked in pairs.groupby("rank"):
        arrived, planned, due, until = np.zeros((4, len(lanes.row), len(ranked)))
        labels = zip(ranked["lane"].tolist(), ranked["service"].tolist(), strict=True)
        limits = zip(ranked["promise_minutes"].tolist(), ranked["deadline_clock"].tolist(), strict=True)
        for column, ((lane, service), (minutes, clock)) in enumerate(zip(labels, limits, strict=True)):
            own = rows[lane, service]
            np.add.at(arrived[:, column], cells[own] // len(lanes.keys), amounts[own])
            planned[:, column] = np.cumsum(_with_room(arrived[:, column], calls.iloc[own[0]], lanes.opening.grain))
            arrived[:, column] = np.cumsum(arrived[:, column])
            opened, deadline = _deadlines(lanes, lane, minutes, clock)
            due[:, column] = _due(lanes, lane, planned[:, column], opened, deadline)
            until[: len(opened) // 2, column] = deadline[1::2] / lanes.opening.grain
        handling = ranked["handling_minutes"].to_numpy(np.float64)
        spread = ranked["handling_spread"].fillna(ranked["handling_minutes"]).to_numpy(np.float64)
        lane_of, names = ranked["lane"].to_numpy(np.int64), ranked["service"].tolist()
        by_opening = (ranked["deadline_clock"] != "clock").to_numpy(dtype=bool)
        answer.append(Work(lane_of, names, handling, spread, by_opening, arrived, planned, due, until))
    return answer


def _with_room(work: Floats, call: pd.Series, grain: int) -> Floats:
    """Work an interval that covers what chance may bring within the time to a deadline, with the share promised.

    In that time n customers come, a Poisson number, each with work of mean h and spread s: work of mean n h and
    variance n (h^2 + s^2). The normal quantile of that over its mean is the factor on the interval's own work.
    """
    share = min(float(call["promise_share"]), SUREST) if call["promise_share"] > 0 else 0.5
    handling, spread = float(call["handling_minutes"]), float(call["handling_spread"])
    spread = handling if np.isnan(spread) else spread
    span = max(round(float(call["promise_minutes"]) / grain), 1)
    before = np.concatenate([[0.0], np.cumsum(work)])
    at = np.arange(1, len(before))
    window = before[at] - before[np.maximum(at - span, 0)]
    one = (handling**2 + spread**2) / handling / grain
    margin = np.sqrt(np.divide(one, window, out=np.zeros(len(work)), where=window > 0))
    planned: Floats = work * (1.0 + float(ndtri(share)) * margin)
    return planned


def _deadlines(lanes: Lanes, lane: int, minutes: float, clock: str) -> tuple[Floats, Floats]:
    """Opening minutes at both ends of each open interval, and when what arrives there must be settled.

    A deadline that passes while the outlet is closed must be met before it closes.
    """
    grain, last = lanes.opening.grain, int(lanes.open[:, lane].sum())
    start = lanes.minute[:last, lane].astype(np.float64)
    came = np.column_stack([start, start + grain]).ravel()
    opened: Floats = np.column_stack([np.arange(last), np.arange(1, last + 1)]).ravel() * np.float64(grain)
    deadline: Floats = opened + minutes
    if clock == "clock":
        deadline = np.interp(came + minutes, came, opened)
        beyond = came + minutes > came[-1]
        deadline[beyond] = opened[beyond] + minutes
    return opened, deadline


def _due(lanes: Lanes, lane: int, arrived: Floats, opened: Floats, deadline: Floats) -> Floats:
    """Work due by the end of each interval, on the clock of opening minutes.

    Of the opening time from arrival to deadline, the share `RESERVE` at its end is kept free, so the work falls
    due before it.
    """
    last = int(lanes.open[:, lane].sum())
    limit = np.maximum.accumulate(opened + (deadline - opened) * (1.0 - RESERVE))
    levels = np.column_stack([np.append(0.0, arrived[: last - 1]), arrived[:last]]).ravel()
    due = np.zeros(len(arrived))
    due[:last] = np.minimum(np.interp(opened[1::2], limit, levels, left=0.0), arrived[:last])
    due[last:] = due[last - 1]
    return due


def backlog(lanes: Lanes, work: Work, done: Floats, in_time: Floats) -> pd.DataFrame:
    """What arrives, is settled and stays open by interval, in customers, oldest first; and the share in time."""
    lane = Lanes(
        lanes.keys.iloc[work.lane].assign(service=work.services).reset_index(drop=True),
        lanes.row[:, work.lane],
        lanes.open[:, work.lane],
        lanes.follows[:, work.lane],
        lanes.opening,
    )
    customers = lanes.opening.grain / work.handling
    first = np.zeros((1, len(work.lane)))
    still = np.maximum(work.arrived - done, 0.0) * customers
    still[still < 1e-9] = 0.0
    shown = lane.frame(
        "pool",
        arrived=np.diff(work.arrived, axis=0, prepend=first) * customers,
        settled=np.diff(done, axis=0, prepend=first) * customers,
        open=still,
        oldest_minutes=np.where(still > 0, _oldest(lane, work, done), 0.0),
        in_time=in_time,
    )
    return shown.drop(columns="pool")


def _oldest(lane: Lanes, work: Work, done: Floats) -> Floats:
    """Minutes since the arrival of the oldest open work at the end of each interval, in its deadline's clock."""
    grain = lane.opening.grain
    opened = np.broadcast_to(np.arange(len(done))[:, None] * grain, done.shape)
    minute = np.where(work.by_opening, opened, lane.minute)
    age = np.zeros_like(done)
    for column in range(done.shape[1]):
        curve = np.append(0.0, work.arrived[:, column])
        at = np.searchsorted(curve[1:], done[:, column] + 1e-12, side="right").clip(max=len(minute) - 1)
        part = (done[:, column] - curve[at]) / np.maximum(curve[at + 1] - curve[at], 1e-12)
        came = minute[at, column] + grain * part.clip(0.0, 1.0)
        age[:, column] = np.maximum(minute[:, column] + grain - came, 0.0)
    return age
