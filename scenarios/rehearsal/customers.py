"""Who comes, how long each takes and how patient each is: drawn by name, so that nothing else moves the draws."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimize.queueing.lognormal import lognormal
from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.seeds import generator
from scenarios.rehearsal.horizon import Horizon

STAGE = "rehearsal"


@dataclass(frozen=True)
class Customers:
    """Customers of one pool in all replications.

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

    def take(self, chosen: Mask | Ints) -> Customers:
        """Some of the customers, or all in another order."""
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
        return joined([self, other])


def joined(parts: list[Customers]) -> Customers:
    """All, one after the other; of nothing nobody."""
    if not parts:
        nobody = np.empty(0, dtype=np.int64)
        return Customers(nobody, nobody, nobody, *np.empty((3, 0)))
    if len(parts) == 1:
        return parts[0]
    return Customers(
        np.concatenate([part.replication for part in parts]),
        np.concatenate([part.service for part in parts]),
        np.concatenate([part.interval for part in parts]),
        np.concatenate([part.arrival for part in parts]),
        np.concatenate([part.handling for part in parts]),
        np.concatenate([part.patience for part in parts]),
    )


def draw_customers(
    outlet: str,
    services: pd.DataFrame,
    rates: Floats,
    counts: Ints,
    surge: Floats,
    horizon: Horizon,
    replications: int,
    seed: int,
    turned_away: Floats | None = None,
) -> Customers:
    """All customers of one pool, by service and, within it, by replication and interval.

    Every outlet, service and thing drawn (numbers, arrivals, handling, patience) has a generator of its own
    that draws replication after replication. So draws stay the same when rosters, other outlets, other
    services or the number of replications change: two plans meet the same customers. A surge adds customers
    of its own to those who come anyway, or leaves out some of them, and changes nobody else.

    Parameters
    ----------
    services
        service, handling_minutes, handling_spread, patience_minutes: one row each, in the order of `rates`.
    rates, counts
        Shape (paths, services, intervals of the horizon).
    surge
        Factor on the rates by interval; 1 where nothing is unusual.
    turned_away
        Customers who come besides for want of a machine, by customer, shape (replications, services, intervals).
    """
    parts = []
    for row, service in enumerate(services.to_dict("records")):
        names = (STAGE, outlet, str(service["service"]))
        number = _numbers(names, rates[:, row], counts[:, row], replications, seed)
        regular = _people(names, row, service, number, horizon, seed)
        if (surge < 1).any():
            stay = generator(seed, *names, "left out").random(len(regular.arrival)) < surge[regular.interval]
            regular = regular.take(stay)
        parts.append(regular)
        if (surge > 1).any():
            extra = rates[np.arange(replications) % len(rates), row] * np.maximum(surge - 1.0, 0.0)
            more = generator(seed, *names, "surge").poisson(extra)
            parts.append(_people((*names, "surge"), row, service, more, horizon, seed))
        if turned_away is not None and turned_away[:, row].any():
            extra = rates[np.arange(replications) % len(rates), row] * surge * turned_away[:, row]
            more = generator(seed, *names, "self service").poisson(extra)
            parts.append(_people((*names, "self service"), row, service, more, horizon, seed))
    return joined(parts)


def _numbers(names: tuple[str, ...], rates: Floats, counts: Ints, replications: int, seed: int) -> Ints:
    """Customers by replication and interval: each path's own first, drawn from its rates after that."""
    again = np.arange(len(counts), replications) % len(counts)
    drawn = generator(seed, *names, "numbers").poisson(rates[again]) if len(again) else counts[:0]
    return np.concatenate([counts[:replications], drawn]).astype(np.int64)


def _people(
    names: tuple[str, ...], row: int, service: Mapping[Hashable, Any], number: Ints, horizon: Horizon, seed: int
) -> Customers:
    """So many customers of a service, by replication and interval."""
    flat = number.ravel()
    cell = np.repeat(np.arange(len(flat)), flat)
    replication, interval = np.divmod(cell, number.shape[1])
    size = len(cell)
    arrival = (interval + generator(seed, *names, "arrivals").random(size)) * horizon.grain
    mean, spread = service["handling_minutes"], service["handling_spread"]
    times = lognormal(mean, mean if np.isnan(spread) else spread)
    handling = generator(seed, *names, "handling").lognormal(*times, size)
    patience = np.full(size, np.inf)
    if not np.isnan(service["patience_minutes"]):
        patience = generator(seed, *names, "patience").exponential(service["patience_minutes"], size)
    return Customers(replication, np.full(size, row), interval, arrival, handling, patience)
