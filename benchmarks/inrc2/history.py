"""What a week leaves to the next: where each nurse stands."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.inrc2.instance import NONE, Assigned, Past


def after(history: Mapping[str, Past], assigned: Assigned) -> dict[str, Past]:
    """Where each nurse stands once a week is over."""
    later = {}
    for nurse, past in history.items():
        last, same, duty, free = past.last, past.same_shift, past.working_days, past.days_off
        line = [assigned.get((nurse, day), (NONE, ""))[0] for day in range(7)]
        for shift in line:
            works = shift != NONE
            same = (same + 1 if shift == last else 1) if works else 0
            duty, free, last = (duty + 1, 0, shift) if works else (0, free + 1, shift)
        worked = sum(shift != NONE for shift in line)
        weekends = past.weekends + any(shift != NONE for shift in line[5:])
        later[nurse] = Past(past.assignments + worked, weekends, last, same, duty, free)
    return later
