"""A Curtois instance as the roster engine's problem, and back."""

from __future__ import annotations

import numpy as np

from benchmarks.curtois import Instance, Roster
from optimize.roster.columns.problem import BANNED, Problem, Rosters


def problem_of(instance: Instance) -> Problem:
    """Wishes become prices of person, day and kind; a wish to work is paid back where it is granted."""
    people, kinds = tuple(instance.people), tuple(instance.shifts)
    contracts = list(instance.people.values())
    price = np.zeros((len(people), instance.days, len(kinds) + 1), dtype=np.int64)
    who, which = ({name: place for place, name in enumerate(names)} for names in (people, kinds))
    for (name, day, kind), weight in instance.wishes_on.items():
        price[who[name], day, 1 + which[kind]] -= weight
    for (name, day, kind), weight in instance.wishes_off.items():
        price[who[name], day, 1 + which[kind]] += weight
    most = np.array([[person.most_of_shift.get(kind, instance.days) for kind in kinds] for person in contracts])
    for row, person in enumerate(contracts):
        price[row, :, 1:][:, most[row] == 0] = BANNED
        price[row, sorted(person.days_off), 1:] = BANNED
    days = np.arange(instance.days)
    cover = np.zeros((3, instance.days, len(kinds)), dtype=np.int64)
    for (when, kind), prices in instance.cover.items():
        cover[:, when, which[kind]] = prices
    return Problem(
        people=people,
        kinds=kinds,
        minutes=np.array([minutes for minutes, _ in instance.shifts.values()]),
        banned=np.array([[after in before for after in kinds] for _, before in instance.shifts.values()]),
        weekend=np.where(days % 7 >= 5, days // 7, -1),
        most_minutes=np.array([person.most_minutes for person in contracts]),
        least_minutes=np.array([person.least_minutes for person in contracts]),
        longest_on=np.array([person.most_days_on for person in contracts]),
        shortest_on=np.array([person.least_days_on for person in contracts]),
        shortest_off=np.array([person.least_days_off for person in contracts]),
        most_weekends=np.array([person.most_weekends for person in contracts]),
        most_of_kind=most,
        price=price,
        wanted=cover[0],
        under=cover[1],
        over=cover[2],
        offset=sum(instance.wishes_on.values()),
    )


def roster_of(problem: Problem, rosters: Rosters) -> Roster:
    """Names for numbers."""
    names = (None, *problem.kinds)
    return {
        who: [names[kind] for kind in days] for who, days in zip(problem.people, rosters.tolist(), strict=True)
    }
