"""A roster of whole days: who does which kind of duty on which day, in words that every engine here shares.

Sets: people p, days d, kinds of duty k. A roster gives each person and day one kind, or none (off). Its cost is
the price of what each person does each day, and, for each day and kind, `under` for each person missing from
`wanted` and `over` for each person beyond it. Each person's days keep to that person's limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rosters = NDArray[np.int8]
"""People x days: 0 for off, else 1 + the kind's place."""

BANNED = 1_000_000
"""The price of what somebody can not do on a day."""


@dataclass(frozen=True)
class Problem:
    """People, kinds of duty and days, with limits, prices and cover; all prices are whole numbers.

    Attributes
    ----------
    people, kinds
        Names.
    minutes
        Of a duty of each kind.
    banned
        Kind x kind: whether the second may not follow the first on the next day.
    weekend
        Which weekend each day belongs to, -1 for none.
    most_minutes, least_minutes
        Per person, over all days.
    longest_on, shortest_on, shortest_off
        Per person: limits of runs, in days; runs at either end of the days may be shorter than the least.
    most_weekends
        Per person: weekends with at least one duty.
    most_of_kind
        Person x kind: duties over all days.
    price
        Person x day x (off, then each kind); `BANNED` where it can not be.
    wanted, under, over
        Day x kind: people wanted, the price of each one missing and of each one too many. Wanted may be negative.
    offset
        What is paid whatever the roster.
    """

    people: tuple[str, ...]
    kinds: tuple[str, ...]
    minutes: Ids
    banned: Flags
    weekend: Ids
    most_minutes: Ids
    least_minutes: Ids
    longest_on: Ids
    shortest_on: Ids
    shortest_off: Ids
    most_weekends: Ids
    most_of_kind: Ids
    price: Ids
    wanted: Ids
    under: Ids
    over: Ids
    offset: int = 0

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.weekend)

    def of(self, chosen: Ids) -> Problem:
        """The same days for some of the people."""
        fields = (
            "most_minutes", "least_minutes", "longest_on", "shortest_on",
            "shortest_off", "most_weekends", "most_of_kind", "price",
        )  # fmt: skip
        return replace(
            self,
            people=tuple(self.people[person] for person in chosen.tolist()),
            **{name: getattr(self, name)[chosen] for name in fields},
        )


def counts(problem: Problem, rosters: Rosters) -> Ids:
    """People there, day x kind."""
    there = [(rosters == kind + 1).sum(axis=0) for kind in range(len(problem.kinds))]
    return np.stack(there, axis=1).astype(np.int64)


def own_cost(problem: Problem, rosters: Rosters) -> Ids:
    """The price of each person's days."""
    own = np.take_along_axis(problem.price, rosters[:, :, None].astype(np.int64), axis=2)
    return np.asarray(own[:, :, 0].sum(axis=1))


def cover_costs(problem: Problem, there: Ids) -> Ids:
    """Of each day: the price of people missing and of people too many."""
    beyond = there - problem.wanted
    each = problem.under * np.maximum(-beyond, 0) + problem.over * np.maximum(beyond, 0)
    return np.asarray(each.sum(axis=1), dtype=np.int64)


def cover_cost(problem: Problem, there: Ids) -> int:
    """The same of all days."""
    return int(cover_costs(problem, there).sum())


def cost(problem: Problem, rosters: Rosters) -> int:
    """What rosters cost."""
    return problem.offset + int(own_cost(problem, rosters).sum()) + cover_cost(problem, counts(problem, rosters))
