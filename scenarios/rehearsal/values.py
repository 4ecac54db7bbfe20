"""What a rehearsal gives."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Rehearsal:
    """A roster played forward against sampled arrivals, with 95% confidence intervals (columns _low, _high).

    Attributes
    ----------
    services
        outlet, service, promise, target, achieved, achieved_low, achieved_high, kept (bool: the promise holds
        on the mean over replications, in every period in which anybody came), periods_kept (share of the
        promise's periods in which it holds), wait_minutes (deferred: until settled, in its deadline's clock),
        wait_low, wait_high, wait_p50, wait_p90, arrivals, served, lost (means over replications, whole
        horizon).
    intervals
        outlet, pool, start, arrivals, on_duty, wait_minutes, within (share within the promise), within_low,
        within_high, occupancy, queue.
    weak_points
        outlet, pool, start, end, within, target (NaN: only mean waits are promised), wait_minutes, wait_target
        (NaN: none promised), late (customers not within, mean over replications), reason (code): stretches of
        intervals that fail, most late customers first.
    replications
        replication, outlet, arrivals, served, lost, left_over, wait_minutes (immediate customers),
        overtime_minutes (served after closing): conservation can be checked.
    """

    services: pd.DataFrame
    intervals: pd.DataFrame
    weak_points: pd.DataFrame
    replications: pd.DataFrame
    count: int
    seed: int
