"""What changed from one version of a roster to the next, segment by segment."""

from __future__ import annotations

import pandas as pd

from scenarios.roster.values import HandRoster

WHAT = ["employee", "start", "end", "outlet", "post", "activity"]
"""What makes two segments the same; breaks of paid and unpaid kind, locks and duties are no difference."""
WHERE = ["outlet", "post", "start", "end"]


def differences(old: HandRoster, new: HandRoster) -> pd.DataFrame:
    """change (added, removed, moved), employee, day, activity, outlet, post, start, end and their `_before`.

    A segment that is gone and one that is new, of the same person, day and activity, are one that moved: the
    first gone with the first new, in order of time. What does not apply is "" or NaT.
    """
    zone = new.grid.timezone
    before, after = (
        each.segments.assign(
            start=each.segments["start"].dt.tz_convert(zone), end=each.segments["end"].dt.tz_convert(zone)
        )
        for each in (old, new)
    )
    both = before[[*WHAT, "day"]].merge(
        after[[*WHAT, "day"]], on=WHAT, how="outer", indicator=True, suffixes=("_x", "")
    )
    gone = both[both["_merge"] == "left_only"].assign(day=lambda frame: frame["day_x"])
    fresh = both[both["_merge"] == "right_only"]
    keys = ["employee", "day", "activity", "turn"]
    parts = [part.sort_values(["employee", "day", "activity", "start"]) for part in (gone, fresh)]
    turned = [
        part.assign(turn=part.groupby(["employee", "day", "activity"]).cumcount())[[*keys, *WHERE]]
        for part in parts
    ]
    paired = turned[0].merge(turned[1], on=keys, how="outer", suffixes=("_before", ""), indicator=True)
    kind = paired["_merge"].map({"left_only": "removed", "right_only": "added", "both": "moved"})
    columns = ["change", "employee", "day", "activity", *WHERE, *(f"{name}_before" for name in WHERE)]
    told = paired.assign(change=kind.astype("str"))
    texts = ["outlet", "post", "outlet_before", "post_before"]
    told[texts] = told[texts].fillna("").astype("str")
    order = told["start"].fillna(told["start_before"])
    placed = told.assign(order=order).sort_values(["employee", "day", "order"], kind="stable")
    return placed[columns].reset_index(drop=True)
