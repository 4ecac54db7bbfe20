"""The standby reserve called in: when a promise is seen to fail, and who is at the post from then on.

People on standby wait until somebody calls. A shift leader does so when an interval has let its customers wait: as
soon as more of those who came in it than promised, and at least `SEEN`, have not been served within the minutes
promised (of a mean wait: more than half). Everybody on standby for that outlet on that day is called then, and
serves after alert, preparation, way and hand-over until the standby duty ends, at desks that are free. Nothing is
different before that moment, so a day is played without the reserve first and once more with whoever was called:
what the leader saw is what happened. The exception is an outlet that does not close between two days: customers
carry the help of one day over to the next, whose call is still that of the day as it went without the reserve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Mask
from scenarios.rehearsal.breakdowns import Breakdowns
from scenarios.rehearsal.desks import cut_to
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.outcome import Outcome
from scenarios.rehearsal.presence import Presence
from scenarios.rehearsal.stretches import Stretches

SEEN = 3
"""Customers who wait too long before anybody calls: one or two are chance."""
CALLS = ("outlet", "day", "standby", "called", "people", "hours")


def called_at(outcomes: Sequence[Outcome], horizon: Horizon, replications: int) -> Floats:
    """(replications, days) the minute of the horizon at which the reserve is called; infinite where it is not."""
    first = np.full((replications, len(horizon.days)), np.inf)
    for outcome in outcomes:
        services, customers = outcome.services, outcome.customers
        now = (services["kind"] == "immediate").to_numpy()[customers.service]
        shape = (len(services), replications, horizon.count)
        cell = np.ravel_multi_index(
            (customers.service[now], customers.replication[now], customers.interval[now]), shape
        )
        came, late = (
            np.bincount(cell[chosen], minlength=int(np.prod(shape))).reshape(shape)
            for chosen in (np.ones(len(cell), dtype=bool), ~outcome.fate.within[now])
        )
        by_mean = (services["promise"] == "mean_wait").to_numpy()
        share = np.where(by_mean, 0.5, services["promise_share"].fillna(1.0).to_numpy(np.float64))
        failed = (late >= SEEN) & (late > (1.0 - share)[:, None, None] * came)
        minutes = services["promise_minutes"].to_numpy(np.float64)
        seen = horizon.edges[1:] + minutes[:, None]
        moment = np.where(failed, seen[:, None, :], np.inf).min(axis=0, initial=np.inf)
        for day in range(len(horizon.days)):
            first[:, day] = np.minimum(first[:, day], moment[:, horizon.day == day].min(axis=1, initial=np.inf))
    return first


def reinforced(
    presence: Presence,
    standby: pd.DataFrame,
    comes: Mask,
    calls: Floats,
    horizon: Horizon,
    desks: int,
    breakdowns: Breakdowns,
    spare: int,
) -> Presence:
    """Who is there with those who were called.

    Parameters
    ----------
    standby
        As `windows`, with `lead`: minutes from the call until service.
    comes
        (replications, standby) who comes when called.
    calls
        As `called_at` gives them.
    """
    base = presence.windows
    start, end = (base[name].to_numpy(np.float64) for name in ("start", "end"))
    ready, until = (standby[name].to_numpy(np.float64) for name in ("start", "end"))
    day = horizon.days.get_indexer(pd.DatetimeIndex(standby["day"]))
    lead = standby["lead"].to_numpy(np.float64)
    parts = [presence.there]
    for replication in np.flatnonzero(np.isfinite(calls).any(axis=1)):
        begin = np.maximum(ready, calls[replication, day] + lead)
        there = np.flatnonzero((begin < until) & (day >= 0) & comes[replication])
        order = there[np.lexsort((standby["person"].to_numpy(np.int64)[there], begin[there]))]
        starts, ends = np.concatenate([start, begin[order]]), np.concatenate([end, until[order]])
        window, opens, closes = cut_to(starts, ends, desks, *breakdowns.of(int(replication)), spare)
        own = window >= len(base)
        rows = len(base) + order[window[own] - len(base)]
        parts.append(Stretches(np.full(len(rows), replication), rows, opens[own], closes[own]))
    windows = pd.concat([base, standby[base.columns]], ignore_index=True)
    return replace(presence, windows=windows, there=Stretches.joined(parts).ordered(), called=len(standby))


def calls_told(
    outlet: str, standby: pd.DataFrame, presence: Presence, calls: Floats, horizon: Horizon
) -> pd.DataFrame:
    """One row a day with standby: people ready, share of replications that called them before the last one's
    standby was over, people and hours of service.

    `people` and `hours` are means over all replications, also over those that did not call.
    """
    count = len(calls)
    ready = standby.groupby("day").agg(standby=("person", "nunique"), until=("end", "max")).reset_index()
    day = horizon.days.get_indexer(pd.DatetimeIndex(ready["day"]))
    own = presence.there.window >= len(presence.planned)
    there = presence.there.take(own)
    served = pd.DataFrame(
        {
            "day": presence.windows["day"].to_numpy()[there.window],
            "person": presence.windows["person"].to_numpy(np.int64)[there.window],
            "replication": there.replication,
            "hours": (there.end - there.start) / 60,
        }
    )
    hours = served.groupby("day")["hours"].sum() / count
    people = served.drop_duplicates(["day", "person", "replication"]).groupby("day").size() / count
    return pd.DataFrame(
        {
            "outlet": outlet,
            "day": ready["day"],
            "standby": ready["standby"],
            "called": np.where(day >= 0, (calls[:, day] < ready["until"].to_numpy(np.float64)).mean(axis=0), 0.0),
            "people": ready["day"].map(people).fillna(0.0),
            "hours": ready["day"].map(hours).fillna(0.0),
        }
    )
