"""What the design of shifts is asked for and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quarterhour.messages import Message
from quarterhour.result import Limits, Proof


class NotDesignedError(ValueError):
    """The plan, its network or the rules lack what shifts are designed from; every reason at once."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        self.messages = messages
        super().__init__("\n".join(message.text() for message in messages))


@dataclass(frozen=True)
class ShiftRules:
    """What a planner asks of shifts.

    Attributes
    ----------
    shortest, longest
        Hours, breaks included.
    step
        Minutes between starts, and between lengths, a multiple of the network's grain; None for half an hour, or
        the grain where that is longer.
    most
        The curve goes up to so many distinct shifts.
    chosen
        Distinct shifts to suggest; None for the fewest within `WORTH` of what the most would cost.
    hour, shortage, idle
        Money: a paid hour, an hour in which a needed person is missing, an hour of a person beyond need; None for
        the network's own.
    limits
        Of each point of the curve.
    """

    shortest: float = 4.0
    longest: float = 9.0
    step: int | None = None
    most: int = 8
    chosen: int | None = None
    hour: float | None = None
    shortage: float | None = None
    idle: float | None = None
    limits: Limits = field(default_factory=lambda: Limits(seconds=20.0))


WORTH = 0.02
"""A shift more is not suggested where all further ones together save less than this share of the cost."""


@dataclass(frozen=True)
class ShiftDesign:
    """Suggested shifts, what they and the present ones cost, and the curve between.

    Attributes
    ----------
    groups
        group, kind, outlets (ids joined by ";"), hours (of the week, as text), chosen (distinct shifts), cost,
        present (cost of the present shift types), present_shifts (how many of their starts are used),
        present_same (their cost with as many distinct shifts as chosen), unreached_hours (needed where no
        shift may be), off_grid (present shift types that the grid can not hold and that `present` lacks, joined
        by ";").
    curve
        group, choice (designed, present, present_same), shifts (most allowed; NaN: any), used, cost, bound,
        status, gap, seconds, paid_hours, over_hours, under_hours: a row a solve; a week each.
    shifts
        group, shift, starts, ends (HH:MM), hours, break_minutes, break_paid, mon .. sun (people who begin).
    duties
        group, outlet, pool, weekday (0 Monday), shift, break_starts (minutes after the start, -1: none), people.
    cover
        group, outlet, pool, weekday, minute (after the day cut), needed, people, present: the typical week.
    shift_types
        The network's table of that name, ready to be used.
    prices
        price (hour, shortage, idle), money.
    proofs
        One a row of `curve`.
    """

    groups: pd.DataFrame
    curve: pd.DataFrame
    shifts: pd.DataFrame
    duties: pd.DataFrame
    cover: pd.DataFrame
    shift_types: pd.DataFrame
    prices: pd.DataFrame
    proofs: tuple[Proof, ...]
