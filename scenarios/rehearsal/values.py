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
        horizon), lost_share, lost_low, lost_high (share of the arrivals who leave), oldest_worst (deferred: the
        greatest age of open work at the end of any interval of any replication, in its deadline's clock).
    intervals
        outlet, pool, start, arrivals, on_duty, wait_minutes, within (share within the promise), within_low,
        within_high, occupancy, occupancy_low, occupancy_high (share of the time at the post spent serving, above
        1 where customers in hand are finished after it), queue, queue_low, queue_high (customers waiting).
    service_intervals
        outlet, service, start, and of those who arrive in the interval: arrivals (mean over replications),
        wait_minutes, wait_low, wait_high, wait_p50, wait_p90 (the least waits that at least half, nine in ten,
        do not exceed), within, within_low, within_high (share within the promise; open deferred work not yet due
        is not counted), kept (the promise holds on the mean over replications), lost_share, lost_low,
        lost_high; of the time of the interval: queue, queue_low, queue_high (immediate: customers waiting),
        and at its end backlog (deferred: jobs open, mean), oldest_minutes (age of the oldest, mean over
        replications, 0 where none is open), oldest_worst (greatest). NaN where nobody came or it does not
        apply. Open intervals only.
    weak_points
        outlet, pool, start, end, within, target (NaN: only mean waits are promised), wait_minutes, wait_target
        (NaN: none promised), late (customers not within, mean over replications), reason (code): stretches of
        intervals that fail, most late customers first.
    replications
        replication, outlet, arrivals, served, lost, left_over, within (served within the minutes of their
        promise), immediate (those who arrive for immediate services), wait_minutes (their mean), overtime_minutes
        (served after closing): conservation can be checked, and plans that met the same customers be held against
        each other.
    calls
        outlet, day, standby (people on standby), called (share of replications in which they were called), people,
        hours (who served then, and how long: means over all replications): days with standby only.
    """

    services: pd.DataFrame
    intervals: pd.DataFrame
    service_intervals: pd.DataFrame
    weak_points: pd.DataFrame
    replications: pd.DataFrame
    calls: pd.DataFrame
    count: int
    seed: int
