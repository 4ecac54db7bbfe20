"""Every rule and the cost of rosters of whole days, recomputed from the rosters alone, without the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from optimize.roster.columns.problem import BANNED, Problem, Rosters


def broken(problem: Problem, rosters: Rosters) -> list[str]:
    """Every rule that rosters break, in words; empty where they keep to all."""
    return [
        f"{name}: {what}"
        for person, name in enumerate(problem.people)
        for what in _broken(problem, person, [int(kind) for kind in rosters[person]])
    ]


def _broken(problem: Problem, person: int, days: list[int]) -> Iterator[str]:
    for day, kind in enumerate(days):
        if problem.price[person, day, kind] >= BANNED:
            yield f"day {day} can not be {_name(problem, kind)}"
    for day, (before, after) in enumerate(pairwise(days), start=1):
        if before and after and problem.banned[before - 1, after - 1]:
            yield f"day {day}: {_name(problem, after)} after {_name(problem, before)}"
    done = Counter(kind for kind in days if kind)
    for kind, duties in done.items():
        if duties > problem.most_of_kind[person, kind - 1]:
            yield f"{duties} duties of {_name(problem, kind)}"
    minutes = sum(int(problem.minutes[kind - 1]) * duties for kind, duties in done.items())
    if not problem.least_minutes[person] <= minutes <= problem.most_minutes[person]:
        yield f"{minutes} minutes"
    yield from _runs(problem, person, days)
    weekends = {int(weekend) for kind, weekend in zip(days, problem.weekend, strict=True) if kind and weekend >= 0}
    if len(weekends) > problem.most_weekends[person]:
        yield f"{len(weekends)} weekends"


def _runs(problem: Problem, person: int, days: list[int]) -> Iterator[str]:
    first = 0
    for on, run in groupby(days, key=bool):
        length = len(list(run))
        inner = first > 0 and first + length < len(days)
        least = problem.shortest_on[person] if on else problem.shortest_off[person]
        if (on and length > problem.longest_on[person]) or (inner and length < least):
            yield f"{length} days {'on' if on else 'off'} from day {first}"
        first += length


def _name(problem: Problem, kind: int) -> str:
    return problem.kinds[kind - 1] if kind else "off"


def cost_of(problem: Problem, rosters: Rosters) -> int:
    """The price of everybody's days, of people missing and of people too many."""
    total = problem.offset
    there: Counter[tuple[int, int]] = Counter()
    for person, days in enumerate(rosters.tolist()):
        for day, kind in enumerate(days):
            total += int(problem.price[person, day, kind])
            if kind:
                there[day, kind - 1] += 1
    for day in range(problem.days):
        for kind in range(len(problem.kinds)):
            beyond = there[day, kind] - int(problem.wanted[day, kind])
            total += int(problem.over[day, kind]) * max(0, beyond) + int(problem.under[day, kind]) * max(
                0, -beyond
            )
    return total
