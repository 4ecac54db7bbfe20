"""What a design costs and whether it keeps the rules, counted from its duties alone.

Shares no code with the program: people are added up slot by slot, each duty for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimize.shifts.design.values import DesignProblem

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Figures:
    """A design's figures over the week, and the rules that it breaks.

    Attributes
    ----------
    cost
        In the unit of the prices; infinite where a rule is broken.
    over, under
        Person-slots beyond need, and missing.
    paid
        Paid person-slots.
    shifts, duties
        Distinct shifts, and duties.
    duties_a_week
        Of a person with full employment; NaN without a rule or without duties.
    broken
        Names of broken rules.
    cover
        As in `Design.cover`.
    """

    cost: float
    over: float
    under: float
    paid: float
    shifts: int
    duties: int
    duties_a_week: float
    broken: tuple[str, ...]
    cover: pd.DataFrame


def evaluate(problem: DesignProblem, duties: pd.DataFrame) -> Figures:
    """Recompute cost, cover and rules of `duties` (place, day, shift, way, people)."""
    shifts = {one["shift"]: one for one in problem.shifts.to_dict("records")}
    away: dict[Any, dict[int, float]] = defaultdict(dict)
    ways: dict[Any, set[int]] = defaultdict(set)
    for one in problem.away.to_dict("records"):
        away[(one["shift"], int(one["way"]))][int(one["offset"])] = float(one["share"])
        ways[one["shift"]].add(int(one["way"]))
    fits = {(one["place"], int(one["day"]), one["shift"]) for one in problem.fits.to_dict("records")}
    need = {(one["place"], int(one["slot"])): float(one["people"]) for one in problem.need.to_dict("records")}
    there: dict[Any, float] = dict.fromkeys(need, 0.0)
    broken, used, count, paid, minutes = set(), set(), 0, 0.0, 0.0
    for duty in duties.to_dict("records"):
        shift, people, way = shifts[duty["shift"]], int(duty["people"]), int(duty["way"])
        day, length = int(duty["day"]), int(shift["length"])
        if (duty["place"], day, duty["shift"]) not in fits:
            broken.add("fits")
        if people < 1 or way not in ways.get(duty["shift"], {0}):
            broken.add("ways")
        used.add(duty["shift"])
        count += people
        paid += people * float(shift["paid"])
        minutes += people * length * 1440 / problem.slots
        begin = day * problem.slots + int(shift["start"])
        absent = away.get((duty["shift"], way), {})
        for offset in range(length):
            at = (duty["place"], (begin + offset) % problem.week)
            there[at] = there.get(at, 0.0) + people * (1.0 - absent.get(offset, 0.0))
    rows = [
        (place, slot, need.get((place, slot), 0.0), people, people - need.get((place, slot), 0.0))
        for (place, slot), people in sorted(there.items())
    ]
    cover = pd.DataFrame(rows, columns=["place", "slot", "needed", "people", "over"])
    cover["under"] = (-cover["over"]).clip(lower=0.0)
    cover["over"] = cover["over"].clip(lower=0.0)
    over, under = float(cover["over"].sum()), float(cover["under"].sum())
    prices, rule = problem.prices, problem.duties
    cost = prices.over * over + (prices.under or 0.0) * under + prices.shift * len(used) + prices.paid * paid
    if prices.under is None and under > TOLERANCE:
        broken.add("under")
    if problem.most_shifts is not None and len(used) > problem.most_shifts:
        broken.add("most_shifts")
    a_week = float("nan")
    if rule is not None and count:
        a_week = count * rule.minutes / minutes
        beyond = max(0.0, a_week - rule.most, rule.least - a_week)
        if rule.price is not None:
            cost += rule.price * beyond
        elif beyond > TOLERANCE:
            broken.add("duties")
    kept = float("inf") if broken else cost
    return Figures(kept, over, under, paid, len(used), count, a_week, tuple(sorted(broken)), cover)
