"""Who comes, how long each takes and how patient each is: drawn by name, so that nothing else moves the draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats, Ints
from quarterhour.seeds import generator
from scenarios.rehearsal.horizon import Horizon

STAGE = "rehearsal"


@dataclass(frozen=True)
class Customers:
    """Customers of one pool in all replications, sorted by replication and arrival.

    Attributes
    ----------
    replication, service, interval
        service is a row of the pool's services; interval an index of the horizon.
    arrival, handling, patience
        In minutes; patience is infinite where nobody leaves.
    """

    replication: Ints
    service: Ints
    interval: Ints
    arrival: Floats
    handling: Floats
    patience: Floats

    def take(self, chosen: npt.NDArray[np.bool_] | Ints) -> Customers:
        """Some of the customers."""
        return Customers(
            self.replication[chosen],
            self.service[chosen],
            self.interval[chosen],
            self.arrival[chosen],
            self.handling[chosen],
            self.patience[chosen],
        )

    def followed_by(self, other: Customers) -> Customers:
        """Both, one after the other."""
        return Customers(
            np.concatenate([self.replication, other.replication]),
            np.concatenate([self.service, other.service]),
            np.concatenate([self.interval, other.interval]),
            np.concatenate([self.arrival, other.arrival]),
            np.concatenate([self.handling, other.handling]),
            np.concatenate([self.patience, other.patience]),
        )


def draw_customers(
    outlet: str,
    services: pd.DataFrame,
    rates: Floats,
    counts: Ints,
    horizon: Horizon,
    replications: int,
    seed: int,
) -> Customers:
    """All customers of one pool.

    Every outlet, service and replication has a generator of its own, so that arrivals and handling times stay
    the same when rosters, other outlets or other services change: two plans meet the same customers.

    Parameters
    ----------
    services
        service, handling_minutes, handling_spread, patience_minutes: one row each, in the order of `rates`.
    rates, counts
        Shape (paths, services, intervals of the horizon).
    """
    parts = []
    for row, service in enumerate(services.to_dict("records")):
        for replication in range(replications):
            draw = generator(seed, STAGE, outlet, str(service["service"]), replication)
            again, path = divmod(replication, len(counts))
            number = counts[path, row] if again == 0 else draw.poisson(rates[path, row])
            interval = np.repeat(np.arange(horizon.count), number)
            arrival = (interval + draw.random(len(interval))) * horizon.grain
            handling = _lognormal(draw, service["handling_minutes"], service["handling_spread"], len(interval))
            mean_patience = service["patience_minutes"]
            patience = np.full(len(interval), np.inf)
            if not np.isnan(mean_patience):
                patience = draw.exponential(mean_patience, len(interval))
            labels = np.full((2, len(interval)), [[replication], [row]])
            parts.append((labels[0], labels[1], interval, arrival, handling, patience))
    joined = Customers(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return joined.take(np.lexsort((joined.arrival, joined.replication)))


def _lognormal(draw: np.random.Generator, mean: float, spread: float, size: int) -> Floats:
    """Lognormal times with the given mean and standard deviation; a spread of 0 is no spread."""
    cv = 1.0 if np.isnan(spread) else spread / mean
    sigma = np.sqrt(np.log1p(cv**2))
    return draw.lognormal(np.log(mean) - sigma**2 / 2, sigma, size)
