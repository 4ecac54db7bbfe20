"""A crowd met by so many people in each interval: what every promise's measure comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.queueing.first_come import NEVER, could_begin
from optimize.requirement.correction.crowd import Crowd
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces
from quarterhour.arrays import Floats, Ints

MOST_SEATS = 3_000_000
"""Windows x people x lanes that are played in one go: what fits into memory easily."""


@dataclass(frozen=True)
class Act:
    """One lane to be played: its pieces, who comes, and people by position."""

    lane: OneLane
    pieces: Pieces
    crowd: Crowd
    people: Ints


def play(acts: Sequence[Act], grain: int) -> list[tuple[Floats, Floats]]:
    """Of each act: customers by position, and the sums of each promise's measure over them, (promises, positions).

    All services of a lane share one line, so all customers of an interval tell of the wait that anybody would
    meet in it. Of a service whose customers leave, each wait w counts with the chance P(patience > w) of being
    within, and with the expected time spent waiting, not with one draw of it. Acts are played side by side.
    """
    windows = [nested_windows(act.pieces, act.people, grain) for act in acts]
    answer: list[tuple[Floats, Floats]] = []
    for some in _together(
        [(*begin.shape[:2], len(act.crowd.piece)) for (begin, _), act in zip(windows, acts, strict=True)]
    ):
        waits = _waits([acts[number] for number in some], [windows[number] for number in some])
        answer += [_sums(acts[number], wait) for number, wait in zip(some, waits, strict=True)]
    return answer


def _together(shapes: Sequence[tuple[int, ...]]) -> Iterator[list[int]]:
    """Neighbours whose windows, padded to one shape, are few enough."""
    some: list[int] = []
    for number, _ in enumerate(shapes):
        wider = [shapes[other] for other in (*some, number)]
        seats = max(w for w, _, _ in wider) * max(p for _, p, _ in wider) * sum(lanes for _, _, lanes in wider)
        if some and seats > MOST_SEATS:
            yield some
            some = []
        some.append(number)
    if some:
        yield some


def _waits(acts: Sequence[Act], windows: Sequence[tuple[Floats, Floats]]) -> list[Floats]:
    """Wait of each customer of each act, all played at once."""
    most = [max(begin.shape[axis] for begin, _ in windows) for axis in (0, 1)]
    lanes = np.array([len(act.crowd.piece) for act in acts])
    starts, ends = np.full((*most, int(lanes.sum())), NEVER), np.full((*most, int(lanes.sum())), -NEVER)
    first = np.cumsum(lanes) - lanes
    for act, (begin, end), at in zip(acts, windows, first, strict=True):
        own = (slice(begin.shape[0]), slice(begin.shape[1]), slice(at, at + len(act.crowd.piece)))
        starts[own], ends[own] = begin[:, :, act.crowd.piece], end[:, :, act.crowd.piece]
    lane = np.concatenate([act.crowd.lane + at for act, at in zip(acts, first, strict=True)])
    arrival, handling, patience = (
        np.concatenate([getattr(act.crowd, name) for act in acts]) for name in ("arrival", "handling", "patience")
    )
    wait = could_begin(lane, arrival, handling, patience, starts, ends) - arrival
    return np.split(wait, np.cumsum([len(act.crowd.lane) for act in acts])[:-1])


def _sums(act: Act, wait: Floats) -> tuple[Floats, Floats]:
    crowd, size = act.crowd, len(act.people)
    scored = crowd.position >= act.pieces.first[crowd.piece[crowd.lane]]
    wait, position = wait[scored], crowd.position[scored]
    number = np.bincount(position, minlength=size).astype(np.float64)
    sums = [np.bincount(position, amount, minlength=size) for amount in _measures(act.lane, wait)]
    return number, np.array(sums)


def _measures(lane: OneLane, wait: Floats) -> list[npt.NDArray[np.floating]]:
    amounts: list[npt.NDArray[np.floating]] = []
    for pledge in lane.pledges:
        if pledge.by_mean:
            leaves = np.isfinite(pledge.patience)
            amounts.append(-pledge.patience * np.expm1(-wait / pledge.patience) if leaves else wait)
        else:
            within = wait <= pledge.minutes
            amounts.append(1.0 - within * np.exp(-np.where(within, wait, 0.0) / pledge.patience))
    return amounts


def nested_windows(pieces: Pieces, people: Ints, grain: int) -> tuple[Floats, Floats]:
    """On-windows, shape (windows, people, pieces): person k is there in each interval that asks for more than k.

    Whoever is there at closing serves all who came before it.
    """
    width = int((pieces.warm + pieces.length + pieces.tail).max(initial=0))
    begin = pieces.first - pieces.warm
    within = np.arange(width)[:, None] < (pieces.warm + pieces.length + pieces.tail)
    at = np.minimum(begin + np.arange(width)[:, None], len(people) - 1)
    there = np.where(within, people[at], 0)
    most = max(int(there.max(initial=0)), 1)
    on = there[:, None, :] > np.arange(most)[None, :, None]
    off = np.zeros((1, most, pieces.count), dtype=bool)
    rises = on & ~np.concatenate([off, on[:-1]])
    falls = on & ~np.concatenate([on[1:], off])
    number = np.cumsum(rises, axis=0) - 1
    windows = int(number.max(initial=0)) + 1
    starts, ends = np.full((windows, most, pieces.count), NEVER), np.full((windows, most, pieces.count), -NEVER)
    row, who, piece = np.nonzero(rises)
    starts[number[row, who, piece], who, piece] = (begin[piece] + row) * float(grain)
    row, who, piece = np.nonzero(falls)
    last = row + 1 == (pieces.warm + pieces.length + pieces.tail)[piece]
    ends[number[row, who, piece], who, piece] = np.where(last, np.inf, (begin[piece] + row + 1) * float(grain))
    return starts, ends
