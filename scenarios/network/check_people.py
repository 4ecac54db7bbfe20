"""People: contracts and shifts whose limits agree, nobody in two places, posts that exist."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from quarterhour.split import SPLIT_BREAK
from scenarios.network.check_hours import minutes_of
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings

ORDERS = (
    ("contracts", "hours_week", "hours_week_most"),
    ("contracts", "shift_hours_least", "shift_hours_most"),
    ("contracts", "split_break_least", "split_break_most"),
    ("shift_types", "break_after", "break_before"),
)
"""Columns of which the first may not exceed the second."""


def check_order(table: str, lower: str, upper: str, context: Context, findings: Findings) -> None:
    """The lower limit does not exceed the upper one."""
    located = context.tables[table]
    low, high = located.frame[lower], located.frame[upper]
    findings.add_rows("limits_reversed", located, low > high, lower, upper=upper, upper_value=high)


def check_shift_types(context: Context, findings: Findings) -> None:
    """The latest start is not before the earliest, and the break ends within the shift."""
    located = context.tables["shift_types"]
    shifts = located.frame
    earliest, latest = minutes_of(shifts["earliest_start"]), minutes_of(shifts["latest_start"])
    findings.add_rows(
        "limits_reversed",
        located,
        earliest > latest,
        "earliest_start",
        upper="latest_start",
        upper_value=shifts["latest_start"],
    )
    pause = shifts["break_minutes"].astype("float64")
    beyond = (pause > 0) & (shifts["break_before"] * 60 + pause > shifts["hours"] * 60)
    findings.add_rows("break_beyond_shift", located, beyond, "break_before", hours=shifts["hours"])


def check_split_types(context: Context, findings: Findings) -> None:
    """Where a shift type is a split one, some contract agrees to split duties."""
    located, contracts = context.tables["shift_types"], context.frame("contracts")
    shifts = located.frame
    parted = (shifts["break_minutes"] >= SPLIT_BREAK // pd.Timedelta(minutes=1)).fillna(False).to_numpy(bool)
    parted &= ~shifts["break_paid"].astype(bool).to_numpy()
    nobody = not (contracts["split_days_week"] > 0).any()
    findings.add_rows("split_nobody", located, parted & nobody, "break_minutes")


def check_overlaps(table: str, first: str, last: str, context: Context, findings: Findings) -> None:
    """Nobody has two absences, or two segments, at one time."""
    located = context.tables[table]
    frame = located.frame.assign(position=np.arange(len(located.frame)))
    frame = frame[frame[first].notna() & frame[last].notna() & (frame["employee"] != "")]
    frame = frame.sort_values(["employee", first, "position"], kind="stable", ignore_index=True)
    if not len(frame):
        return
    end = frame[last] + pd.Timedelta(days=1) if table == "absences" else frame[last]
    reach = end.groupby(frame["employee"]).cummax()
    before = reach.groupby(frame["employee"]).shift()
    holder = frame["position"].where(end == reach).ffill().groupby(frame["employee"]).shift(fill_value=0)
    hit = (before > frame[first]).to_numpy()
    wrong = np.zeros(len(located.frame), dtype=bool)
    other = np.zeros(len(located.frame), dtype=np.int64)
    positions = frame["position"].to_numpy()
    wrong[positions[hit]] = True
    other[positions[hit]] = located.rows[holder.to_numpy()[hit].astype(np.int64)]
    findings.add_rows("overlap", located, wrong, first, employee=located.frame["employee"], other=other)


def check_segment_posts(context: Context, findings: Findings) -> None:
    """The post of a segment exists at its outlet."""
    located = context.tables["segments"]
    known = pd.MultiIndex.from_frame(context.frame("posts")[["outlet", "post"]])
    given = pd.MultiIndex.from_frame(located.frame[["outlet", "post"]])
    wrong = ~given.isin(known) & (located.frame["post"] != "").to_numpy()
    wrong &= located.frame["outlet"].isin(context.frame("outlets")["outlet"]).to_numpy()
    findings.add_rows("unknown_post", located, wrong, "post", outlet=located.frame["outlet"])


def check_pairs(context: Context, findings: Findings) -> None:
    """Both of a pair are of one home (or partner), as they are rostered together, and are two people."""
    located = context.tables["pairs"]
    people = context.frame("employees").drop_duplicates("employee").set_index("employee")
    homes = people["outlet"].where(people["partner"] == "", people["partner"])
    first, second = located.frame["employee"].map(homes), located.frame["other"].map(homes)
    apart = (first != second) & first.notna() & second.notna()
    findings.add_rows("pair_of_two_homes", located, apart, "other", home=first, other_home=second)
    alone = (located.frame["employee"] == located.frame["other"]) & (located.frame["employee"] != "")
    findings.add_rows("pair_of_one", located, alone, "other")


RULES: tuple[Rule, ...] = (
    *(Rule(partial(check_order, *order), (order[0],)) for order in ORDERS),
    Rule(check_shift_types, ("shift_types",)),
    Rule(check_split_types, ("shift_types", "contracts")),
    Rule(partial(check_overlaps, "absences", "first_day", "last_day"), ("absences",)),
    Rule(partial(check_overlaps, "segments", "start", "end"), ("segments",)),
    Rule(check_pairs, ("employees", "pairs")),
    Rule(check_segment_posts, ("outlets", "posts", "segments")),
)
