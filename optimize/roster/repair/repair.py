"""Repair: a published roster and an event give a new roster with the fewest changes, weighted by notice."""

from __future__ import annotations

import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.checker import check_hard
from optimize.roster.repair.changes import changed_cells, changes_of, segments_with
from optimize.roster.repair.disturb import Disturbed, disturb
from optimize.roster.repair.event import Event
from optimize.roster.repair.grow import direct_answer, grow
from optimize.roster.repair.left import left_open
from optimize.roster.repair.notice import Notice
from optimize.roster.repair.program import RingAnswer
from optimize.roster.repair.standing import Standing
from optimize.roster.repair.values import Repair
from optimize.roster.weights import Weights
from quarterhour.result import Limits

LIMITS = Limits(seconds=10.0, work=2.0)
"""Of each solve; `seconds` also ends the growing."""


def repair(
    standing: Standing,
    event: Event,
    now: pd.Timestamp,
    *,
    kept: pd.DataFrame | None = None,
    notice: Notice | None = None,
    weights: Weights | None = None,
    limits: Limits = LIMITS,
    holes_only: bool = False,
) -> Repair:
    """A new roster after the event: least holes, then lightest changes, then best points.

    The past, duties under way, locked ones and the days `kept` (employee, day) stay. Places that were open as
    published may stay open. People of other units are not asked. With `holes_only` the search ends once the holes
    are proven to be the least; the changes may then be more than the least.

    Raises
    ------
    LabelError
        When the event names people, days or duties that the unit's roster does not have.
    """
    notice, weights = notice or Notice(), weights or Weights()
    disturbed = disturb(standing, event, now, kept)
    published = _Published(disturbed)
    answer = grow(
        disturbed,
        notice.weights(standing.calendar, disturbed.now),
        published.stuck,
        published.legal,
        weights=weights,
        limits=limits,
        holes_only=holes_only,
    )
    cells = changed_cells(disturbed, answer)
    after = segments_with(disturbed, cells)
    return Repair(
        standing=after,
        changes=changes_of(disturbed, cells, notice),
        holes=left_open(disturbed, after),
        broken=published.new_breaks(answer),
        proofs=() if answer is None else tuple(filter(None, (answer.holes, answer.changes, answer.points))),
    )


def fits(disturbed: Disturbed, weights: Weights, limits: Limits) -> bool:
    """Whether people who are off then can take all places that an event opens, nobody else's day being touched."""
    notice = Notice().weights(disturbed.before.calendar, disturbed.now)
    answer = direct_answer(disturbed, notice, weights=weights, limits=limits)
    legal = _Published(disturbed).legal
    return answer.taken is not None and answer.holes.objective == 0 and legal(answer)


class _Published:
    """The hard rules that the published roster breaks, looked up once, when first asked for."""

    def __init__(self, disturbed: Disturbed) -> None:
        self._disturbed = disturbed
        self._known: pd.DataFrame | None = None
        self._checked: list[tuple[object, pd.DataFrame]] = []

    @property
    def _breaks(self) -> pd.DataFrame:
        if self._known is None:
            self._known = hard_breaks(self._disturbed.before)
        return self._known

    def stuck(self) -> Flags:
        """Cells of people whose published duties break a rule: they stay as they are."""
        flags: Flags = self._disturbed.after.cells["employee"].isin(self._breaks["employee"]).to_numpy(dtype=bool)
        return flags

    def legal(self, answer: RingAnswer) -> bool:
        """Whether an answer breaks no more than the published roster, or than the event itself asks for."""
        breaks = self.new_breaks(answer)
        if breaks.empty:
            return True
        # a trainee whom the event leaves alone is for the repair to mend
        forced = hard_breaks(self._disturbed.after)
        return _beyond(breaks, forced[forced["rule"] != "trained"]).empty

    def new_breaks(self, answer: RingAnswer | None) -> pd.DataFrame:
        """Hard rules that the repaired roster breaks by more than the published one."""
        taken = None if answer is None else answer.taken
        for known, breaks in self._checked:
            if known is taken:
                return breaks
        breaks = hard_breaks(segments_with(self._disturbed, changed_cells(self._disturbed, answer)))
        breaks = _beyond(breaks, self._breaks) if len(breaks) else breaks
        self._checked.append((taken, breaks))
        return breaks


def _beyond(breaks: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Breaks that are not among those known, or are worse."""
    keys = ["rule", "employee", "day"]
    before = known.groupby(keys)["amount"].max()
    had = before.reindex(pd.MultiIndex.from_frame(breaks[keys])).fillna(0.0).to_numpy()
    return breaks[breaks["amount"].to_numpy() > had + 1e-6].reset_index(drop=True)


def hard_breaks(standing: Standing) -> pd.DataFrame:
    """Hard rules that a unit's roster breaks, by the independent checker; others count as beside trainees."""
    beside = pd.concat([part for part in (standing.segments, standing.guests()) if len(part)])
    rules = check_hard(standing.checked(), beside.reset_index(drop=True))
    own = set(standing.problem.employees["employee"])
    return rules[rules["employee"].isin(own) | (rules["rule"] == "as_planned")]
