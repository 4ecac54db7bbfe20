"""The competition's text files: scenario, initial history, and a file a week (Ceschia and others, 2015)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ANY, NONE = "Any", "None"
Range = tuple[int, int]


@dataclass(frozen=True)
class Contract:
    """Least and most assignments over all weeks, days of duty in a row, days off in a row; most weekends of duty;
    whether weekends are to be complete."""

    assignments: Range
    working_days: Range
    days_off: Range
    weekends: int
    complete_weekend: bool


@dataclass(frozen=True)
class Nurse:
    """A nurse's contract and skills."""

    contract: Contract
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """What holds in all weeks.

    Attributes
    ----------
    shifts
        Shift to the least and most days in a row.
    forbidden
        Shift to those that may not follow on the next day.
    """

    name: str
    weeks: int
    skills: tuple[str, ...]
    shifts: dict[str, Range]
    forbidden: dict[str, tuple[str, ...]]
    nurses: dict[str, Nurse]


@dataclass(frozen=True)
class Past:
    """Where a nurse stands when a week begins.

    Assignments and weekends of duty so far; the last day's shift ("None": off); days in a row of that shift, of
    duty, and off.
    """

    assignments: int
    weekends: int
    last: str
    same_shift: int
    working_days: int
    days_off: int


@dataclass(frozen=True)
class Week:
    """One week's demand and wishes.

    Attributes
    ----------
    cover
        (shift, skill, day) to the least (hard) and the best number of nurses.
    off
        (nurse, shift or "Any", day) that somebody would rather not work.
    """

    cover: dict[tuple[str, str, int], Range]
    off: frozenset[tuple[str, str, int]]


Assigned = dict[tuple[str, int], tuple[str, str]]
"""(nurse, day of the week) to shift and skill."""


def read_scenario(path: Path) -> Scenario:
    """The file `Sc-*.txt`."""
    lines = _lines(path)
    name = next(lines).split("=")[1].strip()
    weeks = _count(next(lines))
    skills = tuple(next(lines) for _ in range(_count(next(lines))))
    shifts = {}
    for _ in range(_count(next(lines))):
        shift, bounds = next(lines).split(maxsplit=1)
        shifts[shift] = _ranges(bounds)[0]
    next(lines)  # the heading of the forbidden successions
    forbidden = {}
    for _ in shifts:
        shift, _, *after = next(lines).split()
        forbidden[shift] = tuple(after)
    contracts = {}
    for _ in range(_count(next(lines))):
        line = next(lines)
        assignments, working, off = _ranges(line)
        weekends, complete = line.split()[-2:]
        contracts[line.split()[0]] = Contract(assignments, working, off, int(weekends), complete == "1")
    nurses = {}
    for _ in range(_count(next(lines))):
        nurse, contract, _, *has = next(lines).split()
        nurses[nurse] = Nurse(contracts[contract], tuple(has))
    return Scenario(name, weeks, skills, shifts, forbidden, nurses)


def read_history(path: Path) -> dict[str, Past]:
    """The file `H0-*.txt`."""
    lines = list(_lines(path))
    rows = [line.split() for line in lines[lines.index("NURSE_HISTORY") + 1 :]]
    return {row[0]: Past(int(row[1]), int(row[2]), row[3], *(int(cell) for cell in row[4:7])) for row in rows}


def read_week(path: Path) -> Week:
    """The file `WD-*.txt`."""
    lines = _lines(path)
    cover: dict[tuple[str, str, int], Range] = {}
    for line in lines:
        if line.startswith("SHIFT_OFF_REQUESTS"):
            break
        if "(" in line:
            shift, skill = line.split()[:2]
            cover |= {(shift, skill, day): wanted for day, wanted in enumerate(_ranges(line))}
    rows = [line.split() for line in lines]
    return Week(cover, frozenset((nurse, shift, DAYS.index(day[:3])) for nurse, shift, day in rows))


def read_solution(path: Path) -> Assigned:
    """A file `Sol-*.txt` of one week."""
    rows = [line.split() for line in _lines(path)]
    return {(row[0], DAYS.index(row[1])): (row[2], row[3]) for row in rows if len(row) == 4 and row[1] in DAYS}


@dataclass(frozen=True)
class Instance:
    """A scenario with an initial history and the weeks in their order, such as `n030w4_1_6-2-9-1`."""

    name: str
    scenario: Scenario
    history: dict[str, Past]
    weeks: tuple[Week, ...]


def read_instance(folder: Path, history: int, weeks: Sequence[int]) -> Instance:
    """From the scenario's folder, the number of the history and those of the weeks."""
    name = folder.name
    found = tuple(read_week(folder / f"WD-{name}-{number}.txt") for number in weeks)
    return Instance(
        f"{name}_{history}_{'-'.join(map(str, weeks))}",
        read_scenario(folder / f"Sc-{name}.txt"),
        read_history(folder / f"H0-{name}-{history}.txt"),
        found,
    )


def named(folder: Path, name: str) -> Instance:
    """The instance of a name, its scenario in a folder below `folder`."""
    scenario, history, weeks = name.split("_")
    return read_instance(folder / scenario, int(history), [int(number) for number in weeks.split("-")])


def _lines(path: Path) -> Iterator[str]:
    return (line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _count(line: str) -> int:
    return int(line.split("=")[1])


def _ranges(text: str) -> list[Range]:
    return [(int(low), int(high)) for low, high in re.findall(r"\((\d+),(\d+)\)", text)]
