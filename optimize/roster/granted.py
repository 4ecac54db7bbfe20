"""Which wishes a roster grants."""

from __future__ import annotations

import pandas as pd

from optimize.roster.calendar import Calendar
from optimize.roster.values import RosterProblem


def granted(problem: RosterProblem, segments: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """The requests inside the horizon and whether each is granted.

    `early` (a start in the first half of the business day) and `late` are refused only by a duty of the
    other half; a day without duty keeps them.
    """
    asked = problem.requests[["employee", "day", "kind", "weight"]]
    asked = asked[(asked["day"] >= calendar.dates[0]) & (asked["day"] <= calendar.dates[-1])].reset_index(
        drop=True
    )
    duties = segments[~segments["activity"].isin(["leave", "travel"])]
    starts = duties.groupby(["employee", "day"], as_index=False)["start"].min()
    starts["early"] = calendar.is_early(starts["start"])
    met = asked.merge(starts, on=["employee", "day"], how="left", validate="many_to_one")
    on_duty, early = met["start"].notna(), met["early"].eq(True)
    kept = {
        "off": ~on_duty,
        "work": on_duty,
        "early": early | ~on_duty,
        "late": ~early | ~on_duty,
    }
    answer = pd.Series(False, index=asked.index)
    for kind, keeps in kept.items():
        answer = answer.where(asked["kind"] != kind, keeps)
    return asked.assign(granted=answer.astype(bool))
