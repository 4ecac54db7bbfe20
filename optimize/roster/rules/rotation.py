"""Rotations: each day of the horizon has a symbol of a cycle, repeated before and after its anchor day.

    E   an early duty (begins before noon)       D   any duty       O   no duty
    L   a late one without night hours           N   a night duty   *   whatever

x_g is 1 where the person takes a duty of kind g. On a day t with symbol s, d_t duties standing already (0 or 1):

    sum of x_g over kinds of day t that are not s  <= 0           forbidden, or each day priced
    lack_t + d_t + sum of x_g over all kinds of day t >= 1        for s other than O and *: always priced,
                                                                  as there may be no such duty

So a day costs once: for the wrong duty, or for none. Days of absence, outside the employment and after the
last one say nothing.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import Flags
from optimize.roster.doors import cost_beyond, cost_of_lack, keep_least, keep_most
from optimize.roster.facts import Facts
from optimize.roster.known import bound_of
from optimize.roster.limits import Limit
from optimize.roster.model import RosterModel, found

OFF, WHATEVER = "O", "*"


class RotationRule:
    """One person's cycle: `what` has its symbols, `first` is the day of the first one."""

    def post(self, model: RosterModel, limit: Limit) -> None:
        """Forbid or price wrong duties, price missing ones."""
        facts, bound = model.facts, bound_of(model.facts, limit.person)
        early, night = facts.kinds["early"].to_numpy(bool), facts.kinds["night"].to_numpy(bool)
        for day in range(facts.calendar.days):
            symbol = _symbol(limit, day)
            if symbol == WHATEVER or _idle(facts, limit, day):
                continue
            kinds, here = model.kinds_on(day), bound.day == day
            misfits = kinds[~_fits(symbol, early[kinds], night[kinds])]
            stands = int((here & ~_fits(symbol, bound.early, bound.night)).any())
            wrong = found(model.take[limit.person, misfits])
            keep_most(model, wrong, [1] * len(wrong), stands, 0, cost_beyond(limit))
            if symbol != OFF:
                every = found(model.take[limit.person, kinds])
                keep_least(model, every, [1] * len(every), int(here.any()), 1, cost_of_lack(limit))

    def opens(self, facts: Facts, limit: Limit, taken: Flags) -> Flags:
        """(G,): kinds of duty that have the symbol of their day."""
        early, night = facts.kinds["early"].to_numpy(bool), facts.kinds["night"].to_numpy(bool)
        fits = np.ones(len(taken), dtype=bool)
        for kind, day in enumerate(facts.kinds["day_number"].tolist()):
            if not _idle(facts, limit, day):
                fits[kind] = _fits(_symbol(limit, day), early[[kind]], night[[kind]])[0]
        return fits


def _symbol(limit: Limit, day: int) -> str:
    symbols = limit.what.replace(" ", "")
    return symbols[(day - (limit.first or 0)) % len(symbols)]


def _fits(symbol: str, early: Flags, night: Flags) -> Flags:
    every = np.ones(len(early), dtype=bool)
    wanted = {"E": early, "L": ~early & ~night, "N": night, "D": every, OFF: ~every, WHATEVER: every}
    return wanted[symbol]


def _idle(facts: Facts, limit: Limit, day: int) -> bool:
    over = limit.last is not None and day > limit.last
    return bool(over or facts.absent[limit.person, day] or not facts.present[limit.person, day])


rotation = RotationRule()
