"""The roster that a search begins from: day by day with all rules, or the first one where that leaves holes."""

from __future__ import annotations

import numpy as np

from optimize.roster.best import Best
from optimize.roster.first import first_roster

SCARCE = 0.03
"""Of all places, how many `first_roster` may leave open for a roster day by day to be tried: where people are
scarce, whom to spare for later days matters more than what a day costs (measured: fewer holes in the end)."""
FILLING_SHARE = 0.4
"""Of the limits, what it may take: the bound and the search need the rest."""
HEAD_START = 0.25
"""Of that, what the first days may take before it counts whether all of them come to more at this pace."""
FEWER = 0.5
"""Of the places that `first_roster` leaves open, how many a roster day by day may leave to be the start."""


def fill(best: Best) -> None:
    """Give each day its best roster beside the days before it, with all that follows still empty.

    Where the first roster has to pay for what is late, this counts from now on, and duties that decide it are
    given at its least (`Late.start`) before all others.

    `first_roster` is the start where people are scarce, where this takes too long, where it leaves more than a
    share of the places open that `first_roster` does, or where nobody on duty breaks a hard rule. Places that
    nobody can be found for do not count.
    """
    facts, allowed = best.model.facts, best.model.allowed
    first, given = first_roster(facts, allowed, bands=best.model.bands), np.zeros(allowed.shape, dtype=bool)
    if best.late.due(first) and best.late.start is not None:
        best.price_all()
        given = best.late.start
        first = first_roster(facts, allowed, given, best.model.bands)
    best.restart(first)
    still_open = best.open_in_vain
    if best.values is not None and still_open > SCARCE * best.places.sum():
        return
    best.restart(given)
    day, left_open = facts.kinds["day_number"].to_numpy(np.int64), 0
    days = np.unique(day).tolist()
    for number, today in enumerate(days, start=1):
        if best.values is not None and not best.spending.beyond(FILLING_SHARE):
            best.open(best.values, (day == today)[np.nonzero(allowed)[1]])
            left_open += int(best.open_by_day[today] - best.least_open[today])
        late = best.spending.beyond(FILLING_SHARE * max(number / len(days), HEAD_START))
        if best.values is None or late or left_open > FEWER * still_open:
            best.restart(first)
            return
