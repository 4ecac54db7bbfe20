"""What a change to a published duty costs by how soon it comes: the one table, overridable by the caller."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimize.roster.calendar import Calendar
from quarterhour.arrays import Ints


@dataclass(frozen=True)
class Notice:
    """Weights of one changed day of one person, by whole days from now to the start of that business day.

    Attributes
    ----------
    steps
        (days of notice at least, weight), most days first. Two changes three weeks ahead are worth one of next
        week, six are worth one of today: sooner changes upset more, but not so much more that a roster is turned
        over weeks ahead to spare one. A day that has begun has the weight of the last step.
    """

    steps: tuple[tuple[int, int], ...] = ((14, 1), (7, 2), (3, 3), (1, 4), (0, 6))

    def __post_init__(self) -> None:
        days = [least for least, _ in self.steps]
        if not days or days != sorted(set(days), reverse=True) or min(weight for _, weight in self.steps) < 1:
            raise ValueError(
                f"notice steps {self.steps} are not in order.\nMaybe most days first, weights of 1 or more."
            )

    def weights(self, calendar: Calendar, now: int) -> Ints:
        """(D,) the weight of a change on each day of the horizon; `now` in minutes since it begins."""
        ahead = days_ahead(calendar, now)
        found = np.full(calendar.days, self.steps[-1][1], dtype=np.int64)
        for least, weight in reversed(self.steps):
            found[ahead >= least] = weight
        return found


def days_ahead(calendar: Calendar, now: int) -> Ints:
    """(D,) whole days from `now` to the start of each business day; 0 for days that have begun."""
    return np.maximum((calendar.edges[:-1] - now) // 1440, 0)
