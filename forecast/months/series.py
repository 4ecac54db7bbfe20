"""Daily history as arrays: series x days, for the past and for the open days ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.arrays import Array, Flags, Ints
from forecast.months.values import MOST_MONTHS, MonthlyProblem
from quarterhour.labels import NothingKnownError, attach, require_columns, require_unique

SERIES = ["outlet", "service"]
SHARE_TO_OFFER = 0.5
"""A new outlet is assumed to offer what at least this share of its kind offers."""


@dataclass(frozen=True)
class Daily:
    """What was counted by day, and when outlets are open ahead.

    Attributes
    ----------
    series
        outlet, service, kind, region; one row a series, in label order.
    days
        Consecutive days: `known` of history, then those up to the end of the last month ahead.
    counts
        Customers, shape (series, known); NaN where not known or closed.
    open
        Shape (series, days); between the history and the first month ahead nothing is open.
    """

    series: pd.DataFrame
    days: pd.DatetimeIndex
    known: int
    counts: Array
    open: Flags


def read_daily(problem: MonthlyProblem) -> Daily:
    """The arrays of a problem.

    Raises
    ------
    LabelError
        When a column is missing or a label stands twice.
    NothingKnownError
        When there is no history at all.
    ValueError
        When the months asked for are none or too many.
    """
    if not 1 <= problem.months <= MOST_MONTHS:
        raise ValueError(f"months is {problem.months}.\nMaybe 1 to {MOST_MONTHS}.")
    require_columns(problem.daily, [*SERIES, "day", "count"], "daily history")
    require_columns(problem.opening, ["outlet", "day"], "opening days")
    past = problem.daily[problem.daily["day"] < problem.first_day.normalize()]
    require_unique(past, [*SERIES, "day"], "daily history")
    if past["count"].notna().sum() == 0:
        raise NothingKnownError("daily history: nothing is known.\nMaybe give arrivals of at least one outlet.")
    series = _series(problem, past)
    end = problem.ahead[-1] + pd.offsets.MonthEnd()
    days = pd.date_range(past["day"].min(), end, freq="D", unit="us")
    known = int((days < problem.first_day.normalize()).sum())
    rows = pd.MultiIndex.from_frame(series[SERIES]).get_indexer(pd.MultiIndex.from_frame(past[SERIES]))
    columns = days.get_indexer(pd.DatetimeIndex(past["day"]))
    counts = np.full((len(series), known), np.nan)
    counts[rows, columns] = past["count"].to_numpy(dtype=np.float64)
    opened = np.zeros((len(series), len(days)), dtype=bool)
    opened[rows, columns] = True
    ahead = problem.opening[problem.opening["day"] >= problem.first_month]
    place = days.get_indexer(pd.DatetimeIndex(ahead["day"]))
    outlets = pd.Index(sorted(set(ahead["outlet"])))
    flags = np.zeros((len(outlets) + 1, len(days)), dtype=bool)  # the last row: outlets that never open
    inside = place >= 0
    flags[outlets.get_indexer(ahead["outlet"])[inside], place[inside]] = True
    opened[:, known:] = flags[outlets.get_indexer(series["outlet"])][:, known:]
    return Daily(series, days, known, counts, opened)


def places_by(series: pd.DataFrame, columns: list[str]) -> Iterator[tuple[tuple[str, ...], Ints]]:
    """The places of the series by label."""
    places = pd.Series(np.arange(len(series)))
    for label, rows in places.groupby([series[column] for column in columns], sort=True):
        yield tuple(map(str, label)) if isinstance(label, tuple) else (str(label),), rows.to_numpy()


def _series(problem: MonthlyProblem, past: pd.DataFrame) -> pd.DataFrame:
    """All series with history, and for new outlets the services that their kind offers."""
    outlets = problem.outlets[["outlet", "kind", "region"]]
    seen = attach(past[SERIES].drop_duplicates(), outlets, ["outlet"], "outlets of the history")
    opened = problem.opening[["outlet"]].drop_duplicates()
    strange = opened[~opened["outlet"].isin(seen["outlet"])]
    new = attach(strange, outlets, ["outlet"], "outlets of the opening days")
    offers = seen.groupby(["kind", "service"], as_index=False).agg(outlets=("outlet", "nunique"))
    offers = offers.merge(seen.groupby("kind", as_index=False).agg(all=("outlet", "nunique")), on="kind")
    offers = offers[offers["outlets"] >= SHARE_TO_OFFER * offers["all"]]
    added = new.merge(offers[["kind", "service"]], on="kind")
    every = pd.concat([seen, added]).sort_values(SERIES).reset_index(drop=True)
    return every[[*SERIES, "kind", "region"]].fillna({"region": ""})
