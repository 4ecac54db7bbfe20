"""Every way to spend a week, and what each costs somebody by the rules of runs, wishes and weekends.

A week of four shifts has some ten thousand patterns without a forbidden succession, few enough to hold them all:
so each nurse's cost is exact, history included, and pricing a week's patterns is one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.inrc2.instance import NONE, Contract, Past, Scenario
from quarterhour.arrays import Floats, Ints, Mask

DAYS = 7
SATURDAY, SUNDAY = 5, 6
FORBIDDEN = 1e6
States = tuple[Ints, Ints, Ints, Ints]
"""Of each pattern: the last symbol, days in a row of it, of duty, and off."""
RUN, SAME, WISH, WEEKEND, ASSIGNMENT = 30.0, 15.0, 10.0, 30.0, 20.0


@dataclass(frozen=True)
class Patterns:
    """All patterns of a scenario.

    Attributes
    ----------
    shifts
        Names; symbol `len(shifts)` is a day off.
    banned
        (symbols, symbols): the second may not follow the first.
    days
        (patterns, 7) symbols.
    slots
        (patterns, 7 x shifts) whether the pattern works that shift on that day.
    """

    shifts: tuple[str, ...]
    banned: Mask
    days: Ints
    slots: Floats

    @classmethod
    def of(cls, scenario: Scenario) -> Patterns:
        """Day by day, without what may not follow."""
        shifts = tuple(scenario.shifts)
        off = len(shifts)
        banned = np.zeros((off + 1, off + 1), dtype=bool)
        for shift, after in scenario.forbidden.items():
            banned[shifts.index(shift), [shifts.index(other) for other in after]] = True
        days = np.arange(off + 1)[:, None]
        for _ in range(DAYS - 1):
            count = len(days)
            following = np.tile(np.arange(off + 1), count)[:, None]
            days = np.hstack([np.repeat(days, off + 1, axis=0), following])
            days = days[~banned[days[:, -2], days[:, -1]]]
        slots = (days[:, :, None] == np.arange(off)).reshape(len(days), -1).astype(np.float64)
        return cls(shifts, banned, days, slots)

    @property
    def off(self) -> int:
        """The symbol of a day off."""
        return len(self.shifts)

    @property
    def worked(self) -> Ints:
        """(patterns,) days of duty."""
        worked: Ints = (self.days < self.off).sum(axis=1)
        return worked

    @property
    def weekend(self) -> Mask:
        """(patterns, 2) duty on Saturday and on Sunday."""
        return np.asarray(self.days[:, [SATURDAY, SUNDAY]] < self.off)

    def symbol(self, shift: str) -> int:
        """The symbol of a shift's name."""
        return self.off if shift == NONE else self.shifts.index(shift)


def walk(patterns: Patterns, scenario: Scenario, contract: Contract, past: Past) -> tuple[Floats, States]:
    """Points for runs too long, as they grow, and too short, on the day after they end; the state after it."""
    off, count = patterns.off, len(patterns.days)
    shortest = np.array([scenario.shifts[shift][0] for shift in patterns.shifts] + [0])
    longest = np.array([scenario.shifts[shift][1] for shift in patterns.shifts] + [DAYS * DAYS * DAYS])
    total = np.zeros(count)
    last = np.full(count, patterns.symbol(past.last))
    same, duty, free = (np.full(count, past_) for past_ in (past.same_shift, past.working_days, past.days_off))
    for day in range(DAYS):
        today = patterns.days[:, day]
        works = today < off
        total += RUN * np.where(works & (free > 0), np.maximum(contract.days_off[0] - free, 0), 0)
        total += RUN * np.where(~works & (duty > 0), np.maximum(contract.working_days[0] - duty, 0), 0)
        total += SAME * np.where((today != last) & (same > 0), np.maximum(shortest[last] - same, 0), 0)
        same = np.where(works, np.where(today == last, same + 1, 1), 0)
        duty, free = np.where(works, duty + 1, 0), np.where(works, 0, free + 1)
        total += RUN * ((duty > contract.working_days[1]) | (free > contract.days_off[1]))
        total += SAME * (works & (same > longest[today]))
        last = today
    return total, (last, same, duty, free)
