"""The roster that a search begins from: day by day with all rules, or the first roster where places stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimize.roster.first import first_roster

if TYPE_CHECKING:
    from optimize.roster.run import Run


def fill(run: Run) -> None:
    """Give each day its best roster beside the days before it, with all that follows still empty.

    Where that leaves a place open, or nobody on duty breaks a hard rule, `first_roster` is the start: whom to
    spare for later days matters more there than what a day costs (measured: fewer holes in the end).
    """
    facts, allowed = run.model.facts, run.model.allowed
    run.tighten(np.zeros(allowed.shape, dtype=bool))
    day = facts.kinds["day_number"].to_numpy(np.int64)
    for today in np.unique(day).tolist():
        if run.values is None or run.spending.beyond():
            break
        run.open(run.values, (day == today)[np.nonzero(allowed)[1]])
        if run.missing[day == today].any():
            break
    if run.values is None or run.missing.any():
        run.restart(first_roster(facts, allowed))
