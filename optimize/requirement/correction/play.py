"""A crowd met by so many people in each interval: what every promise's measure comes to."""

from __future__ import annotations

import numpy as np

from optimize.queueing.first_come import NEVER, could_begin
from optimize.requirement.correction.crowd import Crowd
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces
from quarterhour.arrays import Floats, Ints


def play(lane: OneLane, pieces: Pieces, crowd: Crowd, people: Ints, grain: int) -> tuple[Floats, Floats]:
    """Customers by position, and the sum of each promise's measure over them, shape (promises, positions).

    All services of a lane share one line, so all customers of an interval tell of the wait that anybody would
    meet in it. Of a service whose customers leave, each wait w counts with the chance P(patience > w) of being
    within, and with the expected time spent waiting, not with one draw of it.
    """
    begin, end = nested_windows(pieces, people, grain)
    starts, ends = begin[:, :, crowd.piece], end[:, :, crowd.piece]
    begins = could_begin(crowd.lane, crowd.arrival, crowd.handling, crowd.patience, starts, ends)
    wait = begins - crowd.arrival
    scored = crowd.position >= pieces.first[crowd.piece[crowd.lane]]
    wait, position = wait[scored], crowd.position[scored]
    number = np.bincount(position, minlength=len(people)).astype(np.float64)
    sums = [np.bincount(position, amount, minlength=len(people)) for amount in _measures(lane, wait)]
    return number, np.array(sums)


def _measures(lane: OneLane, wait: Floats) -> list[Floats]:
    amounts = []
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
