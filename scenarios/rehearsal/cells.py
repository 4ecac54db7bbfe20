"""A pool by service, replication and interval of arrival: the sums from which all figures are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quarterhour.arrays import Floats, Mask
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome


@dataclass(frozen=True)
class Cells:
    """Sums of shape (services, replications, intervals).

    Attributes
    ----------
    arrivals, wait, served, lost, within, work
        Number, minutes waited, numbers served, lost and within the promise's minutes, minutes of handling.
    judged, judged_wait
        Number and minutes waited of all but open deferred work that is not yet due.
    """

    arrivals: Floats
    wait: Floats
    served: Floats
    lost: Floats
    within: Floats
    work: Floats
    judged: Floats
    judged_wait: Floats

    @classmethod
    def of(cls, outcome: Outcome, horizon: Horizon) -> Cells:
        """All sums of one pool."""
        people, fate = outcome.customers, outcome.fate
        shape = (len(outcome.services), outcome.replications, horizon.count)
        size = int(np.prod(shape))
        cell = (people.service * shape[1] + people.replication) * shape[2] + people.interval

        def total(weights: Floats | None, chosen: Mask | None = None) -> Floats:
            some = cell if chosen is None else cell[chosen]
            values = weights if chosen is None or weights is None else weights[chosen]
            return np.bincount(some, values, minlength=size).astype(np.float64).reshape(shape)

        arrivals, wait = total(None), total(fate.wait)
        open_still = ~fate.counted
        return cls(
            arrivals=arrivals,
            wait=wait,
            served=arrivals - total(None, ~fate.served),
            lost=total(None, fate.lost),
            within=total(None, fate.within),
            work=total(people.handling),
            judged=arrivals - total(None, open_still) if open_still.any() else arrivals,
            judged_wait=wait - total(fate.wait, open_still) if open_still.any() else wait,
        )
