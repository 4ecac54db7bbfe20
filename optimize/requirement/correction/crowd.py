"""Customers of all pieces of one lane, in as many replications as the pooled cells need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.queueing.lognormal import lognormal
from optimize.requirement.correction.lane import OneLane
from optimize.requirement.correction.pieces import Pieces
from quarterhour.arrays import Floats, Ints

FEWEST, MOST = 8, 1000
"""Replications of a piece."""


@dataclass(frozen=True)
class Crowd:
    """Customers sorted by lane (one replication of one piece) and arrival.

    Attributes
    ----------
    piece
        Piece of each lane.
    lane, position, service
        Of each customer; positions are the lane's.
    arrival, handling, patience
        Minutes since the first position's start would be, were there no closings.
    """

    piece: Ints
    lane: Ints
    position: Ints
    service: Ints
    arrival: Floats
    handling: Floats
    patience: Floats


def draw_crowd(
    lane: OneLane, pieces: Pieces, customers_a_cell: int, grain: int, draw: np.random.Generator
) -> Crowd:
    """Poisson arrivals at the lane's rates, lognormal handling, exponential patience."""
    replications = _replications(lane, pieces, customers_a_cell)
    piece = np.repeat(np.arange(pieces.count), replications)
    begin, span = (pieces.first - pieces.warm)[piece], (pieces.warm + pieces.length)[piece]
    slot_lane = np.repeat(np.arange(len(piece)), span)
    position = np.repeat(begin - (np.cumsum(span) - span), span) + np.arange(len(slot_lane))
    counts = draw.poisson(lane.rate[position])
    flat = np.repeat(np.arange(counts.size), counts.ravel())
    slot, service = np.divmod(flat, counts.shape[1])
    moment = draw.random(len(flat))
    order = np.argsort(slot + moment, kind="stable")
    slot, service, moment = slot[order], service[order], moment[order]
    where = position[slot]
    owner, arrival = slot_lane[slot], (where + moment) * grain
    return Crowd(
        piece,
        owner,
        where,
        service,
        arrival,
        draw.lognormal(*lognormal(lane.handling[service], lane.spread[service])),
        _exponential(lane.patience[service], draw),
    )


def _replications(lane: OneLane, pieces: Pieces, customers_a_cell: int) -> Ints:
    """So many that a pooled cell sees about the asked number of customers in all pieces of its group."""
    before = np.concatenate([[0.0], np.cumsum(lane.rate.sum(axis=1))])
    total = before[pieces.first + pieces.length] - before[pieces.first]
    customers = np.bincount(pieces.group, total)
    intervals = np.bincount(pieces.group, pieces.length) / np.maximum(np.bincount(pieces.group), 1)
    wanted = np.ceil(customers_a_cell * intervals / np.maximum(customers, 1e-9))
    answer: Ints = np.clip(wanted, FEWEST, MOST).astype(np.int64)[pieces.group]
    return answer


def _exponential(mean: Floats, draw: np.random.Generator) -> Floats:
    leaves = np.isfinite(mean)
    patience = np.full(len(mean), np.inf)
    patience[leaves] = draw.exponential(mean[leaves])
    return patience
