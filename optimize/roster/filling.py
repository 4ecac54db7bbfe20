"""The roster that a search begins from: day by day with all rules, or the first roster where places stay open."""

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


def fill(run: Run) -> None:
    """Give each day its best roster beside the days before it, with all that follows still empty.

    Where that leaves a place open which the day alone could fill, or where nobody on duty breaks a hard rule,
    `first_roster` is the start: whom to spare for later days matters more there than what a day costs (measured:
    fewer holes in the end).
    """
    facts, allowed = run.model.facts, run.model.allowed
    run.tighten(np.zeros(allowed.shape, dtype=bool))
    day = facts.kinds["day_number"].to_numpy(np.int64)
    for today in np.unique(day).tolist():
        if run.values is not None and not run.spending.beyond():
            run.open(run.values, (day == today)[np.nonzero(allowed)[1]])
        if run.values is None or run.open_by_day[today] > run.least_open[today]:
            run.restart(first_roster(facts, allowed))
            return


def least_open(allowed: Flags, day: Ints, places: Ints, days: int) -> Ints:
    """(D,) places of each day that nobody can be found for, by who is `allowed` (P, G) what alone."""
    return np.asarray([_unmatched(allowed[:, day == today], places[day == today]) for today in range(days)])


def _unmatched(allowed: Flags, places: Ints) -> int:
    """Places (G kinds) left when as many people as can be have one each."""
    copies = csr_array(allowed[:, np.repeat(np.arange(len(places)), places)])
    return int(places.sum() - (maximum_bipartite_matching(copies) >= 0).sum())
