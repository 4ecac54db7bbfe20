"""Capacitated location: what is given, and what an answer is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimize.coverage.placing.values import Sites, step_of
from quarterhour.arrays import Floats, Mask
from quarterhour.result import Proof


@dataclass(frozen=True, eq=False)
class Rooms:
    """A capacitated location problem.

    Attributes
    ----------
    opening, capacity
        Of each site: money if it stands, and units that it can serve, at most all demand.
    demand
        Units of each client. Who has none is served nowhere and costs nothing.
    cost
        sites x clients: money if the site serves all of the client; infinite where it can not.
    single
        Whether a client must be served from one site only.
    sites
        Which must stand, and which may not.
    """

    opening: Floats
    capacity: Floats
    demand: Floats
    cost: Floats
    single: bool
    sites: Sites

    @classmethod
    def of(
        cls,
        opening: Floats,
        capacity: Floats,
        demand: Floats,
        cost: Floats,
        *,
        single: bool = False,
        must: Mask | None = None,
        forbidden: Mask | None = None,
    ) -> Rooms:
        """From arrays and masks.

        Raises
        ------
        ValueError
            When shapes do not fit, or a figure is negative, unknown or, but for costs and capacities, infinite.
        """
        if cost.shape != (len(opening), len(demand)) or len(capacity) != len(opening):
            raise ValueError(f"costs of {cost.shape} for {len(opening)} sites and {len(demand)} clients.")
        for name, values in (("opening", opening), ("capacity", capacity), ("demand", demand), ("cost", cost)):
            if np.isnan(values).any() or (values < 0).any():
                raise ValueError(f"{name} is negative or unknown somewhere.\nMaybe a cell is empty.")
        if not (np.isfinite(opening).all() and np.isfinite(demand).all()):
            raise ValueError("opening or demand is infinite somewhere.\nMaybe forbid a site that can not open.")
        room = np.minimum(capacity, demand.sum())
        return cls(opening, room, demand, cost, single, Sites.of(len(opening), must, forbidden))

    def asking(self) -> Rooms:
        """The same without clients of no demand."""
        some = self.demand > 0
        return replace(self, demand=self.demand[some], cost=self.cost[:, some])

    def with_nowhere(self) -> Rooms:
        """With a last site that always stands: whoever is served there has no place.

        Its price exceeds all that any answer costs otherwise, so that as many units as can be have a place.
        """
        known = np.where(np.isfinite(self.cost), self.cost, 0.0)
        price = 1.0 + float(self.opening.sum()) + float(known.max(axis=0, initial=0.0).sum())
        row = price * self.demand / self.demand.min()
        return replace(
            self,
            opening=np.append(self.opening, 0.0),
            capacity=np.append(self.capacity, self.demand.sum()),
            cost=np.vstack([self.cost, row]),
            sites=Sites(np.append(self.sites.must, True), np.append(self.sites.forbidden, False)),
        )

    @cached_property
    def room_needed(self) -> float:
        """Room that standing sites have together at least: demand, rounded up to a sum of capacities."""
        step, units = step_of(self.capacity[self.sites.usable]), float(self.demand.sum())
        return units if step == 0 else step * math.ceil(units / step - 1e-9)

    @property
    def step(self) -> float:
        """The number of which every answer's cost is a multiple; 0 for none."""
        if not self.single:
            return 0.0
        return step_of(np.concatenate([self.opening, self.cost.ravel()]))


@dataclass(frozen=True, eq=False)
class Allocation:
    """Sites that stand, shares of clients served there, and the proof.

    Attributes
    ----------
    stands
        Of each site.
    share
        sites x clients, 0 to 1.
    unserved
        Of each client the units for which no site has room; zeros wherever all have a place.
    proof
        Money of what stands and serves. Where somebody is unserved the proof is that of the model with a price on
        units without a place, and `priced` is that price a unit.
    """

    stands: Mask
    share: Floats
    unserved: Floats
    proof: Proof
    priced: float = 0.0


@dataclass(frozen=True, eq=False)
class Answer:
    """What an answer costs, which sites stand and sites x clients who is served there, shares 0 to 1."""

    total: float
    stands: Mask
    share: Floats


def money(rooms: Rooms, stands: Mask, share: Floats) -> float:
    """Cost of an answer."""
    used = share > 0
    return float(rooms.opening[stands].sum() + (rooms.cost[used] * share[used]).sum())
