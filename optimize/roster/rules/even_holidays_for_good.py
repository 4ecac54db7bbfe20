"""Even holidays for good: comparable people no further apart in holidays than those to come can make up.

A holiday to come can bring two people nearer by one, if it is on a weekday: who has which weekend off is settled
months before (`even_holidays_ahead`). By half of it the one behind rises, who has it, by the other half the one
ahead falls, who has it off, as balances keep their sum. So who is known to be away that day does not move, and of
two people of whom one is away the other moves by half, if somebody else comparable is there. People may end the
horizon further apart than one by what the calendar has within twelve weeks for both:

    l_p = h_p / 2,   u_p = 1 + h_p / 2        (`bands`),

h_p the weekday holidays of that time on which p and somebody comparable are there. What lies beyond that stays for
months; it weighs more than two open duties, while what can be made up is left to the next rosters.
"""

from __future__ import annotations

import numpy as np

from optimize.roster.calendar import SATURDAY, Flags
from optimize.roster.facts import Facts
from optimize.roster.model import SCALE, RosterModel
from optimize.roster.rules.bands import Bounds, even
from optimize.roster.rules.burdens import holidays
from optimize.roster.values import AHEAD
from quarterhour.arrays import Ints


def even_holidays_for_good(model: RosterModel) -> None:
    """Duties on statutory holidays outside a band of one and those to come, by whole ones begun."""
    even(model, holidays(model.facts), model.weights.even_holidays_for_good, for_good(model.facts))


def for_good(facts: Facts) -> Bounds:
    """How far apart the holidays to come can bring people within one; whole ones count."""
    halves = SCALE // 2 * _to_come(facts)
    return Bounds(halves, SCALE + halves, step=SCALE, late=True)


def _to_come(facts: Facts) -> Ints:
    """(P,) weekday holidays of the weeks after the horizon on which each and somebody comparable are there."""
    free = facts.calendar.day(facts.unit.problem.holidays["day"].drop_duplicates())
    soon = (free >= facts.calendar.days) & (free < facts.calendar.days + AHEAD)
    days = free[soon & (facts.calendar.weekday(free) < SATURDAY)]
    there = _there(facts, days)
    together = (facts.alike[:, None] == facts.alike[None, :]).astype(np.int64) @ there
    counted: Ints = (there & (together > 1)).sum(axis=1).astype(np.int64)
    return counted


def _there(facts: Facts, days: Ints) -> Flags:
    """(P, n) whether each is there on days after the horizon, as far as is known."""
    away = facts.unit.problem.later_absences
    person = facts.people["employee"].to_numpy(object)[:, None]
    named, when = away["employee"].to_numpy(object), facts.calendar.day(away["day"])
    there = np.ones((len(person), len(days)), dtype=bool)
    for number, day in enumerate(days.tolist()):
        there[:, number] = ~(person == named[when == day]).any(axis=1)
    return there
