"""Opening hours and periods: no overlap, no end before its start."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.network.cells import minutes
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

DAY, WEEK = 1440, 10080
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIODS = (
    ("closures", "first_day", "last_day"),
    ("events", "first_day", "last_day"),
    ("adjustments", "first_day", "last_day"),
    ("absences", "first_day", "last_day"),
    ("employees", "first_day", "last_day"),
    ("partner_offers", "first_day", "last_day"),
    ("certificates", "valid_from", "expires"),
    ("segments", "start", "end"),
)


def minutes_of(times: pd.Series) -> npt.NDArray[np.float64]:
    """Minutes after midnight of a column of times; NaN for blanks."""
    codes, distinct = pd.factorize(times)
    values = np.array([minutes(time) if time else np.nan for time in distinct], dtype=float)
    return values[codes] if len(codes) else np.zeros(0)


def check_opening_hours(context: Context, findings: Findings) -> None:
    """Hours of one outlet do not overlap, also past midnight and from Sunday into Monday."""
    located = context.tables["opening_hours"]
    frame = located.frame
    opens, closes = minutes_of(frame["opens"]), minutes_of(frame["closes"])
    findings.add_rows("opens_at_24", located, opens == DAY, "opens")
    readable = ~np.isnan(opens) & ~np.isnan(closes) & (opens < DAY) & (frame["weekday"] != "").to_numpy()
    length = np.where(closes > opens, closes - opens, closes - opens + DAY)
    weekday = frame["weekday"].map({day: number for number, day in enumerate(WEEKDAYS)}).fillna(0).to_numpy()
    holiday = (frame["weekday"] == "holiday").to_numpy()
    begin = weekday * DAY + opens
    for circle, rows in ((WEEK, readable & ~holiday), (DAY, readable & holiday)):
        positions = np.flatnonzero(rows)
        other = _overlapped(frame["outlet"].to_numpy()[positions], begin[positions], length[positions], circle)
        wrong = np.zeros(len(frame), dtype=bool)
        wrong[positions] = other >= 0
        earlier = np.zeros(len(frame), dtype=np.int64)
        earlier[positions] = located.rows[positions][other]
        findings.add_rows("hours_overlap", located, wrong, "opens", other=earlier)


def _overlapped(
    outlet: npt.NDArray[np.object_], begin: npt.NDArray[np.float64], length: npt.NDArray[np.float64], circle: int
) -> npt.NDArray[np.int64]:
    """For each stretch on a circle, the one before it that reaches into it, or -1.

    Sorted by begin within an outlet, a stretch overlaps an earlier one just where the furthest end so far
    lies beyond its begin; the second lap of the circle finds what reaches over its edge.
    """
    count = len(begin)
    found = np.full(count, -1, dtype=np.int64)
    if not count:
        return found
    laps = pd.DataFrame(
        {
            "outlet": np.tile(outlet, 2),
            "begin": np.concatenate([begin, begin + circle]),
            "end": np.concatenate([begin + length, begin + length + circle]),
            "row": np.tile(np.arange(count), 2),
            "lap": np.repeat([0, 1], count),
        }
    ).sort_values(["outlet", "begin", "lap", "row"], kind="stable", ignore_index=True)
    reach = laps.groupby("outlet")["end"].cummax()
    furthest = laps["row"].where(laps["end"] == reach).ffill().groupby(laps["outlet"]).shift(fill_value=-1)
    before = reach.groupby(laps["outlet"]).shift(fill_value=-np.inf)
    hit = ((before > laps["begin"]) & (furthest != laps["row"])).to_numpy()
    found[laps["row"].to_numpy()[hit]] = furthest.to_numpy()[hit].astype(np.int64)
    return found


def check_period(table: str, first: str, last: str, context: Context, findings: Findings) -> None:
    """No period ends before it begins; a segment lasts."""
    located = context.tables[table]
    begin, end = located.frame[first], located.frame[last]
    wrong = end <= begin if table == "segments" else end < begin
    findings.add_rows("period_reversed", located, wrong, last, first_column=first, first=begin)


def check_never_open(context: Context, findings: Findings) -> None:
    """An outlet with posts has opening hours."""
    hours = set(context.frame("opening_hours")["outlet"])
    located = context.tables["posts"]
    outlet = located.frame["outlet"]
    wrong = ~outlet.isin(hours) & ~outlet.duplicated() & outlet.isin(context.frame("outlets")["outlet"])
    findings.add_rows("never_open", located, wrong, "outlet")


RULES: tuple[Rule, ...] = (
    Rule(check_opening_hours, ("opening_hours",)),
    Rule(check_never_open, ("outlets", "opening_hours", "posts")),
    *(Rule(partial(check_period, *period), (period[0],)) for period in PERIODS),
)
