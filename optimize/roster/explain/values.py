"""What an explanation of a roster says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from quarterhour.result import Proof


class Verdict(StrEnum):
    """What became of a question. A limit never reads as impossible."""

    IMPOSSIBLE = "impossible"
    """Proven: no roster that keeps the hard rules does what was asked."""
    POSSIBLE = "possible"
    """There is such a roster; it is shown, with what it costs."""
    OPEN = "open"
    """Not settled within the limits."""


@dataclass(frozen=True, order=True)
class Group:
    """A rule as it holds for some people.

    Attributes
    ----------
    rule
        Its key; `hole` stands for a duty that has to stay as well filled as it is.
    people
        Whose it is: one person, two that it ties together, () where it is of many or of nobody.
    place
        "outlet post" of `able`, the duty of `hole`, the limit's name for rules of `RosterProblem.limits`, else "".
    """

    rule: str
    people: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Barred:
    """So many people may not take a duty at all, for a rule (the first that forbids it)."""

    duty: str
    rule: str
    people: int


@dataclass(frozen=True)
class Clash:
    """Rules that can not all hold together with what was asked.

    Attributes
    ----------
    minimal
        Proven: without any one of them the others can hold.
    whole
        The groups are whole rules, whoever's: a set by person was not to be had within the limits.
    barred
        Who is no help with the duties among the groups; taken as given.
    """

    groups: tuple[Group, ...]
    minimal: bool
    whole: bool = False
    barred: tuple[Barred, ...] = ()


@dataclass(frozen=True)
class Change:
    """One change of the inputs, in natural units.

    Attributes
    ----------
    kind
        hours_week (so many hours more a week), weekends_off (so many fewer), night_work, standby_consent,
        split_days, travel_limit (minutes more), shift_length (hours shorter or longer), trained, able, hire.
    employee
        Whose; "" for `hire`.
    outlet, post
        Of `able` and `hire`.
    """

    kind: str
    employee: str = ""
    amount: float = 1.0
    outlet: str = ""
    post: str = ""


@dataclass(frozen=True)
class Option:
    """Changes with which the question's answer is yes, nothing else being less covered than now.

    Attributes
    ----------
    effort
        In points of `Efforts`.
    cheapest
        Proven: no cheaper set of changes, but for those named before it, would do.
    """

    changes: tuple[Change, ...]
    effort: int
    cheapest: bool


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    Attributes
    ----------
    unit
        The roster unit in which it was sought.
    proof
        Of the roster shown, in points: what the best such roster costs lies between bound and objective. Of an
        impossible one, the proof that there is none.
    alone
        Whether it can be had with every other duty as well filled as now; None where that is not settled.
    points
        Points of the roster shown less those of the stored one, by the checker; None where none is shown.
    rules
        rule, before, after: their points in the unit, where they differ.
    cells
        employee, day, before, after: duties ("" for none) where the roster shown differs.
    holes
        duty, before, after: people missing, where they differ.
    taken
        employee, duty: all names of the unit's duties in the roster shown.
    clash
        What can not all hold: with nothing else asked where the verdict is impossible, else with every other
        duty as well filled as now; None where nothing clashes.
    menu
        What it would take, cheapest first.
    """

    unit: str
    verdict: Verdict
    proof: Proof
    alone: bool | None
    points: float | None
    rules: pd.DataFrame
    cells: pd.DataFrame
    holes: pd.DataFrame
    taken: pd.DataFrame
    clash: Clash | None
    menu: tuple[Option, ...]
