"""What happened to the customers and people of one pool in all replications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Mask
from scenarios.rehearsal.backlog import Backlog
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Runs


@dataclass(frozen=True)
class Fate:
    """What became of each customer: served, lost, or else left over.

    Attributes
    ----------
    wait
        Minutes until served or gone; for those left over, until closing (immediate) or the horizon's end. For
        deferred services the time until settled, in the clock of their deadline.
    within
        Served, and within the minutes of the service's promise.
    counted
        False only for open deferred work whose deadline lies beyond the horizon.
    """

    wait: Floats
    served: Mask
    lost: Mask
    within: Mask
    counted: Mask

    @property
    def left_over(self) -> Mask:
        """Neither served nor lost."""
        return ~(self.served | self.lost)

    def followed_by(self, other: Fate) -> Fate:
        """Both, one after the other."""
        return Fate(
            np.concatenate([self.wait, other.wait]),
            np.concatenate([self.served, other.served]),
            np.concatenate([self.lost, other.lost]),
            np.concatenate([self.within, other.within]),
            np.concatenate([self.counted, other.counted]),
        )


@dataclass(frozen=True)
class Outcome:
    """One pool after the play.

    Attributes
    ----------
    services
        The pool's services; `Customers.service` is a row of it.
    customers, fate
        Immediate ones first.
    planned
        People-minutes planned in each interval.
    present, busy, grounded
        People-minutes at the post, serving, and lost for want of a desk that works; (replications, intervals).
    queue
        Customer-minutes queueing; (services, replications, intervals).
    backlog
        Deferred work that is open.
    overtime
        Minutes served after closing in each replication.
    """

    outlet: str
    pool: str
    services: pd.DataFrame
    customers: Customers
    fate: Fate
    planned: Floats
    present: Floats
    busy: Floats
    grounded: Floats
    queue: Floats
    backlog: Backlog
    overtime: Floats
    runs: Runs

    @property
    def replications(self) -> int:
        """How many times the pool was played."""
        return len(self.overtime)
