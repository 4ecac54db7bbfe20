"""Spells: the stretches for which outlets are open without a break, side by side as matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.staffing.places import Place
from quarterhour.arrays import Floats, Ints, Mask


@dataclass(frozen=True)
class Spells:
    """What is played: no spell knows of another.

    Attributes
    ----------
    keys
        outlet, start, spell, slot: one row an interval.
    rate
        Expected arrivals, shape (spells, slots); 0 where a spell is over.
    open
        Whether the spell has this slot, shape (spells, slots).
    grain
        Length of a slot in minutes; a spell begins at minute 0.
    place
        Position of the spell's outlet.
    """

    keys: pd.DataFrame
    rate: Floats
    open: Mask
    grain: int
    place: Ints

    @classmethod
    def of(cls, places: list[Place], grain: int) -> Spells:
        """The spells of all places."""
        rows = pd.concat(
            [
                pd.DataFrame({"outlet": place.name, "place": at, "start": place.start, "rate": place.rate})
                for at, place in enumerate(places)
            ],
            ignore_index=True,
        )
        begins = rows["start"] != rows["start"].shift() + pd.Timedelta(minutes=grain)
        begins |= rows["place"] != rows["place"].shift()
        rows["spell"] = begins.cumsum() - 1
        rows["slot"] = rows.groupby("spell").cumcount()
        shape = (int(rows["spell"].max()) + 1, int(rows["slot"].max()) + 1)
        rate, opened = np.zeros(shape), np.zeros(shape, dtype=bool)
        at = rows["spell"].to_numpy(), rows["slot"].to_numpy()
        rate[at], opened[at] = rows["rate"], True
        place = rows.drop_duplicates("spell")["place"].to_numpy(np.int64)
        return cls(rows[["outlet", "start", "spell", "slot"]], rate, opened, grain, place)

    def matrix(self, people: pd.DataFrame) -> Ints:
        """People of a frame (outlet, start, people) by label, shape (spells, slots)."""
        found = self.keys.merge(people[["outlet", "start", "people"]], on=["outlet", "start"], validate="1:1")
        if len(found) != len(self.keys):
            raise ValueError("people: intervals are missing")
        answer = np.zeros(self.rate.shape, dtype=np.int64)
        answer[found["spell"], found["slot"]] = found["people"]
        return answer

    def counts(self, came: Floats, of: int) -> Floats:
        """Real counts (weeks, intervals) of one place, shape (its spells, weeks, slots)."""
        own = self.keys.loc[self.place[self.keys["spell"]] == of]
        spell = own["spell"].to_numpy() - own["spell"].to_numpy().min()
        answer = np.zeros((int(spell.max()) + 1, len(came), self.rate.shape[1]))
        answer[spell, :, own["slot"]] = came.T
        return answer

    def only(self, place: int) -> Mask:
        """Which spells are of one place."""
        mask: Mask = self.place == place
        return mask
