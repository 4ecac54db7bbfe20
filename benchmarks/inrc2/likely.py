"""Weeks as they may come, drawn from one that is known.

The weeks of a scenario ask for nearly the same number of nurses with each skill, on any working day and any shift
alike, and for another at the weekend; which of these places are many is new every week.
"""

from __future__ import annotations

import numpy as np

from benchmarks.inrc2.instance import Range, Week
from benchmarks.inrc2.patterns import DAYS, SATURDAY


def likely(week: Week, draw: np.random.Generator) -> Week:
    """Each skill's cover dealt out anew to shifts and working days, and to shifts and the weekend; no wishes."""
    shifts = sorted({shift for shift, _, _ in week.cover})
    skills = sorted({skill for _, skill, _ in week.cover})
    cover: dict[tuple[str, str, int], Range] = {}
    for skill in skills:
        for days in (range(SATURDAY), range(SATURDAY, DAYS)):
            places = [(shift, skill, day) for shift in shifts for day in days]
            dealt = draw.permutation(len(places)).tolist()
            cover |= {
                place: week.cover.get(places[other], (0, 0)) for place, other in zip(places, dealt, strict=True)
            }
    return Week(cover, frozenset())
