"""Split duties: an unpaid break of three hours or more parts a duty; who may have how many, and how long.

The break, the spread from first start to last end with ways, and the number a calendar week are the contract's;
under European law the spread leaves the daily rest of each 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, where
from scenarios.evaluate.weeks import monday
from scenarios.network.labour_law import articles

PARTS = pd.Timedelta(hours=3)
SLACK = 1e-6


def parting(segments: pd.DataFrame) -> pd.Series:
    """Whether each segment is a break that parts its duty; where nothing is said of its pay it is unpaid."""
    unpaid = ~segments["paid"].astype(bool) if "paid" in segments else True
    long = segments["end"] - segments["start"] >= PARTS
    found: pd.Series = (segments["activity"] == "break") & long & unpaid
    return found


def check_splits(
    facts: Facts, segments: pd.DataFrame, past: pd.DataFrame, terms: pd.DataFrame
) -> Iterator[Finding]:
    """Days of a week, break and spread of the split duties of `segments`; `past` is what was published before."""
    breaks = segments[parting(segments)]
    between = (breaks["end"] - breaks["start"]).dt.total_seconds() / 3600
    gaps = breaks.assign(between=between).groupby(["employee", "day"], as_index=False)[["between"]].sum()
    free = segments[segments["activity"] != "leave"].groupby(["employee", "day"], as_index=False)
    spans = free.agg(start=("start", "min"), end=("end", "max"), locked=("locked", "any"))
    split = gaps.merge(spans, on=["employee", "day"])
    chosen = ~split["locked"].astype(bool)
    person = terms.loc[split["employee"]].reset_index()
    least, most = (person[name].astype(float) for name in ("split_break_least", "split_break_most"))
    outside = chosen & ((split["between"] < least - SLACK) | (split["between"] > most + SLACK))
    told = least.astype(str) + " to " + most.astype(str)
    yield from where("split_break", split, ["employee", "day"], outside, told, split["between"])
    spread = (split["end"] - split["start"]).dt.total_seconds() / 3600
    longest = person["split_spread_most"].astype(float).clip(upper=_longest(facts))
    over = chosen & (spread > longest + SLACK)
    yield from where("split_spread", split, ["employee", "day"], over, longest, spread)
    earlier = past.loc[parting(past), ["employee", "day"]]
    every = pd.concat([split[["employee", "day"]], earlier])
    yield from _days(every, split, terms)


def _days(every: pd.DataFrame, chosen: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Finding]:
    """Split days a calendar week, what was published before the horizon included."""
    named = every[every["employee"].isin(terms.index)].drop_duplicates()
    weeks = [monday(day) for day in named["day"]]
    count = named.assign(week=weeks).groupby(["employee", "week"], as_index=False)[["day"]].nunique()
    free = chosen[~chosen["locked"].astype(bool)]
    touched = set(zip(free["employee"], (monday(day) for day in free["day"]), strict=True))
    most = count["employee"].map(terms["split_days_week"]).astype(float)
    mine = pd.Series([key in touched for key in zip(count["employee"], count["week"], strict=True)], dtype=bool)
    yield from where("split_days", count, ["employee", "week"], mine & (count["day"] > most), most, count["day"])


def _longest(facts: Facts) -> float:
    """Hours of a day that the law's daily rest leaves."""
    law = articles(facts.network.settings.labour_law)
    least = law.loc[law["rule"] == "rest", "least"].max()
    return 24.0 if pd.isna(least) else 24.0 - float(least)
