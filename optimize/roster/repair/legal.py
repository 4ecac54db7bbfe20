"""The hard rules that a published roster breaks, and what a repair may break beside them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.checker import check_hard
from optimize.roster.repair.changes import changed_cells, segments_with
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.program import RingAnswer
from optimize.roster.repair.standing import Standing


class Legal:
    """The hard rules that the published roster breaks, looked up once, when first asked for."""

    def __init__(self, disturbed: Disturbed) -> None:
        self._disturbed = disturbed
        self._checked: list[tuple[Flags | None, Standing, pd.DataFrame]] = []

    @cached_property
    def _breaks(self) -> pd.DataFrame:
        return hard_breaks(self._disturbed.before)

    @cached_property
    def _forced(self) -> pd.DataFrame:
        return hard_breaks(self._disturbed.after)

    @cached_property
    def lacking(self) -> frozenset[tuple[str, str]]:
        """employee, limit: who goes without what a hard limit asks for, right after the event."""
        if not self._disturbed.after.problem.limits["weight"].isna().any():
            return frozenset()
        of_limits = self._forced[self._forced["limit"] != ""]
        return frozenset(of_limits[["employee", "limit"]].itertuples(index=False, name=None))

    def stuck(self) -> Flags:
        """Cells of people whose published duties break a rule: they stay as they are."""
        flags: Flags = self._disturbed.after.cells["employee"].isin(self._breaks["employee"]).to_numpy(dtype=bool)
        return flags

    def keeps(self, answer: RingAnswer) -> bool:
        """Whether an answer breaks no more than the published roster, or than the event itself asks for."""
        breaks = self.new_breaks(answer)
        if breaks.empty:
            return True
        # a trainee whom the event leaves alone is for the repair to mend
        return beyond(breaks, self._forced[self._forced["rule"] != "trained"]).empty

    def new_breaks(self, answer: RingAnswer | None) -> pd.DataFrame:
        """Hard rules that the repaired roster breaks by more than the published one."""
        return self._look(answer)[1]

    def mended(self, answer: RingAnswer | None) -> Standing:
        """The roster with what an answer changes."""
        return self._look(answer)[0]

    def _look(self, answer: RingAnswer | None) -> tuple[Standing, pd.DataFrame]:
        taken = None if answer is None else answer.taken
        for known, after, breaks in self._checked:
            if known is taken:
                return after, breaks
        after = segments_with(self._disturbed, changed_cells(self._disturbed, answer))
        breaks = hard_breaks(after, touched(self._disturbed.before, after))
        breaks = beyond(breaks, self._breaks) if len(breaks) else breaks
        self._checked.append((taken, after, breaks))
        return after, breaks


def beyond(breaks: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Breaks that are not among those known, or are worse."""
    keys = ["rule", "employee", "day", "limit"]
    before = known.groupby(keys)["amount"].max()
    had = before.reindex(pd.MultiIndex.from_frame(breaks[keys])).fillna(0.0).to_numpy()
    return breaks[breaks["amount"].to_numpy() > had + 1e-6].reset_index(drop=True)


def touched(before: Standing, after: Standing) -> set[str]:
    """People of whom anything stands otherwise: segments or absences. All others break what they broke."""
    pairs = (before.segments, after.segments), (before.problem.absences, after.problem.absences)
    return {
        employee
        for frames in pairs
        for employee in pd.concat(frames).drop_duplicates(keep=False)["employee"].unique()
    }


def hard_breaks(standing: Standing, people: Collection[str] | None = None) -> pd.DataFrame:
    """Hard rules that a unit's roster breaks, by the independent checker; others count as beside trainees.

    With `people`, rules of one person are looked at for these alone.
    """
    rules = check_hard(standing.checked(), standing.with_guests(), people)
    own = set(standing.problem.employees["employee"])
    return rules[rules["employee"].isin(own) | (rules["rule"] == "as_planned")]
