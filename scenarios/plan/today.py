"""What has been counted so far on the day of a given moment."""

from __future__ import annotations

import pandas as pd

from scenarios.network.history import history
from scenarios.network.model import Network


def counted_by(network: Network, now: pd.Timestamp) -> pd.DataFrame:
    """outlet, service, start, count: the intervals of the business day of `now` that have ended by then.

    An outlet's counts reach as far as its last row before `now`: what its files do not hold yet is not known, and
    not taken for nobody.
    """
    grid = network.grid
    begin = grid.day_start(grid.business_day(pd.DatetimeIndex([now]))[0])
    rows, _ = history(network)
    ended = rows[(rows["start"] >= begin) & (rows["start"] + pd.Timedelta(minutes=grid.grain) <= now)]
    given = network.table("arrivals")
    given = given[~given["daily"] & (given["start"] >= begin) & (given["start"] < now)]
    last = given.groupby("outlet")["start"].max()
    reached = ended["start"] <= pd.Series(last.reindex(ended["outlet"]).array, index=ended.index)
    return ended[reached].dropna(subset="count").reset_index(drop=True)
