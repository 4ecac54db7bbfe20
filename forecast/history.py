"""Demand history as arrays: series x business days x slots of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.arrays import Array, Bytes, Flags, Ints, Single
from forecast.values import ForecastProblem
from quarterhour.labels import LabelError, NothingKnownError, attach, require_columns, require_unique

SERIES = ["outlet", "service"]
SHARE_TO_OFFER = 0.5
"""A new outlet is assumed to offer what at least this share of its kind offers."""


@dataclass(frozen=True)
class History:
    """What was counted, on the grid of series, days and slots.

    The hour that comes twice on a day of 25 hours is one slot that was open for two intervals.

    Attributes
    ----------
    series
        outlet, service, kind, region; one row a series, in label order.
    days
        Business days without gaps, the last one before the horizon.
    counts
        Arrivals counted, shape (series, days, slots); 0 where nothing is known.
    known, open
        Intervals with a known count, and intervals open, same shape.
    daily
        Arrivals of days that are known by day only, shape (series, days); NaN elsewhere.
    """

    series: pd.DataFrame
    days: pd.DatetimeIndex
    counts: Single
    known: Bytes
    open: Bytes
    daily: Array

    def until(self, days: int) -> History:
        """The first `days` days: what was known then."""
        return replace(
            self,
            days=self.days[:days],
            counts=self.counts[:, :days],
            known=self.known[:, :days],
            open=self.open[:, :days],
            daily=self.daily[:, :days],
        )

    def of(self, rows: Ints) -> History:
        """Some series."""
        return replace(
            self,
            series=self.series.iloc[rows].reset_index(drop=True),
            counts=self.counts[rows],
            known=self.known[rows],
            open=self.open[rows],
            daily=self.daily[rows],
        )

    @property
    def whole(self) -> Flags:
        """Series of nothing but whole numbers; other values are measured, not counted, and have no scatter of
        counts.
        """
        by_interval = np.array([bool((counts == np.rint(counts)).all()) for counts in self.counts], dtype=bool)
        by_day = ~np.isfinite(self.daily) | (self.daily == np.rint(self.daily))
        flags: Flags = by_interval & by_day.all(1)
        return flags

    @property
    def groups(self) -> pd.Series:
        """The kin of each series: the number of its kind of outlet and service."""
        return self.series.groupby(["kind", "service"], sort=True).ngroup()

    @property
    def totals(self) -> Array:
        """Arrivals by series and day; NaN where nothing, or only a part, is known."""
        opened = self.open.sum(2, dtype=np.int64)
        complete = (opened > 0) & (self.known.sum(2, dtype=np.int64) == opened)
        counted = np.where(complete, self.counts.sum(2, dtype=np.float64), np.nan)
        return np.where(np.isfinite(self.daily), self.daily, counted)

    @property
    def daily_only(self) -> Flags:
        """Series of which no interval was ever counted."""
        by_interval = self.known.reshape(len(self.known), -1).max(1, initial=0) > 0
        flags: Flags = ~by_interval & (np.isfinite(self.daily).sum(1) > 0)
        return flags


def read_history(problem: ForecastProblem) -> History:
    """The arrays of a problem; days on or after `first_day` are left out.

    Raises
    ------
    LabelError
        When a column is missing, a label stands twice or an outlet is not among `outlets`.
    NothingKnownError
        When there is no series.
    """
    require_columns(problem.history, [*SERIES, "start", "count"], "history")
    require_columns(problem.daily, [*SERIES, "day", "count"], "daily history")
    require_unique(problem.outlets, ["outlet"], "outlets")
    starts, instants = pd.factorize(problem.history["start"])
    instants = pd.DatetimeIndex(instants)
    if len(instants) and instants.tz is None:
        raise LabelError("history: starts carry no time zone.\nMaybe localise them with TimeGrid.local.")
    business_days = problem.grid.business_day(instants) if len(instants) else pd.DatetimeIndex([])
    day_of_row = business_days[starts] if len(instants) else business_days
    known_days = pd.DatetimeIndex(problem.daily["day"])
    last = problem.first_day.normalize() - pd.Timedelta(days=1)
    past = [index[index <= last] for index in (business_days, known_days)]
    first = min((index.min() for index in past if len(index)), default=last)
    days = pd.date_range(first, last, freq="D", unit="us")
    series = _series(problem)
    if series.empty:
        raise NothingKnownError(
            "history: there is no series to forecast.\nMaybe give arrivals of at least one outlet."
        )
    shape = (len(series), len(days), problem.grid.slots_a_day)
    labels = pd.MultiIndex.from_frame(series[SERIES])

    rows = _codes(problem.history, labels, "history")
    inside = np.asarray(day_of_row <= last)
    day = (days.get_indexer(business_days)[starts])[inside].astype(np.int64)
    slot = problem.grid.slot(instants)[starts][inside] if len(instants) else np.zeros(0, np.int64)
    flat = (rows[inside] * shape[1] + day) * shape[2] + slot
    count = problem.history["count"].to_numpy(dtype=np.float64)[inside]
    sure = np.isfinite(count)
    if not len(flat):  # known by day only: nothing to keep by interval, however many series there are
        none: Bytes = np.broadcast_to(np.zeros((), np.uint8), shape)
        no_counts: Single = np.broadcast_to(np.zeros((), np.float32), shape)
        return History(series, days, no_counts, none, none, _daily(problem, labels, days, none))
    size = int(np.prod(shape))
    times = np.bincount(flat, minlength=size)
    again = np.flatnonzero(inside)[times[flat] > 1]  # twice for clocks set back, unless a label stands twice
    require_unique(problem.history.iloc[again], [*SERIES, "start"], "history")
    opened = times.astype(np.uint8).reshape(shape)
    known = np.bincount(flat[sure], minlength=size).astype(np.uint8).reshape(shape)
    counts = np.bincount(flat[sure], count[sure], minlength=size).astype(np.float32).reshape(shape)
    return History(series, days, counts, known, opened, _daily(problem, labels, days, known))


def _codes(frame: pd.DataFrame, labels: pd.MultiIndex, what: str) -> Ints:
    """The row of each label of `frame` among the series, by outlet and service apart for speed."""
    outlets, services = (labels.unique(level) for level in (0, 1))
    table = np.full((len(outlets), len(services)), -1, dtype=np.int64)
    places = outlets.get_indexer(labels.get_level_values(0)), services.get_indexer(labels.get_level_values(1))
    table[places] = np.arange(len(labels))
    outlet_code, outlet_names = pd.factorize(frame["outlet"])
    service_code, service_names = pd.factorize(frame["service"])
    codes: Ints = table[
        outlets.get_indexer(outlet_names)[outlet_code], services.get_indexer(service_names)[service_code]
    ]
    if (outlet_code < 0).any() or (service_code < 0).any():
        raise LabelError(f"{what}: a row carries no outlet or no service.")
    return codes


def _series(problem: ForecastProblem) -> pd.DataFrame:
    """All series: those with history, and for new outlets the services that their kind offers."""
    seen = pd.concat([problem.history[SERIES], problem.daily[SERIES]]).drop_duplicates()
    outlets = problem.outlets[["outlet", "kind", "region"]]
    seen = attach(seen, outlets, ["outlet"], "outlets of the history")
    opened = problem.opening[["outlet"]].drop_duplicates()
    new = attach(
        opened[~opened["outlet"].isin(seen["outlet"])], outlets, ["outlet"], "outlets of the opening hours"
    )
    offers = seen.groupby(["kind", "service"], as_index=False).agg(outlets=("outlet", "nunique"))
    size = seen.groupby("kind", as_index=False).agg(all=("outlet", "nunique"))
    offers = offers.merge(size, on="kind")
    offers = offers[offers["outlets"] >= SHARE_TO_OFFER * offers["all"]]
    added = new.merge(offers[["kind", "service"]], on="kind")
    return pd.concat([seen, added]).sort_values(SERIES).reset_index(drop=True)[[*SERIES, "kind", "region"]]


def _daily(problem: ForecastProblem, labels: pd.MultiIndex, days: pd.DatetimeIndex, known: Bytes) -> Array:
    daily = np.full((len(labels), len(days)), np.nan)
    if len(problem.daily):
        require_unique(problem.daily, [*SERIES, "day"], "daily history")
        rows = _codes(problem.daily, labels, "daily history")
        columns = days.get_indexer(pd.DatetimeIndex(problem.daily["day"]))
        inside = columns >= 0
        daily[rows[inside], columns[inside]] = problem.daily["count"].to_numpy(dtype=np.float64)[inside]
        daily[known.any(2)] = np.nan  # counted by interval: that says more
    return daily
