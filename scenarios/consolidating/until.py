"""A network as it was known at the end of a month."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network


class MonthUnknownError(ValueError):
    """The history has no such whole month."""

    def __init__(self, first: pd.Period, last: pd.Period) -> None:
        super().__init__(f"known are the months from {first} to {last}.\nMaybe one of these.")
        self.first, self.last = first, last


def until(network: Network, as_of: pd.Timestamp | None) -> Network:
    """The network without arrivals after that month; as it is where no month is given.

    The first day to plan stays, which opening hours are read from.

    Raises
    ------
    MonthUnknownError
        When no arrivals lie in the month, or it is not over.
    """
    if as_of is None:
        return network
    arrivals = network.table("arrivals")
    day = pd.Series(network.grid.business_day(pd.DatetimeIndex(arrivals["start"])), index=arrivals.index)
    month, first, last = as_of.to_period("M"), day.min().to_period("M"), day.max().to_period("M")
    whole = last if day.max() == last.end_time.normalize() else last - 1
    if not first <= month <= whole:
        raise MonthUnknownError(first, max(first, whole))
    kept = arrivals[day <= month.end_time.normalize()].reset_index(drop=True)
    return network.with_settings(plan_start=network.first_day.date()).with_tables(arrivals=kept)
