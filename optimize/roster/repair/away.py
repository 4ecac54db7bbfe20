"""An event's absences by business day: which days are away wholly, and which in part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.roster.commitments import bind
from optimize.roster.repair.standing import Standing
from optimize.roster.segments import lay_out

GIVEN = ["employee", "start", "end", "kind", "hours"]
SPANS = ["employee", "number", "kind", "hours", "from", "to", "whole"]


@dataclass(frozen=True)
class Away:
    """Absences by business day.

    Attributes
    ----------
    spans
        One row an absence and day: employee, number (of the day), kind, hours, from, to (minutes), whole.
    days
        employee, day, kind, hours: whole days, as `RosterProblem.absences`.
    parts
        employee, number: days away in part, or of which a duty is under way.
    """

    spans: pd.DataFrame
    days: pd.DataFrame
    parts: pd.DataFrame

    def laid(self, standing: Standing, segments: pd.DataFrame) -> pd.DataFrame:
        """The segments with those of the paid days away (from 09:00, at home), which stand beside duties."""
        if self.days.empty:
            return segments
        held = segments.loc[segments["activity"] != "leave", ["employee", "day"]].drop_duplicates()
        fresh = self.days.merge(held, on=["employee", "day"], how="left", indicator=True)
        fresh = fresh[fresh["_merge"] == "left_only"].drop(columns="_merge")
        problem = standing.problem
        bare = replace(problem, duties=problem.duties.head(0), fixed=problem.fixed.head(0), absences=fresh)
        nobody = pd.DataFrame({"employee": [], "duty": []}).astype("str")
        new = lay_out(bind(bare, standing.calendar), nobody)
        if new.empty:
            return segments
        there = segments["activity"].isin(["leave", "training"]) & (segments["duty"] == "")
        same = pd.MultiIndex.from_frame(segments[["employee", "day"]]).isin(
            pd.MultiIndex.from_frame(new[["employee", "day"]])
        )
        stays = segments[~(there.to_numpy() & same)]
        every = pd.concat([stays, new], ignore_index=True)
        return every.sort_values(["employee", "start", "end"], kind="stable").reset_index(drop=True)


def read_absences(standing: Standing, absences: pd.DataFrame, now: int) -> Away:
    """Absences cut by business day; days with a duty under way count as away in part."""
    edges, cells = standing.calendar.edges, standing.cells
    begun = cells[cells["leaves"] < now]
    rows: list[tuple[str, int, str, float, int, int, bool]] = []
    for employee, start, end, kind, hours in zip(*(absences[name] for name in GIVEN), strict=True):
        first, last = standing.minutes(start), standing.minutes(end)
        mine = begun[begun["employee"] == employee]
        for number in np.flatnonzero((edges[:-1] < last) & (edges[1:] > first)).tolist():
            opens, closes = max(first, int(edges[number])), min(last, int(edges[number + 1]))
            whole = opens == edges[number] and closes == edges[number + 1]
            running = ((mine["leaves"] < closes) & (mine["returns"] > max(opens, 0))).any()
            rows.append((employee, number, kind, float(hours), opens, closes, bool(whole and not running)))
    spans = pd.DataFrame(rows, columns=SPANS)
    whole_days = spans["whole"].astype(bool)
    days = spans.loc[whole_days, ["employee", "kind", "hours"]].copy()
    days.insert(1, "day", standing.calendar.date(spans.loc[whole_days, "number"].to_numpy(np.int64)))
    types = {"employee": "str", "kind": "str", "hours": "float64", "day": "datetime64[us]"}
    return Away(spans, days.astype(types).reset_index(drop=True), spans.loc[~whole_days, ["employee", "number"]])
