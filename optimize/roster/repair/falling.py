"""Which published duties fall away by an event itself, one cause after the other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.repair.away import Away
from optimize.roster.repair.event import Event
from optimize.roster.repair.parts import cut, in_long_break
from optimize.roster.repair.standing import Standing

ABSENT, REMOVED, WANTED, BUMPED = "absent", "removed", "wanted", "bumped"
"""Why a published duty falls away: the reason's code is `roster.changed_` and the same key."""
COLUMNS = ["employee", "day", "duty", "instead", "reason"]


class Falling:
    """Collects what falls away; `own` are the unit's duties as the event leaves them."""

    def __init__(self, standing: Standing, now: int) -> None:
        self.standing, self.now = standing, now
        self.own = standing.own
        self.cells = standing.cells
        self._rows: dict[tuple[str, pd.Timestamp, str], tuple[str, str]] = {}

    def table(self) -> pd.DataFrame:
        """employee, day, duty ("" where nothing was), instead, reason."""
        rows = [(*cell, *why) for cell, why in self._rows.items()]
        table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(("employee", "duty", "instead"), "str"))
        table["day"] = table["day"].astype("datetime64[us]")
        return table.astype({"reason": "str"}).sort_values(COLUMNS[:3], kind="stable").reset_index(drop=True)

    def absences(self, away: Away) -> None:
        """Duties that touch days of absence; of those under way, and of days away in part, the part stays."""
        for absence in away.spans.to_dict("records"):
            theirs = self.cells[self.cells["employee"] == absence["employee"]]
            if absence["whole"]:
                touched = theirs[(theirs["leaves"] < absence["to"]) & (theirs["returns"] > absence["from"])]
                if absence["kind"] == "training":
                    touched = touched[touched["number"] == absence["number"]]
            else:
                touched = theirs[(theirs["begins"] < absence["to"]) & (theirs["ends"] > absence["from"])]
            for _, cell in touched.iterrows():
                self._absent(cell, absence["from"], absence["to"], bool(absence["whole"]))

    def _absent(self, cell: pd.Series, begins: int, ends: int, whole: bool) -> None:
        """One duty and one absence: all of it falls, or only its part."""
        if (cell["employee"], cell["day"], cell["duty"]) in self._rows:
            return
        if not whole and in_long_break(self.own, str(cell["duty"]), begins, ends, self.standing.calendar):
            return
        under_way = cell["leaves"] < self.now
        moment = max(begins, self.now) if under_way else begins
        if moment >= cell["ends"]:
            return
        if (under_way or not whole) and moment > cell["begins"]:
            self._cut(cell, moment, away_first=False)
        elif not whole and ends < cell["ends"] and not under_way:
            self._cut(cell, ends, away_first=True)
        else:
            self._fall(cell, ABSENT)

    def _cut(self, cell: pd.Series, moment: int, *, away_first: bool) -> None:
        if cell["duty"] not in set(self.own["duty"]):
            self._fall(cell, ABSENT)
            return
        self.own = cut(self.own, cell, moment, away_first, self.standing.calendar)
        self._fall(cell, ABSENT, instead=str(self.own["duty"].iloc[-2]))

    def demand(self, event: Event) -> None:
        """Duties that are new, and places that are needed no more."""
        for duty, people in zip(event.removed["duty"], event.removed["people"], strict=True):
            left = self.own["people"] - np.where(self.own["duty"] == duty, int(people), 0)
            self.own = self.own.assign(people=left.clip(lower=0).astype("int64"))
        if event.added is not None and len(event.added):
            added = event.added[self.own.columns].astype(self.own.dtypes.to_dict())
            self.own = pd.concat([self.own, added], ignore_index=True)

    def wanted(self, wanted: pd.DataFrame) -> None:
        """Days that somebody wants otherwise."""
        for employee, day, duty in zip(wanted["employee"], wanted["day"], wanted["duty"], strict=True):
            has = self.cells[(self.cells["employee"] == employee) & (self.cells["day"] == day)]
            for _, cell in has[has["duty"] != duty].iterrows():
                self._fall(cell, WANTED, instead=duty)
            if has.empty and duty:
                self._rows[employee, pd.Timestamp(day), ""] = (duty, WANTED)

    def crowded(self) -> None:
        """Where more people are left on a duty than it has places, the last by name go, locked ones last."""
        here = zip(self.cells["employee"], self.cells["day"], self.cells["duty"], strict=True)
        stays = self.cells[np.asarray([cell not in self._rows for cell in here], dtype=bool)]
        put = pd.Series([instead for instead, _ in self._rows.values() if instead], dtype="str")
        counts = stays.groupby("duty").size().add(put.value_counts(), fill_value=0)
        places = self.own.set_index("duty")["people"]
        asked = set(put)
        for duty, beyond in (counts - places.reindex(counts.index)).items():
            if not beyond > 0:
                continue
            there = stays[(stays["duty"] == duty) & (stays["leaves"] >= self.now)]
            order = there.sort_values(["locked", "employee"], ascending=[True, False], kind="stable")
            for _, cell in order.head(int(beyond)).iterrows():
                self._fall(cell, BUMPED if duty in asked else REMOVED)

    def _fall(self, cell: pd.Series, reason: str, instead: str = "") -> None:
        self._rows[cell["employee"], pd.Timestamp(cell["day"]), cell["duty"]] = (instead, reason)
