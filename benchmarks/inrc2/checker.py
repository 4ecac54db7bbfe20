"""The competition's rules counted from the assignments alone; shares nothing with any solver.

Hard: least cover, skills, forbidden successions (the history's last shift included), known shifts. Soft, with the
points of the specification: best cover 30; days of duty in a row 30, of one shift 15, and off 30, a day too many
or too few; wishes 10; complete weekends 30; assignments over all weeks 20; weekends of duty 30. Runs go on from
the history, whose own excess is not counted again; a run that the horizon's end cuts is not too short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from benchmarks.inrc2.instance import ANY, NONE, Assigned, Instance, Past, Range

DUTY, OFF = "duty", "off"


def broken_rules(instance: Instance, weeks: Sequence[Assigned]) -> list[str]:
    """Hard rules that the weeks' assignments break, in words."""
    scenario, found = instance.scenario, []
    for number, (week, assigned) in enumerate(zip(instance.weeks, weeks, strict=True)):
        there = Counter((shift, skill, day) for (_, day), (shift, skill) in assigned.items())
        for place, (least, _) in week.cover.items():
            if there[place] < least:
                found.append(f"week {number}: {there[place]} of {least} at {place}")
        for (nurse, day), (shift, skill) in assigned.items():
            if skill not in scenario.nurses[nurse].skills:
                found.append(f"week {number}, day {day}: {nurse} has no skill {skill}")
            if shift not in scenario.shifts:
                found.append(f"week {number}, day {day}: no shift {shift}")
    for nurse in scenario.nurses:
        line = [instance.history[nurse].last, *_line(nurse, weeks)]
        for day, (before, after) in enumerate(pairwise(line)):
            if after in scenario.forbidden.get(before, ()):
                found.append(f"{nurse}, day {day}: {after} after {before}")
    return found


def points(instance: Instance, weeks: Sequence[Assigned]) -> Counter[str]:
    """Points of each soft rule over all weeks."""
    scenario, total = instance.scenario, Counter[str]()
    for week, assigned in zip(instance.weeks, weeks, strict=True):
        there = Counter((shift, skill, day) for (_, day), (shift, skill) in assigned.items())
        total["cover"] += 30 * sum(max(best - there[place], 0) for place, (_, best) in week.cover.items())
        refused = sum(
            assigned[nurse, day][0] == shift or shift == ANY
            for nurse, shift, day in week.off
            if (nurse, day) in assigned
        )
        total["wishes"] += 10 * refused
    for name, nurse in scenario.nurses.items():
        past, line, contract = instance.history[name], _line(name, weeks), nurse.contract
        work = [OFF if shift == NONE else DUTY for shift in line]
        total["working_days"] += 30 * sum(_amiss(work, {DUTY: past.working_days}, {DUTY: contract.working_days}))
        total["days_off"] += 30 * sum(_amiss(work, {OFF: past.days_off}, {OFF: contract.days_off}))
        total["same_shift"] += 15 * sum(_amiss(line, {past.last: past.same_shift}, scenario.shifts))
        total["weekends"] += 30 * _weekends_beyond(past, work, contract.weekends)
        if contract.complete_weekend:
            total["complete"] += 30 * sum(first != second for first, second in _weekends(work))
        assignments = past.assignments + work.count(DUTY)
        least, most = contract.assignments
        total["assignments"] += 20 * max(least - assignments, assignments - most, 0)
    return total


def _line(nurse: str, weeks: Sequence[Assigned]) -> list[str]:
    """The shift of every day of all weeks, "None" where off."""
    return [assigned.get((nurse, day), (NONE, ""))[0] for assigned in weeks for day in range(7)]


def _amiss(line: Sequence[str], before: dict[str, int], limits: dict[str, Range]) -> Iterator[int]:
    """Days too many or too few of each run of the symbols of `limits`, which began `before` the first day."""
    runs = [(symbol, len(list(days))) for symbol, days in groupby(line)]
    for symbol, length in before.items():
        if symbol in limits and length and runs[0][0] != symbol:
            yield max(limits[symbol][0] - length, 0)
    for number, (symbol, length) in enumerate(runs):
        if symbol not in limits:
            continue
        least, most = limits[symbol]
        carried = before.get(symbol, 0) if number == 0 else 0
        yield max(carried + length - most, 0) - max(carried - most, 0)
        if number + 1 < len(runs):
            yield max(least - carried - length, 0)


def _weekends(work: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((work[day], work[day + 1]) for day in range(5, len(work), 7))


def _weekends_beyond(past: Past, work: Sequence[str], most: int) -> int:
    return max(past.weekends + sum(DUTY in pair for pair in _weekends(work)) - most, 0)
