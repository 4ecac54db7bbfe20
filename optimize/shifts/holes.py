"""Why a plan has holes: for each stretch of missing people the nearest reason, and what may mend it.

Reasons, the first that holds:

    staff.not_planned        planning was stopped before this partition
    staff.before_first_day   only a duty of the day before the first planned one could cover it
    staff.no_shift_fits      no shift type covers it inside the opening hours
    staff.desks_full         every desk is taken
    staff.cheaper_short      somebody was free, own or lent, but a duty for it costs more than the shortage
    staff.all_on_duty        all own people able to hold the post have a duty that day
    staff.nobody_agrees      nobody is left of those free that day who agrees to standby
    staff.week_duties_used   the own people that are free that day have had their duties of the week
    staff.week_hours_used    they have too few hours left in the week for any duty that covers it
    staff.lenders_used       there are no own people; lenders have nobody left
    staff.no_lender          there are no own people and no lender within reach
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimize.shifts.clock import whole_intervals
from optimize.shifts.partitions import Part
from optimize.shifts.prepare import Prepared
from optimize.shifts.slack import Slack, slack_of
from quarterhour.arrays import spread

COLUMNS = ["outlet", "pool", "post", "start", "end", "people", "activity", "reason", "mend"]
MENDS = {
    "staff.not_planned": "staff.mend_run_again",
    "staff.before_first_day": "staff.mend_earlier_plan",
    "staff.no_shift_fits": "staff.mend_shift_type",
    "staff.desks_full": "staff.mend_desks",
    "staff.cheaper_short": "staff.mend_prices",
    "staff.lenders_used": "staff.mend_ask_lenders",
    "staff.no_lender": "staff.mend_find_lender",
    "staff.nobody_agrees": "staff.mend_ask_consent",
}
"""What may mend a hole; for own people who are all used it depends on whether there are lenders to ask."""


def find_holes(
    prepared: Prepared,
    duties: pd.DataFrame,
    cover: pd.DataFrame,
    floors: pd.DataFrame,
    reserve: pd.DataFrame,
    unplanned: Mapping[str, Part],
) -> pd.DataFrame:
    """`StaffPlan.holes`: stretches of equal shortage and reason, pool by pool."""
    columns = ["outlet", "pool", "post", "start", "people", "activity"]
    tables = (
        cover.assign(post="", activity="work", people=cover["short"]),
        floors.assign(activity="work", people=floors["short"]),
        reserve.assign(post="", activity="standby", people=reserve["short"]),
    )
    every = pd.concat([table[columns] for table in tables], ignore_index=True)
    missing = every[every["people"] > 0].reset_index(drop=True)
    if missing.empty:
        return _empty(prepared)
    missing["people"] = missing["people"].astype(np.int64)
    slots = prepared.slots[["outlet", "pool", "start", "p", "q", "day", "week"]]
    missing = missing.merge(slots, on=["outlet", "pool", "start"])
    _explain(prepared, missing, slack_of(prepared, duties, cover), unplanned)
    return _stretches(prepared, missing)


def _explain(prepared: Prepared, missing: pd.DataFrame, slack: Slack, unplanned: Mapping[str, Part]) -> None:
    """Give each missing interval its reason and mend."""
    reach = _reach(prepared)
    could = _covering(missing, reach)
    free = could.merge(slack.days, on=["p", "day", "activity"], how="left").fillna(
        {"people": 0, "own": 0, "ready": 0, "duties": 0, "hours": 0.0}
    )
    lent = could.merge(slack.links, on=["p", "day", "activity"], how="left").fillna({"linked": 0, "free_links": 0})
    worked = free["activity"] == "work"
    able = (free["ready"] > 0) & (free["duties"] > 0) & (~worked | (free["hours"] >= free["shortest"]))
    free["anyone"] = able | (lent["free_links"] > 0).to_numpy()
    free["linked"] = lent["linked"].to_numpy()
    # Of two days whose duties could cover an interval the later one explains it, unless somebody was free.
    best = free.sort_values(["row", "anyone", "day"]).drop_duplicates("row", keep="last").set_index("row")
    at = best.reindex(missing.index)
    never = at["day"].isna()
    early = never & _before_horizon(prepared, missing, reach)
    stopped = _in(missing, unplanned)
    full = (missing["activity"] == "work") & (slack.desks_left(missing["outlet"], missing["start"]) <= 0)
    linked = at["linked"].fillna(0) > 0
    conditions = [
        (stopped, "staff.not_planned"),
        (early, "staff.before_first_day"),
        (never, "staff.no_shift_fits"),
        (full, "staff.desks_full"),
        (at["anyone"].eq(True), "staff.cheaper_short"),
        (at["people"].le(0) & linked, "staff.lenders_used"),
        (at["people"].le(0), "staff.no_lender"),
        (at["own"].le(0), "staff.all_on_duty"),
        (at["ready"].le(0), "staff.nobody_agrees"),
        (at["duties"].le(0), "staff.week_duties_used"),
    ]
    masks = [np.asarray(mask, dtype=bool) for mask, _ in conditions]
    missing["reason"] = np.select(masks, [reason for _, reason in conditions], "staff.week_hours_used")
    missing["mend"] = missing["reason"].map(MENDS)
    asked = np.where(linked, "staff.mend_ask_lenders", "staff.mend_find_lender")
    missing["mend"] = missing["mend"].where(missing["mend"].notna(), asked)


def _reach(prepared: Prepared) -> pd.DataFrame:
    """outlet, q, day, shortest: which intervals duties of a day could cover, and the fewest hours of one."""
    duties = prepared.duties
    start, end = duties["start"].to_numpy(), duties["end"].to_numpy()
    at, q = spread(*whole_intervals(start, end, prepared.clock.grid.grain))
    reach = duties[["outlet", "day", "paid"]].iloc[at].assign(q=q)
    fewest = reach.groupby(["outlet", "q", "day"])["paid"].min().div(60)
    return fewest.rename("shortest").reset_index()


def _covering(missing: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
    """row of `missing`, p, activity, day and shortest of duties that could cover it."""
    rows = missing[["outlet", "q", "p", "activity"]].rename_axis("row").reset_index()
    return rows.merge(reach, on=["outlet", "q"])


def _before_horizon(prepared: Prepared, missing: pd.DataFrame, reach: pd.DataFrame) -> pd.Series:
    """Intervals of the first day that, a day later, duties of the day before can cover."""
    night = reach[["outlet", "q", "day"]].assign(q=reach["q"] - prepared.clock.grid.slots_a_day, night=True)
    covered = missing[["outlet", "q", "day"]].merge(night, on=["outlet", "q", "day"], how="left")["night"].notna()
    return missing["day"].eq(prepared.slots["day"].min()) & covered.to_numpy()


def _in(missing: pd.DataFrame, parts: Mapping[str, Part]) -> pd.Series:
    """Which rows belong to one of the parts."""
    inside = pd.Series(False, index=missing.index)
    for part in parts.values():
        inside |= missing["p"].isin(part.pools["p"]) & (missing["week"] == part.week)
    return inside


def _stretches(prepared: Prepared, missing: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring intervals of equal shortage and reason as one row."""
    same = ["outlet", "pool", "post", "activity", "people", "reason", "mend"]
    ordered = missing.sort_values([*same, "q"], ignore_index=True)
    apart = (ordered[same] != ordered[same].shift()).any(axis=1) | (ordered["q"] != ordered["q"].shift() + 1)
    ordered["stretch"] = apart.cumsum()
    holes = ordered.groupby([*same, "stretch"], as_index=False)["start"].agg(["min", "max"])
    holes["start"] = holes["min"]
    holes["end"] = holes["max"] + pd.Timedelta(minutes=prepared.clock.grid.grain)
    return holes[COLUMNS].sort_values(["start", "outlet", "pool", "post", "activity"], ignore_index=True)


def _empty(prepared: Prepared) -> pd.DataFrame:
    instant = prepared.slots["start"].dtype
    types = {"start": instant, "end": instant, "people": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=types.get(name, "str")) for name in COLUMNS})
