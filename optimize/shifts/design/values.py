"""What shift design takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quarterhour.labels import attach, require_columns, require_unique
from quarterhour.result import Proof

AWAY = ("shift", "way", "offset", "share")


@dataclass(frozen=True)
class DutyRule:
    """How many duties a person with full employment may have in a week.

    The duties a week of a plan are N a / M, with N duties, M minutes on duty (breaks included) and a `minutes`.

    Attributes
    ----------
    least, most
        Bounds on duties a week.
    minutes
        What a person works in a week.
    price
        Cost of a duty outside the bounds; None where the bounds must hold.
    """

    least: float
    most: float
    minutes: float
    price: float | None = None


@dataclass(frozen=True)
class DesignPrices:
    """What a week costs, all in one unit (money in plans, weighted minutes in benchmarks).

    Attributes
    ----------
    over, under
        A person beyond need and a needed person missing, a slot long; `under` None: nobody may be missing.
    shift
        A distinct shift that exists.
    paid
        A paid slot of a duty.
    """

    over: float
    under: float | None
    shift: float = 0.0
    paid: float = 0.0


@dataclass(frozen=True)
class DesignProblem:
    """A week that repeats: slot t of the week is slot t mod `slots` of day t // slots, and after the last comes 0.

    Attributes
    ----------
    need
        place, slot (0 .. days * slots - 1), people (whole): who is needed at each place; other slots need nobody.
    shifts
        shift (id), start (slot of the day), length (slots, breaks included), paid (slots paid).
    fits
        place, day, shift: where and when a shift may begin.
    away
        shift, way, offset (slots after the start), share (0 to 1 of the slot): when somebody is on break. Each
        `way` of a shift is one placement of its break; a shift that is not named has one way, without a break.
    slots, days
        Slots a day, days of the week.
    most_shifts
        Most distinct shifts; None for any number.
    duties
        Rule on duties a week, or None.
    """

    need: pd.DataFrame
    shifts: pd.DataFrame
    fits: pd.DataFrame
    slots: int
    days: int
    prices: DesignPrices
    away: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(AWAY)))
    most_shifts: int | None = None
    duties: DutyRule | None = None

    @property
    def week(self) -> int:
        """Slots of the week."""
        return self.slots * self.days


@dataclass(frozen=True)
class Design:
    """The shifts that should exist, and who works them when.

    Attributes
    ----------
    shifts
        shift, start, length, paid, people (duties a week): those used, earliest first.
    duties
        place, day, shift, way, people: how many begin.
    cover
        place, slot, needed, people (at the post, breaks taken out), over, under.
    proof
        Objective in the unit of the prices.
    """

    shifts: pd.DataFrame
    duties: pd.DataFrame
    cover: pd.DataFrame
    proof: Proof


def check_problem(problem: DesignProblem) -> None:
    """Raise unless labels are in order.

    Raises
    ------
    LabelError
        Naming the table and what is missing or stands twice.
    ValueError
        When a shift is longer than the week, or a slot lies outside it.
    """
    tables = {
        "need": ("place slot people", "place slot"),
        "shifts": ("shift start length paid", "shift"),
        "fits": ("place day shift", "place day shift"),
        "away": (" ".join(AWAY), "shift way offset"),
    }
    for name, (columns, key) in tables.items():
        frame = getattr(problem, name)
        require_columns(frame, columns.split(), name)
        require_unique(frame, key.split(), name)
    known = problem.shifts[["shift"]]
    for name in ("fits", "away"):
        attach(getattr(problem, name)[["shift"]].drop_duplicates(), known, ["shift"], f"{name}: shifts")
    if not problem.shifts["length"].between(1, problem.week).all():
        raise ValueError("shifts: a length lies outside the week.\nMaybe it is in minutes and not in slots.")
    if not problem.need["slot"].between(0, problem.week - 1).all():
        raise ValueError(f"need: a slot lies outside the week of {problem.week} slots.")
