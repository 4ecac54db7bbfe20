"""Who serves with which skill."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.inrc2.instance import Assigned
from benchmarks.inrc2.master import UNDER, Master
from benchmarks.inrc2.patterns import DAYS, FORBIDDEN
from quarterhour.arrays import Ints


def assigned(master: Master, chosen: Ints) -> Assigned:
    """Each shift's nurses to the skills that are asked for, least cover first: one assignment problem a slot."""
    found: Assigned = {}
    ahead = master.ahead
    names = tuple(ahead.scenario.nurses)
    for day in range(DAYS):
        today = ahead.patterns.days[chosen, day]
        for symbol, shift in enumerate(ahead.patterns.shifts):
            there = np.flatnonzero(today == symbol)
            seats, price = _seats(master, shift, day)
            fits = np.zeros((len(there), len(seats) + len(there)))
            for row, nurse in enumerate(there.tolist()):
                skills = ahead.groups[ahead.group[nurse]]
                fits[row, : len(seats)] = [
                    worth if skill in skills else -FORBIDDEN for skill, worth in zip(seats, price, strict=True)
                ]
            rows, places = linear_sum_assignment(fits, maximize=True)
            for nurse, seat in zip(there[rows].tolist(), places.tolist(), strict=True):
                spare = ahead.groups[ahead.group[nurse]][-1]
                found[names[nurse], day] = (shift, seats[seat] if seat < len(seats) else spare)
    return found


def short(master: Master, chosen: Ints) -> float:
    """Points of places that nobody fills."""
    there = Counter((shift, skill, day) for (_, day), (shift, skill) in assigned(master, chosen).items())
    total = 0.0
    for place, (least, best) in master.week.cover.items():
        missing = max(least - there[place], 0)
        total += master.missing * missing + UNDER * (max(best - there[place], 0) - missing)
    return total


def _seats(master: Master, shift: str, day: int) -> tuple[list[str], list[float]]:
    """The skill of each place to fill, and what filling it saves."""
    seats: list[str] = []
    price: list[float] = []
    for skill in master.ahead.scenario.skills:
        least, best = master.week.cover.get((shift, skill, day), (0, 0))
        seats += [skill] * best
        price += [master.missing] * least + [UNDER] * (best - least)
    return seats, price
