"""Where a plan breaks first, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Ints, Mask
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.interval_figures import Sums
from scenarios.rehearsal.outcome import Outcome

SHORT_OF_PEOPLE = "rehearsal.short_of_people"
QUEUE_BEFORE = "rehearsal.queue_before"
NO_SHOWS = "rehearsal.no_shows"
EQUIPMENT = "rehearsal.equipment"
PEAK = "rehearsal.peak"

MOST = 200
"""So many weak points are kept: more than anybody can mend in a round."""

WEAK_POINTS = (
    "outlet",
    "pool",
    "start",
    "end",
    "within",
    "target",
    "wait_minutes",
    "wait_target",
    "late",
    "reason",
)


def weak_points(outcome: Outcome, totals: Sums, horizon: Horizon) -> pd.DataFrame:
    """Stretches of intervals, within one opening, in which a promise fails on the mean over replications."""
    failing = _fails(totals, slice(None)) & (outcome.runs.run >= 0)
    begins = failing & ~np.append(False, failing[:-1] & (outcome.runs.run[1:] == outcome.runs.run[:-1]))
    stretch = np.cumsum(begins) - 1
    at = np.split(np.flatnonzero(failing), np.flatnonzero(np.diff(stretch[failing])) + 1) if failing.any() else []
    rows = [_point(outcome, totals, intervals, horizon) for intervals in at]
    return pd.DataFrame(rows, columns=list(WEAK_POINTS))


def ranked(points: pd.DataFrame) -> pd.DataFrame:
    """Those with most late or lost customers first."""
    order = points.sort_values(["late", "outlet", "pool", "start"], ascending=[False, True, True, True])
    return order.head(MOST).reset_index(drop=True)


def _fails(totals: Sums, replications: slice | Mask) -> Mask:
    """Whether each interval misses a promise in the mean over some replications."""
    kept, due = totals.shares_kept[replications].sum(axis=0), totals.shares_due[replications].sum(axis=0)
    wait, limit = totals.means_wait[replications].sum(axis=0), totals.means_due[replications].sum(axis=0)
    fails: Mask = (kept < due - 1e-9) | (wait > limit + 1e-9)
    return fails


def _point(outcome: Outcome, totals: Sums, at: Ints, horizon: Horizon) -> dict[str, object]:
    def total(values: Floats) -> float:
        return float(values[:, at].sum())

    means = total(totals.arrivals) - total(totals.shares)
    return {
        "outlet": outcome.outlet,
        "pool": outcome.pool,
        "start": horizon.starts[at[0]],
        "end": horizon.starts[at[-1]] + pd.Timedelta(minutes=horizon.grain),
        "within": total(totals.within) / total(totals.arrivals),
        "target": total(totals.shares_due) / total(totals.shares) if total(totals.shares) else np.nan,
        "wait_minutes": total(totals.wait) / total(totals.arrivals),
        "wait_target": total(totals.means_due) / means if means else np.nan,
        "late": (total(totals.arrivals) - total(totals.within)) / outcome.replications,
        "reason": _reason(outcome, totals, at, horizon.grain),
    }


def _reason(outcome: Outcome, totals: Sums, at: Ints, grain: int) -> str:
    """Why a stretch fails; the first of these that holds.

    Fewer people-minutes are planned than work comes; the queue carried in is worth at least half of the work
    that comes; the promise holds in the replications in which nobody lacked a desk that works; it holds in those
    in which all planned people were there. Else chance peaks.
    """
    work = totals.work[:, at].sum() / outcome.replications
    planned = outcome.planned[at].sum()
    if planned < work:
        return SHORT_OF_PEOPLE
    before = at[0] - 1
    if before >= 0 and outcome.runs.run[before] == outcome.runs.run[at[0]]:
        handling = work / max(totals.arrivals[:, at].sum() / outcome.replications, 1e-12)
        waiting = outcome.queue[:, :, before].sum(axis=0).mean() / grain
        if waiting * handling >= work / 2:
            return QUEUE_BEFORE
    seated = np.asarray(outcome.grounded[:, at].max(axis=1) <= 0)
    if seated.any() and not seated.all() and not _fails(totals, seated)[at].any():
        return EQUIPMENT
    complete = outcome.present[:, at].sum(axis=1) >= planned - 1e-6
    if complete.any() and not complete.all() and not _fails(totals, complete)[at].any():
        return NO_SHOWS
    return PEAK
