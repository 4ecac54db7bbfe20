"""The roster that a search begins from: day by day with all rules, or the first one where that leaves holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from optimize.roster.calendar import Flags
from optimize.roster.first import first_roster
from quarterhour.arrays import Ints

if TYPE_CHECKING:
    from optimize.roster.run import Run


SCARCE = 0.03
"""Of all places, how many `first_roster` may leave open for a roster day by day to be tried: where people are
scarce, whom to spare for later days matters more than what a day costs (measured: fewer holes in the end)."""
FILLING_SHARE = 0.4
"""Of the limits, what it may take: the bound and the search need the rest."""
HEAD_START = 0.25
"""Of that, what the first days may take before it counts whether all of them come to more at this pace."""
FEWER = 0.5
"""Of the places that `first_roster` leaves open, how many a roster day by day may leave to be the start."""


def fill(run: Run) -> None:
    """Give each day its best roster beside the days before it, with all that follows still empty.

    `first_roster` is the start where people are scarce, where this takes too long, where it leaves more than a
    share of the places open that `first_roster` does, or where nobody on duty breaks a hard rule. Places that
    nobody can be found for do not count.
    """
    facts, allowed = run.model.facts, run.model.allowed
    first = first_roster(facts, allowed)
    run.restart(first)
    still_open = int((run.open_by_day - run.least_open).sum())
    if run.values is not None and still_open > SCARCE * facts.kinds["people"].sum():
        return
    run.restart(np.zeros(allowed.shape, dtype=bool))
    day, left_open = facts.kinds["day_number"].to_numpy(np.int64), 0
    days = np.unique(day).tolist()
    for number, today in enumerate(days, start=1):
        if run.values is not None and not run.spending.beyond(FILLING_SHARE):
            run.open(run.values, (day == today)[np.nonzero(allowed)[1]])
            left_open += int(run.open_by_day[today] - run.least_open[today])
        late = run.spending.beyond(FILLING_SHARE * max(number / len(days), HEAD_START))
        if run.values is None or late or left_open > FEWER * still_open:
            run.restart(first)
            return


def least_open(allowed: Flags, day: Ints, places: Ints, days: int) -> Ints:
    """(D,) places of each day that nobody can be found for, by who is `allowed` (P, G) what alone."""
    return np.asarray([_unmatched(allowed[:, day == today], places[day == today]) for today in range(days)])


def _unmatched(allowed: Flags, places: Ints) -> int:
    """Places (G kinds) left when as many people as can be have one each."""
    copies = csr_array(allowed[:, np.repeat(np.arange(len(places)), places)])
    return int(places.sum() - (maximum_bipartite_matching(copies) >= 0).sum())
