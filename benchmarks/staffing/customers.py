"""Customers who come in replications of spells: drawn from the rates, or as they really came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.staffing.services import Service
from quarterhour.arrays import Floats, Ints


@dataclass(frozen=True)
class Customers:
    """Lanes are spells x replications, spell by spell; one flat row a customer, by lane and arrival.

    Each lane's customers are followed by one who never comes, so that a lane's next customer always exists.

    Attributes
    ----------
    replications
        Lanes of each spell.
    first
        Row of the first customer of each lane.
    arrival
        Minutes since the spell began; infinite for the one who never comes.
    handling, patience
        Minutes.
    bin
        spell x slots + slot of arrival; -1 for the one who never comes.
    shape
        Spells and slots.
    """

    replications: int
    first: Ints
    arrival: Floats
    handling: Floats
    patience: Floats
    bin: Ints
    shape: tuple[int, int]

    def per_slot(self, value: Floats | None = None) -> Floats:
        """Number of customers, or the sum of their values, by spell and slot of arrival."""
        real = self.bin >= 0
        weights = None if value is None else value[real]
        size = self.shape[0] * self.shape[1]
        return np.bincount(self.bin[real], weights, minlength=size).astype(np.float64).reshape(self.shape)


def from_rates(
    rate: Floats, grain: int, replications: int, service: Service, draw: np.random.Generator
) -> Customers:
    """Inhomogeneous Poisson arrivals: Poisson counts a slot, evenly spread within it."""
    counts = draw.poisson(np.repeat(rate[:, None, :], replications, axis=1))
    return from_counts(counts, grain, service, draw)


def from_counts(counts: Ints, grain: int, service: Service, draw: np.random.Generator) -> Customers:
    """Customers of given counts, shape (spells, replications, slots), each at any minute of his slot."""
    spells, replications, slots = counts.shape
    lanes = spells * replications
    real = counts.reshape(lanes, slots)
    with_last = np.concatenate([real, np.ones((lanes, 1), dtype=np.int64)], axis=1)
    slot = np.repeat(np.tile(np.arange(slots + 1), lanes), with_last.ravel())
    size = real.sum(axis=1) + 1
    lane = np.repeat(np.arange(lanes), size)
    last = slot == slots
    arrival = np.where(last, np.inf, (slot + draw.random(len(slot))) * grain)
    arrival = arrival[np.lexsort((arrival, lane))]
    variance = np.log1p((service.spread / service.handling) ** 2)
    handling = draw.lognormal(np.log(service.handling) - variance / 2, np.sqrt(variance), len(slot))
    patience = np.full(len(slot), np.inf)
    if np.isfinite(service.patience):
        patience = draw.exponential(service.patience, len(slot))
    place = np.where(last, -1, lane // replications * slots + slot)
    return Customers(replications, np.cumsum(size) - size, arrival, handling, patience, place, (spells, slots))
