"""What the requirement stage takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import pandas as pd

from quarterhour.labels import NO_ROWS, rows_by_label


@dataclass(frozen=True)
class RequirementProblem:
    """Demand rates, services, posts and desks; labels are outlet, service, post, start.

    Attributes
    ----------
    demand
        outlet, service, start (zone-aware), rate (expected arrivals in the interval, at the quantile that
        staff is planned for). One row for every open interval of the outlet; closed intervals are absent.
    services
        service, kind (immediate, deferred), handling_minutes, handling_spread, patience_minutes (NaN: nobody
        leaves), promise (mean_wait, share_within, settled_within), promise_minutes, promise_share,
        deadline_clock (clock, opening).
    posts
        outlet, post, pool, services (tuple in priority order), minimum_people, flexible (bool: everybody in
        the pool can hold this post, so that it needs no floor of its own beyond minimum_people).
    desks
        outlet, desks: people who can serve at once.
    grain
        Interval length in minutes.
    """

    demand: pd.DataFrame
    services: pd.DataFrame
    posts: pd.DataFrame
    desks: pd.DataFrame
    grain: int


@dataclass(frozen=True)
class Requirement:
    """People at the post, rounded once a pool.

    Attributes
    ----------
    pools
        outlet, pool, start, people (int), load (erlangs offered, deferred work when it arrives), occupancy
        (share of the people's time spent on customers and on deferred work when it is done), wait_minutes
        (expected mean wait of immediate customers, all of a pool in one line), within
        (expected share within the promise, NaN for mean-wait promises), lost (expected share that leaves),
        capped (bool: desks are fewer than needed, so the promise breaks), uncapped (int: people needed if
        there were desks enough).
    lines
        outlet, kind (pool, or post that needs a floor of its own), name, start, people: what the promises of
        immediate customers ask for by themselves, before minimum people, deferred work and desks; a pool whose
        days were played has at least the people whom its posts ask for.
    floors
        outlet, pool, post, start, people: posts that need a floor of their own; within the pool's total.
    backlog
        outlet, service, start, arrived, settled, open, oldest_minutes (age of the oldest open work, in its
        deadline's clock): deferred work if staffed as required and exactly so many come. in_time: least share of
        the customers arriving in the interval who are settled by their deadline whatever chance brings
        (`optimize.requirement.in_time`), 1 where every one of them is. NaN where the plan cannot say: the deadline
        lies beyond the horizon, or people at the post also help with others' customers before they come to it.
    """

    pools: pd.DataFrame
    lines: pd.DataFrame
    floors: pd.DataFrame
    backlog: pd.DataFrame

    @classmethod
    def together(cls, parts: Sequence[Requirement]) -> Requirement:
        """One after the other."""
        frames = {field.name: [getattr(part, field.name) for part in parts] for field in fields(cls)}
        return cls(**{name: pd.concat(each, ignore_index=True) for name, each in frames.items()})

    def by_outlet(self, outlets: Sequence[str]) -> list[Requirement]:
        """That of each outlet; rows of one outlet stay in their order."""
        rows = {field.name: rows_by_label(getattr(self, field.name), "outlet") for field in fields(self)}
        return [
            Requirement(**{name: getattr(self, name).iloc[at.get(outlet, NO_ROWS)] for name, at in rows.items()})
            for outlet in outlets
        ]
