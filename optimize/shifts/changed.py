"""Which outlets something changed for between two staff problems."""

from __future__ import annotations

import pandas as pd

from optimize.shifts.check import COLUMNS
from optimize.shifts.prepare import Prepared
from optimize.shifts.values import StaffProblem


def changed_outlets(before: StaffProblem, after: StaffProblem) -> set[str]:
    """Outlets for which something differs but for links; all where prices differ."""
    if (before.prices, before.grid, before.seed) != (after.prices, after.grid, after.seed):
        return set(after.posts["outlet"])
    changed: set[str] = set()
    for table, columns in COLUMNS.items():
        if table == "links":
            continue
        names = sorted({*columns.split(), *getattr(before, table).columns} & set(getattr(after, table).columns))
        both = pd.concat([getattr(before, table)[names], getattr(after, table)[names]], ignore_index=True)
        changed |= set(both.drop_duplicates(keep=False)["outlet"])
    return changed


def with_broken_links(prepared: Prepared, before: StaffProblem, duties: pd.DataFrame) -> set[str]:
    """Outlets that use links which are no longer offered so: dearer, further, or to fewer people."""
    used = duties[duties["link"] != ""].groupby(["link", "day", "outlet"], as_index=False)["people"].sum()
    same = ["link", "day", "minutes", "price", "least_minutes", "standby", "standby_factor"]
    kept = before.links[same].merge(prepared.links[[*same, "people"]].rename(columns={"people": "now"}), on=same)
    still = used.merge(kept[["link", "day", "now"]], on=["link", "day"], how="left")
    gone = ~(still["now"] >= still["people"])
    return set(still.loc[gone, "outlet"])
