"""Part of a problem: some people on a stretch of days, with all else held as it is.

Days around the stretch are held too, as many as a run can be long, so that every rule is seen there as it is on
the whole; what the rest of somebody's roster takes of the limits is taken off. A part is a problem like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimize.roster.columns.problem import BANNED, Ids, Problem, Rosters, counts


@dataclass(frozen=True)
class Part:
    """A problem of some people on days first .. last, and the rosters that they have there.

    Attributes
    ----------
    unit
        What one unit of cost of the whole is in the part's prices.
    """

    people: Ids
    first: int
    last: int
    problem: Problem
    rosters: Rosters
    unit: int = 1

    def put(self, rosters: Rosters, new: Rosters) -> Rosters:
        """The whole's rosters with the part's new ones."""
        whole = rosters.copy()
        whole[self.people, self.first : self.last] = new
        return whole


def part(problem: Problem, rosters: Rosters, people: Ids, begin: int = 0, end: int | None = None) -> Part:
    """People free on days begin .. end, everybody else and every other day held."""
    end = problem.days if end is None else end
    margin = int(problem.longest_on[people].max() + problem.shortest_off[people].max())
    first, last = max(0, begin - margin), min(problem.days, end + margin)
    while first > 0 and problem.weekend[first] >= 0 and problem.weekend[first - 1] == problem.weekend[first]:
        first -= 1
    while (
        last < problem.days and problem.weekend[last] >= 0 and problem.weekend[last - 1] == problem.weekend[last]
    ):
        last += 1
    own = problem.of(people)
    mine = rosters[people]
    outside = mine.copy()
    outside[:, first:last] = 0
    done = np.stack([(outside == kind + 1).sum(axis=1) for kind in range(len(problem.kinds))], axis=1)
    minutes = done @ problem.minutes
    price = own.price[:, first:last].copy()
    held = np.ones(last - first, dtype=bool)
    held[begin - first : end - first] = False
    other = np.arange(price.shape[2]) != mine[:, first:last, None]
    price[other & held[None, :, None]] = BANNED
    others = counts(problem, rosters) - counts(own, mine)
    small = replace(
        own,
        weekend=problem.weekend[first:last],
        most_minutes=own.most_minutes - minutes,
        least_minutes=np.maximum(0, own.least_minutes - minutes),
        most_weekends=own.most_weekends - _weekends(problem.weekend, outside),
        most_of_kind=np.where(own.most_of_kind < problem.days, own.most_of_kind - done, last - first),
        price=price,
        wanted=(problem.wanted - others)[first:last],
        under=problem.under[first:last],
        over=problem.over[first:last],
        offset=0,
    )
    return Part(people, first, last, small, mine[:, first:last])


def _weekends(weekend: Ids, rosters: Rosters) -> Ids:
    """Weekends that each roster works in."""
    worked = [(rosters[:, weekend == number] > 0).any(axis=1) for number in np.unique(weekend[weekend >= 0])]
    return np.sum(worked, axis=0, dtype=np.int64) if worked else np.zeros(len(rosters), dtype=np.int64)
