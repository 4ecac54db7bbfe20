"""From an answer to the new roster, and every changed day with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.notice import Notice, days_ahead
from optimize.roster.repair.program import RingAnswer
from optimize.roster.repair.standing import Standing, cells_with, without
from optimize.roster.segments import lay_duties

CELLS = ["employee", "day", "before", "after"]


def changed_cells(disturbed: Disturbed, answer: RingAnswer | None) -> pd.DataFrame:
    """employee, day, before, after (duties, "" for none): what the answer changes beyond the event."""
    if answer is None or answer.taken is None:
        return _typed(pd.DataFrame(columns=CELLS))
    ring, taken = answer.ring, answer.taken.copy()
    stays = taken[ring.person, ring.kind]
    taken[ring.person[stays], ring.kind[stays]] = False
    kept = ring.cells[stays]
    gone = ring.cells.loc[~stays, ["employee", "day", "duty"]].rename(columns={"duty": "before"})
    person, kind = np.nonzero(taken)
    days = ring.facts.calendar.date(ring.facts.kinds["day_number"].to_numpy(np.int64)[kind])
    new = pd.DataFrame(
        {
            "employee": ring.facts.people["employee"].to_numpy()[person],
            "day": days,
            "after": _duties_of(answer, kept, kind),
        }
    )
    gone = gone.astype({"employee": "str", "before": "str", "day": "datetime64[us]"})
    new = new.astype({"employee": "str", "after": "str", "day": "datetime64[us]"})
    cells = gone.merge(new, on=["employee", "day"], how="outer")
    return _typed(cells.fillna({"before": "", "after": ""})[CELLS])


def _duties_of(answer: RingAnswer, kept: pd.DataFrame, kind: np.ndarray) -> list[str]:
    """A duty of the kind for each new taker: places that those who stay leave open, in order."""
    members = answer.ring.facts.members
    used = kept.groupby("duty").size().reindex(members["duty"]).fillna(0).to_numpy(np.int64)
    left = (members["people"].to_numpy(np.int64) - used).clip(min=0)
    free: dict[int, list[str]] = {}
    for number, duty, places in zip(members["kind"], members["duty"], left, strict=True):
        free.setdefault(int(number), []).extend([duty] * int(places))
    return [free[int(number)].pop(0) for number in kind]


def segments_with(disturbed: Disturbed, cells: pd.DataFrame) -> Standing:
    """The disturbed roster with the changed cells in it; every other segment is the same row as before."""
    after = disturbed.after
    if cells.empty:
        return after
    gone = cells.loc[cells["before"] != "", ["employee", "day", "before"]].rename(columns={"before": "duty"})
    put = cells.loc[cells["after"] != "", ["employee", "after"]].rename(columns={"after": "duty"})
    new = lay_duties(put.merge(after.own, on="duty", validate="many_to_one"))
    segments = pd.concat([without(after.segments, gone), new], ignore_index=True)
    segments = segments.sort_values(["employee", "start", "end"], kind="stable").reset_index(drop=True)
    return replace(after, segments=segments, cells=cells_with(after, gone, new))


def changes_of(disturbed: Disturbed, cells: pd.DataFrame, notice: Notice) -> pd.DataFrame:
    """Every day that is not as published, as `Repair.changes`."""
    calendar = disturbed.after.calendar
    fallen = disturbed.fallen.rename(columns={"duty": "before", "instead": "after"}).assign(forced=True)
    both = fallen.merge(
        cells[["employee", "day", "after"]], on=["employee", "day"], how="left", suffixes=("", "_new")
    )
    forced = both.assign(after=both["after_new"].fillna(both["after"])).drop(columns="after_new")
    days = pd.MultiIndex.from_frame(cells[["employee", "day"]])
    further = cells[~days.isin(pd.MultiIndex.from_frame(fallen[["employee", "day"]]))].assign(forced=False)
    further["reason"] = _reasons(disturbed, further)
    parts = [part for part in (forced, further) if len(part)]
    every = pd.concat(parts, ignore_index=True) if parts else forced
    numbers = calendar.day(every["day"])
    every = every.assign(
        reason=[f"roster.changed_{reason}" for reason in every["reason"]],
        of=_taken_from(every),
        notice=days_ahead(calendar, disturbed.now)[numbers],
        weight=notice.weights(calendar, disturbed.now)[numbers],
    )
    columns = [*CELLS, "reason", "of", "forced", "notice", "weight"]
    return every[columns].sort_values(["day", "employee"], kind="stable").reset_index(drop=True)


def _reasons(disturbed: Disturbed, cells: pd.DataFrame) -> list[str]:
    """Takes a place that the event opened, takes over what somebody else leaves, or makes room for either."""
    lost = set(disturbed.lost["duty"])
    return ["rest" if not after else "fills" if after in lost else "follows" for after in cells["after"]]


def _taken_from(cells: pd.DataFrame) -> list[str]:
    """The employee whose duty it was, where one of those who leave a duty did what is taken now."""
    leavers: dict[str, list[str]] = {}
    for employee, before in zip(cells["employee"], cells["before"], strict=True):
        if before:
            leavers.setdefault(before, []).append(employee)
    return [leavers[duty].pop(0) if leavers.get(duty) else "" for duty in cells["after"]]


def _typed(cells: pd.DataFrame) -> pd.DataFrame:
    typed = cells.astype({"employee": "str", "before": "str", "after": "str", "day": "datetime64[us]"})
    return typed.reset_index(drop=True)
