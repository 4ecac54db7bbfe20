"""Did it help? Planners' past adjustments against what came, beside what the model alone had said.

For each adjustment the forecast is made anew as of the day on which it was made, from what had been counted before
that day (today's calendar, events, regressors and opening hours are taken for those of then). Those of its days
that came after that day are scored, by outlet, service and day: the absolute error of the model's mean, and of the
mean moved by this adjustment alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import forecast as forecasting
from quarterhour.labels import NothingKnownError
from quarterhour.progress import Progress
from scenarios.network.model import Network
from scenarios.plan.history import daily_counts, forecast_problem

SCORED, AHEAD, LATE, UNKNOWN = "scored", "ahead", "late", "unknown"
KEYS = ["outlet", "service", "day"]
SUMS = ["actual", "model", "adjusted", "error_before", "error_after"]
STAGE = "hindsight"
BEFORE_ALL = pd.Timestamp("1900-01-01")
"""The last day counted where none is."""


@dataclass(frozen=True)
class Hindsight:
    """What planners' adjustments were worth.

    Attributes
    ----------
    adjustments
        The columns of the network's table `adjustments`, and: state (scored; ahead: none of its days has come;
        late: made on its last day or later; unknown: nothing to forecast from, or nothing counted on its days),
        days (that are scored), actual, model, adjusted (customers over these days), error_before, error_after
        (sums of absolute errors in customers, of the model and of the adjusted mean), helped (bool: the error
        after is the smaller one). Sums are NaN where nothing is scored.
    authors
        author, adjustments (scored ones), helped (how many of them), actual, error_before, error_after, change
        (error after over error before, less 1: negative is better); only authors with a scored adjustment.
    """

    adjustments: pd.DataFrame
    authors: pd.DataFrame


def look_back(network: Network, progress: Progress | None = None) -> Hindsight:
    """Score every adjustment whose days have come; when asked to stop, the others stay unknown."""
    listener = progress or Progress()
    rows = network.table("adjustments")
    counted = daily_counts(network).dropna(subset="count")
    end = pd.Timestamp(counted["day"].max() if len(counted) else BEFORE_ALL)
    state = _states(rows, end)
    wanted = rows[state == SCORED]
    scores = []
    moments = sorted(wanted["made_on"].unique())
    for place, made_on in enumerate(moments):
        listener.report(STAGE, place / len(moments))
        if not listener.stopped:
            together = wanted[wanted["made_on"] == made_on]
            said = _said(network, made_on, min(together["last_day"].max(), end))
            scores += [_score(one, said, counted) for one in together.itertuples(index=False)]
    listener.report(STAGE, 1.0)
    told = _told(rows, state, pd.DataFrame(scores, columns=["adjustment", "days", *SUMS]))
    return Hindsight(told, by_author(told))


def by_author(adjustments: pd.DataFrame) -> pd.DataFrame:
    """`Hindsight.authors` from `Hindsight.adjustments`."""
    scored = adjustments[adjustments["state"] == SCORED]
    summed = scored.groupby("author", as_index=False).agg(
        adjustments=("adjustment", "size"),
        helped=("helped", "sum"),
        actual=("actual", "sum"),
        error_before=("error_before", "sum"),
        error_after=("error_after", "sum"),
    )
    before = summed["error_before"]
    return summed.assign(change=summed["error_after"] / before.where(before > 0) - 1.0)


def _states(rows: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    """What can be said of each adjustment when the last day counted is `end`."""
    late = rows["made_on"] >= rows["last_day"]
    begins = np.maximum(rows["first_day"], rows["made_on"] + pd.Timedelta(days=1))
    come = begins <= end
    return pd.Series(np.select([late, ~come], [LATE, AHEAD], SCORED), index=rows.index, dtype="str")


def _said(network: Network, made_on: pd.Timestamp, last_day: pd.Timestamp) -> pd.DataFrame:
    """outlet, service, day, mean: what the model would have said on that day; empty where it knew nothing yet."""
    days = (last_day - made_on).days + 1
    try:
        return forecasting.forecast(forecast_problem(network, days, 1, made_on)).days[[*KEYS, "mean"]]
    except NothingKnownError:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in KEYS}).assign(mean=0.0)


def _score(one: object, said: pd.DataFrame, counted: pd.DataFrame) -> dict[str, object]:
    """The sums of one adjustment over its days that came after it was made."""
    name, outlet, service, made_on = (getattr(one, key) for key in ("adjustment", "outlet", "service", "made_on"))
    first_day, last_day, uplift = (getattr(one, key) for key in ("first_day", "last_day", "uplift"))
    came = counted[(counted["outlet"] == outlet) & (counted["day"] > made_on)]
    came = came[came["day"].between(first_day, last_day)]
    if service:
        came = came[came["service"] == service]
    both = came.merge(said, on=KEYS, validate="one_to_one") if len(said) else came.iloc[:0].assign(mean=0.0)
    actual, model = both["count"].to_numpy(dtype=float), both["mean"].to_numpy(dtype=float)
    adjusted = (1.0 + uplift) * model
    return {
        "adjustment": name,
        "days": both["day"].nunique(),
        "actual": actual.sum(),
        "model": model.sum(),
        "adjusted": adjusted.sum(),
        "error_before": np.abs(actual - model).sum(),
        "error_after": np.abs(actual - adjusted).sum(),
    }


def _told(rows: pd.DataFrame, state: pd.Series, scores: pd.DataFrame) -> pd.DataFrame:
    """Adjustments with their scores, in the order in which they were made."""
    told = rows.assign(state=state).merge(scores, on="adjustment", how="left", validate="one_to_one")
    told["days"] = told["days"].fillna(0).astype(np.int64)
    told[SUMS] = told[SUMS].astype(np.float64).where(told["days"] > 0)
    told["state"] = told["state"].mask((told["state"] == SCORED) & (told["days"] == 0), UNKNOWN)
    told["helped"] = told["error_after"] < told["error_before"]
    return told.sort_values(["made_on", "adjustment"], ignore_index=True)
