"""Weekends in a row: at most so many weekends on duty one after the other, those before the horizon included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.doors import cost_beyond, keep_most
from optimize.roster.facts import Facts
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel
from optimize.roster.periods import saturdays
from optimize.roster.rules.weekends import Weekends, weekends_on
from quarterhour.arrays import Ints


def _windows(facts: Facts, limit: Limit) -> list[Ints]:
    """Saturdays of most + 1 weekends in a row, for each weekend of the horizon as the last."""
    back = np.arange(-int(limit.most or 0), 1, dtype=np.int64) * 7
    return [last + back for last in saturdays(facts.calendar).tolist() if limit.holds(last)]


@dataclass(frozen=True)
class _WeekendsInRow:
    def post(self, model: RosterModel, limit: Limit) -> None:
        """Write it into the model: one weekend of each window is off."""
        weekends, most = Weekends(model, limit), int(limit.most or 0)
        for window in _windows(model.facts, limit):
            states = [weekends.on(saturday) for saturday in window.tolist()]
            if all(state is not None for state in states):
                literals = [state for state in states if state is not True]
                keep_most(
                    model, literals, [1] * len(literals), len(states) - len(literals), most, cost_beyond(limit)
                )

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that do not fill the last free weekend of a window."""
        fits, days = np.ones(len(taken), dtype=bool), facts.kinds["day_number"].to_numpy(np.int64)
        for window in _windows(facts, limit):
            off = window[~weekends_on(facts, limit, taken, window)]
            if len(off) == 1:
                fits &= ~((days == off[0]) | (days == off[0] + 1))
        return fits


weekends_in_row = _WeekendsInRow()
