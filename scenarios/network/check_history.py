"""The history: a grain that fits the network's, each moment counted once, and a plan that begins after it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.grid import GRAINS, MINUTES_A_DAY
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

ENOUGH = 20
"""Rows of a series from which its grain can be told."""

DAY_SECONDS = MINUTES_A_DAY * 60


def series_codes(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number for each outlet and service, in the order in which they first stand there."""
    outlet = pd.factorize(frame["outlet"])[0].astype(np.int64)
    service, services = pd.factorize(frame["service"])
    codes: npt.NDArray[np.int64] = pd.factorize(outlet * (len(services) + 1) + service)[0].astype(np.int64)
    return codes


def check_grain(context: Context, findings: Findings) -> None:
    """Every series has a grain that divides the network's.

    The grain of a series is the greatest common divisor of the seconds of the day at which its rows begin;
    it is judged from `ENOUGH` rows at more than one time of day.
    """
    located = context.tables["arrivals"]
    frame = located.frame
    timed = np.flatnonzero((~frame["daily"] & frame["start"].notna()).to_numpy())
    if not len(timed):
        return
    wall = frame["start"].iloc[timed].dt.tz_localize(None)
    second = (wall - wall.dt.normalize()).dt.total_seconds().to_numpy().astype(np.int64)
    series = series_codes(frame.iloc[timed])
    steps = pd.DataFrame({"series": series, "second": second}).drop_duplicates()
    grain = steps.groupby("series")["second"].agg(lambda values: int(np.gcd.reduce(values, initial=DAY_SECONDS)))
    wrong = context.settings.grain * 60 % grain != 0
    rows = pd.Series(series).value_counts().reindex(grain.index)
    wrong &= (rows >= ENOUGH) & (steps["series"].value_counts().reindex(grain.index) > 1)
    first = timed[np.unique(series, return_index=True)[1]]
    marked = np.zeros(len(frame), dtype=bool)
    marked[first[wrong.to_numpy()]] = True
    found, fits = np.empty(len(frame), dtype=object), np.empty(len(frame), dtype=object)
    found[first] = [f"{value / 60:g}" for value in grain]
    fits[first] = [", ".join(str(g) for g in GRAINS if g * 60 % value == 0) or "—" for value in grain]
    findings.add_rows(
        "grain_does_not_fit",
        located,
        marked,
        "start",
        outlet=frame["outlet"],
        service=frame["service"],
        grain=context.settings.grain,
        found=found,
        fits=fits,
    )


def check_daily_and_timed(context: Context, findings: Findings) -> None:
    """No business day of a series is counted both as a whole and by interval."""
    located = context.tables["arrivals"]
    frame = located.frame
    daily = frame["daily"].to_numpy()
    if not daily.any() or daily.all():
        return
    day = context.grid.business_day(pd.DatetimeIndex(frame["start"]))
    labels = pd.MultiIndex.from_arrays([series_codes(frame), day])
    both = daily & labels.isin(labels[~daily].unique()) & frame["start"].notna().to_numpy()
    findings.add_rows("daily_and_timed", located, both, "start")


def check_plan_start(context: Context, findings: Findings) -> None:
    """The plan begins after the history."""
    start = context.settings.plan_start
    last = context.frame("arrivals")["start"].max()
    if start is None or pd.isna(last):
        return
    day = context.grid.business_day(pd.DatetimeIndex([last]))[0]
    if start <= day:
        located = context.tables["settings"]
        row = int(located.rows[np.flatnonzero(located.frame["key"] == "plan_start")[0]])
        findings.add(
            "plan_start_in_history",
            located.files[0],
            row=row,
            column="plan_start",
            value=start.date().isoformat(),
            last=day.date().isoformat(),
        )


def check_regressors(context: Context, findings: Findings) -> None:
    """A regressor has one value a day for all outlets; those of single outlets are unique by their names."""
    located = context.tables["regressors"]
    frame = located.frame
    keys = ["regressor", "day"]
    everywhere = (frame["outlet"] == "") & (frame["regressor"] != "") & frame["day"].notna()
    again = everywhere & frame[everywhere].duplicated(keys).reindex(frame.index, fill_value=False)
    first = pd.Series(located.rows, index=frame.index).where(everywhere)
    first = first.groupby([frame[key] for key in keys]).transform("min").fillna(0).astype("int64")
    findings.add_rows(
        "duplicate_key",
        located,
        again,
        "day",
        first=first.to_numpy(),
        keys=", ".join(keys),
        table="regressors",
    )


RULES: tuple[Rule, ...] = (
    Rule(check_grain, ("arrivals",)),
    Rule(check_daily_and_timed, ("arrivals",)),
    Rule(check_plan_start, ("settings", "arrivals")),
    Rule(check_regressors, ("regressors",)),
)
