"""The arrivals history as forecasting takes it: one row an open interval, known zeros apart from unknowns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.network.check_history import series_codes
from scenarios.network.hours import open_mask
from scenarios.network.model import Network

Counts = npt.NDArray[np.float64]


def history(network: Network) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The history by interval (outlet, service, start, count) and by day (outlet, service, day, count).

    Rows of a finer grain are summed into the network's intervals; one unknown part makes the sum unknown.
    Of each series, between its first and last business day:

    - an open interval without rows is 0 on a day that has other rows, and NaN on a day that has none;
    - an interval outside today's opening hours is there only where somebody was counted: whoever was
      served came while the outlet was open, under the hours of that time;
    - all other intervals are absent: closed is not zero.

    The daily frame has the rows that count whole days, as they are given.
    """
    arrivals = network.table("arrivals")
    daily = arrivals["daily"].to_numpy()
    return _by_interval(network, arrivals[~daily]), _by_day(network, arrivals[daily])


def _by_day(network: Network, rows: pd.DataFrame) -> pd.DataFrame:
    day = network.grid.business_day(pd.DatetimeIndex(rows["start"])).as_unit("us")
    frame = rows[["outlet", "service"]].assign(day=day, count=rows["count"].to_numpy())
    return frame.sort_values(["outlet", "service", "day"], ignore_index=True)


def _by_interval(network: Network, rows: pd.DataFrame) -> pd.DataFrame:
    grid = network.grid
    if not len(rows):
        empty = network.table("arrivals").head(0)
        return empty[["outlet", "service", "start", "count"]]
    days = grid.business_day(pd.DatetimeIndex([rows["start"].min(), rows["start"].max()]))
    starts = grid.starts(days[0], (days[1] - days[0]).days + 1)
    day = pd.factorize(grid.business_day(starts))[0]
    codes = series_codes(rows)
    series = rows[["outlet", "service"]].iloc[np.unique(codes, return_index=True)[1]].reset_index(drop=True)
    order = series.sort_values(["outlet", "service"]).index.to_numpy()
    interval = starts.searchsorted(pd.DatetimeIndex(rows["start"]), side="right") - 1
    sums, seen = _sums(codes, interval, rows["count"].to_numpy(), (len(series), len(starts)))

    outlets = network.table("outlets")["outlet"]
    place = pd.Series(np.arange(len(outlets)), index=outlets).reindex(series["outlet"]).to_numpy()
    is_open = open_mask(network, starts)
    chosen, counts = [], []
    for number in order:
        given, count = seen[number], sums[number]
        known_day = np.bincount(day[given], minlength=day[-1] + 1) > 0
        within = np.flatnonzero(known_day)[[0, -1]]
        in_reach = (day >= within[0]) & (day <= within[1])
        kept = np.flatnonzero(in_reach & (is_open[place[number]] | (given & (count > 0))))
        values = np.where(given, count, np.where(known_day[day], 0.0, np.nan))
        chosen.append(kept)
        counts.append(values[kept])
    label = np.repeat(order, [len(kept) for kept in chosen])
    frame = series.take(label).reset_index(drop=True)
    return frame.assign(start=starts.take(np.concatenate(chosen)), count=np.concatenate(counts))


def _sums(
    codes: npt.NDArray[np.int64], interval: npt.NDArray[np.intp], count: Counts, shape: tuple[int, int]
) -> tuple[Counts, npt.NDArray[np.bool_]]:
    """Counts by series and interval, NaN where a part is not known; and where there are any rows."""
    cell = codes * shape[1] + interval
    size = shape[0] * shape[1]
    known = ~np.isnan(count)
    sums: Counts = np.bincount(cell[known], weights=count[known], minlength=size).astype(float)
    sums[cell[~known]] = np.nan
    seen = np.zeros(size, dtype=bool)
    seen[cell] = True
    return sums.reshape(shape), seen.reshape(shape)
