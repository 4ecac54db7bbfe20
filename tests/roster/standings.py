"""Published rosters for the tests of repair: small random ones, and one of a hundred people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster import RosterProblem
from optimize.roster.assign import _names
from optimize.roster.calendar import Calendar
from optimize.roster.commitments import bind
from optimize.roster.facts import gather
from optimize.roster.first import first_roster
from optimize.roster.repair import Event, Standing
from optimize.roster.repair.event import ABSENCE
from optimize.roster.rules import ALLOWS
from optimize.roster.segments import lay_out
from optimize.roster.units import split
from tests.roster.cases import at, day, duty, person, problem


def publish(given: RosterProblem) -> pd.DataFrame:
    """Segments of the day-by-day first roster: legal, quickly made, with holes left for nobody in particular."""
    calendar = Calendar(given.grid, given.first_day, given.days)
    bound = bind(given, calendar)
    taken = []
    for unit in split(bound):
        facts = gather(unit, calendar)
        allowed = np.logical_and.reduce([rule(facts) for rule in ALLOWS.values()])
        taken.append(_names(facts, first_roster(facts, allowed))[0])
    return lay_out(bound, pd.concat(taken, ignore_index=True))


def stand(given: RosterProblem, names: dict[str, list[str]] | None = None) -> Standing:
    """Unit A as published: by the first roster, or with these `names` (duties by employee)."""
    if names is None:
        return Standing.of(given, publish(given), "A")
    taken = pd.DataFrame([(who, one) for who, duties in names.items() for one in duties])
    taken.columns = pd.Index(["employee", "duty"])
    bound = bind(given, Calendar(given.grid, given.first_day, given.days))
    return Standing.of(given, lay_out(bound, taken), "A")


def sick(employee: str, first: int, days: int = 1) -> Event:
    """Whole days of absence."""
    rows = [(employee, at(first, 0), at(first + days, 0), "sick", 8.0)]
    return Event(absences=pd.DataFrame(rows, columns=ABSENCE))


def random_staff(seed: int, *, people: int = 5, days: int = 4, places: int = 3) -> RosterProblem:
    """Few people with skills of their own and few hours to spare; early and late duties at two posts."""
    draw = np.random.default_rng(seed)
    names = [f"e{number}" for number in range(people)]
    staff = [
        person(name, hours_week=24.0, hours_week_most=float(draw.choice([16, 24])), consecutive_days=3)
        for name in names
    ]
    shapes = [(7, 15), (14, 22)]
    duties = [
        duty(f"d{number}-{place}", number, *shapes[draw.integers(2)], post=str(draw.choice(["desk", "cash"])))
        for number in range(days)
        for place in range(places)
    ]
    able = [(name, "A", post) for name in names for post in ("desk", "cash") if draw.random() < 0.75]
    return problem(staff, duties, able=able, days=days)


SHAPES = [(7, 15, (11, 11.5)), (8, 16.5, (12, 12.5)), (9, 17.5, (13, 13.5)), (12, 20.5, (16, 16.5))]
SHAPES += [(14, 22, (18, 18.5)), (22, 30, (26, 26.5))]
SKILLED = {"desk": 1.0, "cash": 0.6, "advice": 0.35}
"""Share of people who hold each post."""


def crowd(seed: int, *, people: int = 100, days: int = 28, load: float = 0.72) -> RosterProblem:
    """A large outlet: posts with skills, six shapes of duty a day for `load` of the people, leave, wishes."""
    draw = np.random.default_rng(seed)
    staff = [
        person(
            f"p{number:03d}",
            weekends_off=1,
            hours_week_most=float(draw.choice([40, 44])),
            trained=bool(draw.random() > 0.08),
            night_work=bool(draw.random() < 0.6),
        )
        for number in range(people)
    ]
    names = [one["employee"] for one in staff]
    able = [(name, "A", post) for name in names for post, share in SKILLED.items() if draw.random() < share]
    duties = []
    for number in range(days):
        total = int(people * load * (1.0 if number % 7 < 5 else 0.7))
        for post, places in zip(SKILLED, draw.multinomial(total, [0.5, 0.3, 0.2]), strict=True):
            counts = draw.multinomial(places, [0.2, 0.2, 0.25, 0.15, 0.15, 0.05])
            duties += [
                duty(f"{number}-{post}-{shape}", number, begins, ends, pause=pause, post=post, people=int(count))
                for shape, ((begins, ends, pause), count) in enumerate(zip(SHAPES, counts, strict=True))
                if count
            ]
    begin = {name: int(draw.integers(0, days - 3)) for name in names if draw.random() < 0.2}
    absences = [(name, first + more, "leave", 8.0) for name, first in begin.items() for more in range(3)]
    wishes = [
        (name, number, str(draw.choice(["off", "early", "late"])), 1.0)
        for name in names
        for number in range(days)
        if draw.random() < 0.04
    ]
    return problem(staff, duties, able=able, absences=absences, requests=wishes, days=days)


NOW = at(-1, 12)
"""Noon of the day before the first."""

__all__ = ["NOW", "crowd", "day", "publish", "random_staff", "sick", "stand"]
