"""Repair: a published roster and an event give a new roster with the fewest changes, weighted by notice."""

from __future__ import annotations

import pandas as pd

from optimize.roster.repair.changes import changed_cells, changes_of
from optimize.roster.repair.disturb import Disturbed, disturb
from optimize.roster.repair.event import Event
from optimize.roster.repair.grow import direct_answer, grow
from optimize.roster.repair.left import left_open
from optimize.roster.repair.legal import Legal
from optimize.roster.repair.notice import Notice
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

    The past, duties under way, locked ones and the days `kept` (employee, day) stay; so do those of people whose
    published duties break a hard rule, unless somebody who is off then is enough. Places that were open as
    published may stay open. People of other units are not asked. With `holes_only` the search ends once the holes
    are proven to be the least; the changes may then be more than the least.

    Raises
    ------
    LabelError
        When the event names people, days or duties that the unit's roster does not have.
    """
    notice, weights = notice or Notice(), weights or Weights()
    disturbed = disturb(standing, event, now, kept)
    legal = Legal(disturbed)
    answer = grow(
        disturbed,
        notice.weights(standing.calendar, disturbed.now),
        legal,
        weights=weights,
        limits=limits,
        holes_only=holes_only,
    )
    after = legal.mended(answer)
    return Repair(
        standing=after,
        changes=changes_of(disturbed, changed_cells(disturbed, answer), notice),
        holes=left_open(disturbed, after),
        broken=legal.new_breaks(answer),
        proofs=() if answer is None else tuple(filter(None, (answer.holes, answer.changes, answer.points))),
    )


def fits(disturbed: Disturbed, weights: Weights, limits: Limits) -> bool:
    """Whether people who are off then can take all places that an event opens, nobody else's day being touched."""
    notice = Notice().weights(disturbed.before.calendar, disturbed.now)
    legal = Legal(disturbed)
    answer = direct_answer(disturbed, notice, legal, weights=weights, limits=limits)
    return answer.taken is not None and answer.holes.objective == 0 and legal.keeps(answer)
