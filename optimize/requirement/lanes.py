"""Pools or posts side by side over the open intervals of their outlets: the shape that all stages here share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats, Ints, Mask
from quarterhour.labels import LabelError


@dataclass(frozen=True)
class Opening:
    """The open intervals of every outlet, in order.

    Attributes
    ----------
    table
        outlet, start, minute (elapsed since the earliest start), position (0, 1, .. within the outlet).
    grain
        Interval length in minutes.
    """

    table: pd.DataFrame
    grain: int

    @classmethod
    def of(cls, demand: pd.DataFrame, grain: int) -> Opening:
        """The distinct intervals of a demand frame."""
        table = demand[["outlet", "start"]].drop_duplicates().sort_values(["outlet", "start"], ignore_index=True)
        minute = (table["start"] - table["start"].min()) // pd.Timedelta(minutes=1)
        position = table.groupby("outlet", sort=False).cumcount()
        return cls(table.assign(minute=minute.to_numpy(np.int64), position=position.to_numpy(np.int64)), grain)

    @property
    def moment(self) -> Ints:
        """Weekday and local hour of each interval as one number."""
        starts = self.table["start"].dt
        moment: Ints = (starts.day_of_week * 24 + starts.hour).to_numpy(np.int64)
        return moment


@dataclass(frozen=True)
class Lanes:
    """Matrices (position, lane), padded where an outlet has fewer open intervals than another.

    Attributes
    ----------
    keys
        outlet, group (pool or post): one row a lane.
    row
        Row of `opening.table` of each cell; that of the lane's last interval where padded.
    open
        False where padded.
    follows
        Whether the interval begins where the one before it ends.
    opening
        What the lanes run over.
    """

    keys: pd.DataFrame
    row: Ints
    open: Mask
    follows: Mask
    opening: Opening

    @classmethod
    def of(cls, groups: pd.DataFrame, opening: Opening) -> Lanes:
        """One lane for each row of `groups` (outlet, group) whose outlet is ever open."""
        sizes = opening.table.groupby("outlet", sort=False).size()
        keys = groups.loc[groups["outlet"].isin(sizes.index)].sort_values(["outlet", "group"], ignore_index=True)
        length = sizes.loc[keys["outlet"]].to_numpy(np.int64)
        first = (sizes.cumsum() - sizes).loc[keys["outlet"]].to_numpy(np.int64)
        position = np.arange(int(sizes.max()) if len(sizes) else 0)[:, None]
        row = (first + np.minimum(position, length - 1)).astype(np.int64)
        minute = opening.table["minute"].to_numpy()[row]
        follows = np.zeros(row.shape, dtype=bool)
        follows[1:] = minute[1:] == minute[:-1] + opening.grain
        return cls(keys, row, position < length, follows, opening)

    @property
    def minute(self) -> Ints:
        """Start of each cell, in elapsed minutes."""
        minutes: Ints = self.opening.table["minute"].to_numpy()[self.row]
        return minutes

    @property
    def closing(self) -> Mask:
        """The last interval before each closing."""
        last = self.open.copy()
        last[:-1] &= ~(self.open[1:] & self.follows[1:])
        return last

    def cells(self, calls: pd.DataFrame, group: str) -> Ints:
        """The flat cell of each row of `calls` (outlet, position and the column named `group`)."""
        lane = pd.MultiIndex.from_frame(self.keys).get_indexer(pd.MultiIndex.from_frame(calls[["outlet", group]]))
        if (lane < 0).any():
            raise LabelError(f"calls: a {group} has no lane.")
        return calls["position"].to_numpy() * len(self.keys) + lane

    def total(self, cells: Ints, values: npt.ArrayLike) -> Floats:
        """Sum of `values` a cell, as a matrix."""
        flat = np.bincount(cells, np.asarray(values, dtype=np.float64), minlength=self.row.size)
        return flat.astype(np.float64).reshape(self.row.shape)

    def frame(self, group: str, **columns: npt.NDArray[np.generic]) -> pd.DataFrame:
        """The open cells as rows by outlet, group and start."""
        shown = self.open.T
        lane, _ = np.nonzero(shown)
        keys = self.keys.iloc[lane].reset_index(drop=True).rename(columns={"group": group})
        starts = self.opening.table["start"].iloc[self.row.T[shown]].reset_index(drop=True)
        return keys.assign(start=starts, **{name: values.T[shown] for name, values in columns.items()})
