"""Curtois and Qu's shift-scheduling instances: reader, and a checker that knows nothing of any solver.

Format and rules: schedulingbenchmarks.org/nrp. A roster is a list of shifts a day for each person, None for off.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

Roster = dict[str, list[str | None]]


@dataclass(frozen=True)
class Person:
    """One person's contract; minutes over the horizon, lengths of runs in days."""

    most_of_shift: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_days_on: int
    least_days_on: int
    least_days_off: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True)
class Instance:
    """One instance.

    Attributes
    ----------
    shifts
        Minutes and the shifts that may not follow on the next day.
    wishes_on, wishes_off
        Person, day, shift: cost of not having, or of having it.
    cover
        Day, shift: people wanted, cost of each missing, cost of each too many.
    """

    days: int
    shifts: dict[str, tuple[int, frozenset[str]]]
    people: dict[str, Person]
    wishes_on: dict[tuple[str, int, str], int]
    wishes_off: dict[tuple[str, int, str], int]
    cover: dict[tuple[int, str], tuple[int, int, int]]


def read_instance(path: Path) -> Instance:
    """Read one text file; lines that begin with # are comments."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.startswith("SECTION_"):
            rows = sections.setdefault(line.strip().removeprefix("SECTION_"), [])
        elif line.strip() and not line.startswith("#"):
            rows.append([field.strip() for field in line.split(",")])
    off = {row[0]: frozenset(int(day) for day in row[1:] if day) for row in sections["DAYS_OFF"]}
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        shifts={row[0]: (int(row[1]), frozenset(filter(None, row[2].split("|")))) for row in sections["SHIFTS"]},
        people={row[0]: _person(row, off.get(row[0], frozenset())) for row in sections["STAFF"]},
        wishes_on={(row[0], int(row[1]), row[2]): int(row[3]) for row in sections["SHIFT_ON_REQUESTS"]},
        wishes_off={(row[0], int(row[1]), row[2]): int(row[3]) for row in sections["SHIFT_OFF_REQUESTS"]},
        cover={(int(row[0]), row[1]): (int(row[2]), int(row[3]), int(row[4])) for row in sections["COVER"]},
    )


def _person(row: list[str], off: frozenset[int]) -> Person:
    counts = dict(entry.split("=") for entry in row[1].split("|") if entry)
    most_minutes, least_minutes, most_on, least_on, least_off, most_weekends = map(int, row[2:8])
    of_shift = {shift: int(most) for shift, most in counts.items()}
    return Person(of_shift, most_minutes, least_minutes, most_on, least_on, least_off, most_weekends, off)


def read_roster(path: Path) -> Roster:
    """Read one of our roster files: person, then a shift a day, `-` for off."""
    lines = [line.split(",") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return {row[0]: [None if shift == "-" else shift for shift in row[1:]] for row in lines}


def broken_rules(instance: Instance, roster: Roster) -> list[str]:
    """Every hard rule that a roster breaks, in words; runs at the horizon's edges may be short."""
    return [
        f"{name}: {what}"
        for name, person in instance.people.items()
        for what in _broken(instance, person, roster[name])
    ]


def _broken(instance: Instance, person: Person, days: list[str | None]) -> list[str]:
    found = [f"works on day off {day}" for day in sorted(person.days_off) if days[day]]
    found += [
        f"{after} after {before}"
        for before, after in pairwise(days)
        if before and after and after in instance.shifts[before][1]
    ]
    counts = Counter(shift for shift in days if shift)
    found += [f"{counts[shift]} x {shift}" for shift, most in person.most_of_shift.items() if counts[shift] > most]
    minutes = sum(instance.shifts[shift][0] * count for shift, count in counts.items())
    if not person.least_minutes <= minutes <= person.most_minutes:
        found.append(f"{minutes} minutes")
    first = 0
    for on, run in groupby(days, key=bool):
        length = len(list(run))
        inner = first > 0 and first + length < len(days)
        first += length
        least = person.least_days_on if on else person.least_days_off
        if (on and length > person.most_days_on) or (inner and length < least):
            found.append(f"{length} days {'on' if on else 'off'}")
    weekends = sum(1 for saturday in range(5, len(days), 7) if days[saturday] or days[saturday + 1])
    if weekends > person.most_weekends:
        found.append(f"{weekends} weekends")
    return found


def objective(instance: Instance, roster: Roster) -> int:
    """Cost of refused wishes, missing and superfluous people."""
    cost = sum(weight for (name, day, shift), weight in instance.wishes_on.items() if roster[name][day] != shift)
    cost += sum(weight for (name, day, shift), weight in instance.wishes_off.items() if roster[name][day] == shift)
    there = Counter((day, shift) for days in roster.values() for day, shift in enumerate(days) if shift)
    for key, (wanted, under, over) in instance.cover.items():
        cost += under * max(0, wanted - there[key]) + over * max(0, there[key] - wanted)
    return cost
