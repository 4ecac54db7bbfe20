"""Posts with deferred work only, whose people do it first and help with customers in between."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.patterns import Patterns
from optimize.queueing.pieces import serve_in_pieces
from optimize.queueing.priorities import NOT_TAKEN, Serve, serve
from quarterhour.arrays import Floats, Ints, Mask
from scenarios.rehearsal.customers import Customers
from scenarios.rehearsal.horizon import Runs
from scenarios.rehearsal.lanes import across_closings
from scenarios.rehearsal.presence import Presence


def done_first(services: pd.DataFrame, patterns: Patterns, presence: Presence) -> Mask:
    """Which services only such posts take, where somebody stands at one of them who helps with customers.

    Work that people of other posts take too is done in the time that customers leave over.
    """
    deferred = (services["kind"] == "deferred").to_numpy()
    back = patterns.only_deferred(deferred)
    stands = np.isin(np.arange(len(patterns.posts)), patterns.row(presence.windows["post"]))
    helps = back & stands & patterns.takes[:, ~deferred].any(axis=1)
    only_there = patterns.takes[back].any(axis=0) & ~patterns.takes[~back].any(axis=0)
    first: Mask = deferred & only_there & helps.any()
    return first


def serve_both(
    now: Customers,
    jobs: Customers,
    services: pd.DataFrame,
    patterns: Patterns,
    presence: Presence,
    runs: Runs,
    replications: int,
    serve: Serve = serve,
) -> tuple[Floats, Ints]:
    """Begin of service and post (row) of the customers, then of the jobs that are done first at their posts.

    Jobs are taken like customers, by one person each, of the shortest promise first, before any customer; a
    customer in hand is finished before a job and a job before a customer. What is open at closing waits for the
    next opening, so each replication is one lane. After closing, those on duty serve the customers who came,
    and nothing else; customers whom they do not serve before the next opening are left over. Lanes are served by
    pieces from opening to opening.
    """
    posts = len(patterns.posts)
    ranks = _ranks(services, patterns, np.unique(jobs.service))
    number = np.full(len(services), NOT_TAKEN)
    kinds = np.flatnonzero((ranks != NOT_TAKEN).any(axis=0))
    number[kinds] = np.arange(len(kinds))
    serves = np.asarray((ranks[:posts, kinds] != NOT_TAKEN).any(axis=1))
    there = across_closings(presence, patterns, serves, runs, replications)
    both = now.followed_by(jobs)
    opens = np.append(runs.begin[1:], np.inf)
    stays = both.patience.copy()
    stays[: len(now.arrival)] = np.minimum(
        now.patience, np.nextafter(opens[runs.run[now.interval]] - now.arrival, 0)
    )
    order = np.lexsort((both.arrival, both.replication))
    found = serve_in_pieces(
        runs.begin[1:],
        both.replication[order],
        number[both.service[order]],
        both.arrival[order],
        both.handling[order],
        stays[order],
        there.starts,
        there.ends,
        there.pattern,
        ranks[:, kinds],
        np.tile(patterns.reserve, 2),
        serve,
    )
    begin, post = np.empty(len(order)), np.empty(len(order), dtype=np.int64)
    begin[order], post[order] = found.begin, found.pattern % posts
    begin[np.isnan(begin) & (stays < both.patience)] = np.inf
    return begin, post


def _ranks(services: pd.DataFrame, patterns: Patterns, first: Ints) -> Ints:
    """Ranks of the services by post, and once more by post for the time after closing: customers only."""
    immediate = (services["kind"] == "immediate").to_numpy()
    after = np.where(immediate & patterns.takes, patterns.ranks + len(first), NOT_TAKEN)
    urgent_first = services.iloc[first].sort_values(["promise_minutes", "service"]).index
    before = after.copy()
    for rank, service in enumerate(urgent_first):
        before[patterns.takes[:, service], service] = rank
    return np.concatenate([before, after])
