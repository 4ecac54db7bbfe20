"""People whom single posts ask for: own need where not everybody in the pool can hold them, and minimum people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.requirement.lanes import Lanes
from optimize.requirement.need import Need
from optimize.requirement.teams import Sides
from optimize.requirement.trim import trim
from quarterhour.arrays import Ints
from quarterhour.labels import attach


@dataclass(frozen=True)
class Floors:
    """The posts with a floor.

    Attributes
    ----------
    fronts
        Own need of posts with customers that not everybody can hold; minimum people of those that everybody can.
    backs
        Own need of posts with deferred work only that not everybody can hold.
    pool
        The pool's lane of each post, fronts first.
    minimum
        Minimum people of each, likewise.
    """

    fronts: Need
    backs: Need
    pool: Ints
    minimum: Ints

    @classmethod
    def of(cls, sides: Sides, deferred: pd.DataFrame) -> Floors:
        """What posts ask for as if each were a pool."""
        lanes = sides.fronts.lanes
        rigid = sides.posts.loc[~sides.posts["flexible"].astype(bool), ["outlet", "post"]]
        minimum = minimum_people(sides.posts, lanes)
        own = rigid.merge(lanes.keys.rename(columns={"group": "post"}), on=["outlet", "post"])
        fronts = Need.of(sides.fronts, deferred.merge(own, on=["outlet", "post"]), minimum)
        keys = [lanes.keys, sides.backs.lanes.keys]
        least = np.concatenate([minimum[0], minimum_people(sides.posts, sides.backs.lanes)[0]])
        pool = np.concatenate([sides.pool_of(each) for each in keys])
        return cls(fronts, sides.backs, pool, least)

    @property
    def people(self) -> Ints:
        """By position and post."""
        return np.concatenate([self.fronts.people, self.backs.people], axis=1)

    def sums(self, pools: int) -> Ints:
        """By position and pool."""
        total = np.zeros((len(self.fronts.people), pools), dtype=np.int64)
        np.add.at(total.T, self.pool, self.people.T)
        return total

    def within(self, people: Ints) -> Ints:
        """The floors within the people that pools have; where these are too few, those with most room give way."""
        floors = self.people
        sides = (self.fronts, self.backs)
        load = np.concatenate([side.offered + side.done() for side in sides], axis=1)
        for lane in np.unique(self.pool):
            columns = np.flatnonzero(self.pool == lane)
            least = np.broadcast_to(self.minimum[columns], floors[:, columns].shape)
            floors[:, columns] = trim(floors[:, columns], load[:, columns], least, people[:, lane])
        return floors

    def of_backs(self, floors: Ints) -> Ints:
        """The columns of the backs."""
        return floors[:, len(self.fronts.lanes.keys) :]

    def frame(self, floors: Ints, posts: pd.DataFrame) -> pd.DataFrame:
        """outlet, pool, post, start, people: where there are any."""
        edge = len(self.fronts.lanes.keys)
        parts = [
            self.fronts.lanes.frame("post", people=floors[:, :edge]),
            self.backs.lanes.frame("post", people=floors[:, edge:]),
        ]
        frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
        frame = attach(frame, posts[["outlet", "post", "pool"]], ["outlet", "post"], "posts")
        shown = ["outlet", "pool", "post", "start", "people"]
        return frame.loc[frame["people"] > 0, shown].sort_values(shown[:4], ignore_index=True)


def minimum_people(posts: pd.DataFrame, lanes: Lanes) -> Ints:
    """Minimum people of each lane's post, in every cell of the lanes' matrices."""
    keys = lanes.keys.rename(columns={"group": "post"})
    known = attach(keys, posts[["outlet", "post", "minimum_people"]], ["outlet", "post"], "posts")
    least = known["minimum_people"].to_numpy(np.int64)
    return np.broadcast_to(least, lanes.row.shape)
