"""Deferred work of a pool: service after service in what idle time its posts have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from quarterhour.arrays import Floats
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.settle import settle


def settle_all(
    later: Customers, services: pd.DataFrame, patterns: Patterns, idle: Floats, grain: int
) -> tuple[Floats, Floats]:
    """Finish of the deferred jobs, and the minutes used for them by replication and interval.

    The service of the shortest promise goes first. It takes the idle time of all posts that take it, of those
    that take the fewest services first, so that the others keep theirs for the services to come.

    Parameters
    ----------
    later
        Jobs by service, replication and arrival.
    idle
        Shape (posts, replications, intervals), in minutes.
    """
    finish, left = np.empty(len(later.arrival)), idle.copy()
    replications = idle.shape[1]
    line = later.service * replications + later.replication
    urgent_first = services.loc[services["kind"] == "deferred"].sort_values(["promise_minutes", "service"]).index
    narrow_first = np.argsort(patterns.reserve, kind="stable")
    for service in urgent_first:
        posts = [post for post in narrow_first if patterns.takes[post, service]]
        capacity = left[posts].sum(axis=0)
        edges = np.searchsorted(line, service * replications + np.arange(replications + 1))
        used = np.zeros_like(capacity)
        for replication in np.flatnonzero(np.diff(edges)):
            own = slice(edges[replication], edges[replication + 1])
            finish[own], used[replication] = settle(
                later.arrival[own], later.handling[own], capacity[replication], grain
            )
        for post in posts:
            part = np.minimum(left[post], used)
            left[post] -= part
            used -= part
    return finish, (idle - left).sum(axis=0)
