"""Whom the people at each post take, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.queueing.priorities import NOT_TAKEN
from quarterhour.arrays import Ints, Mask


@dataclass(frozen=True)
class Patterns:
    """One pool's posts as patterns of the services they take.

    Attributes
    ----------
    posts
        Names, in the order of the rows.
    takes
        Shape (posts, services): whether somebody at the post takes the service.
    ranks
        Same shape: the service's place in that person's order, `NOT_TAKEN` where not taken.
    own
        Same shape: whether the service is the post's own.
    """

    posts: tuple[str, ...]
    takes: Mask
    own: Mask
    ranks: Ints

    @classmethod
    def of(cls, posts: pd.DataFrame, services: pd.Series) -> Patterns:
        """The patterns of a pool.

        Somebody at a post takes its services in priority order and, when none of them waits, the services of
        the pool's *flexible* posts (which everybody in the pool can hold), in the order of posts and of their
        services. At a post with customers of its own, customers come before deferred work, whatever its place
        in the list; at a post with deferred work only, that comes before other posts' customers.

        Parameters
        ----------
        posts
            post, services (tuple in priority order), flexible: the pool's.
        services
            Names of the pool's services.
        """
        names = services.tolist()
        shared = [name for own in posts.loc[posts["flexible"].astype(bool), "services"] for name in own]
        ranks = np.full((len(posts), len(names)), NOT_TAKEN)
        for row, own in enumerate(posts["services"]):
            order = dict.fromkeys([*own, *shared])
            for place, name in enumerate(order):
                if name in names:
                    ranks[row, names.index(name)] = place
        own_services = np.array([[name in own for name in names] for own in posts["services"]], dtype=bool)
        return cls(tuple(posts["post"]), ranks != NOT_TAKEN, own_services.reshape(ranks.shape), ranks)

    def row(self, posts: pd.Series) -> Ints:
        """The row of each post."""
        rows: Ints = pd.Index(self.posts).get_indexer(pd.Index(posts)).astype(np.int64)
        return rows

    def only_deferred(self, deferred: Mask) -> Mask:
        """Which posts have services of their own, all of them deferred."""
        return np.asarray(self.own.any(axis=1) & ~self.own[:, ~deferred].any(axis=1))

    @property
    def reserve(self) -> Ints:
        """How many services each takes: of several idle people, those who take fewest are asked first."""
        count: Ints = self.takes.sum(axis=1)
        return count
