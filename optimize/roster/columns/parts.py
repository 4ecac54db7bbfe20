"""Part of a problem: some people on one stretch of days, or on several, with all else held as it is.

Days around a stretch are held too, as many as a run can be long, so that every rule is seen there as it is on
the whole; what the rest of somebody's roster takes of the limits is taken off. A part is a problem like any other.
Between stretches far apart there is only what ends the runs there, and a rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from optimize.roster.columns.problem import BANNED, Flags, Ids, Problem, Rosters, counts

BETWEEN = -1
"""The day of a column that lies between two stretches."""


@dataclass(frozen=True)
class Part:
    """A problem of some people on some days, and the rosters that they have there.

    Attributes
    ----------
    days
        Of the whole, in their order; `BETWEEN` for what only keeps two stretches apart.
    unit
        What one unit of cost of the whole is in the part's prices.
    """

    people: Ids
    days: Ids
    problem: Problem
    rosters: Rosters
    unit: int = 1

    def put(self, rosters: Rosters, new: Rosters) -> Rosters:
        """The whole's rosters with the part's new ones."""
        whole, real = rosters.copy(), self.days != BETWEEN
        whole[np.ix_(self.people, self.days[real])] = new[:, real]
        return whole


def part(problem: Problem, rosters: Rosters, people: Ids, *spans: range, at_once: int = 1) -> Part:
    """People free on spans of days (on all if none is given), everybody else and every other day held.

    Of `at_once` parts that are solved at the same time for the same people, each has its share of what is left of
    their limits.
    """
    own, mine = problem.of(people), rosters[people]
    days, now = _columns(problem, people, mine, spans or (range(problem.days),))
    real = days != BETWEEN
    outside = np.where(np.isin(np.arange(problem.days), days), 0, mine)
    elsewhere, between = _done(problem, outside), _done(problem, np.where(real, 0, now))
    price = _at(own.price.swapaxes(0, 1), days).swapaxes(0, 1)
    free = np.isin(days, np.concatenate([np.array(span) for span in spans])) if spans else real
    other = np.arange(price.shape[2]) != now[:, :, None]
    price[other & ~free[None, :, None]] = BANNED
    others = counts(problem, rosters) - counts(own, mine)
    limited = own.most_of_kind < problem.days
    small = replace(
        own,
        weekend=np.where(real, problem.weekend[days], -1),
        most_minutes=own.most_minutes + (between - elsewhere) @ problem.minutes,
        least_minutes=np.maximum(0, own.least_minutes - elsewhere @ problem.minutes) + between @ problem.minutes,
        most_weekends=own.most_weekends - _weekends(problem.weekend, outside),
        most_of_kind=np.where(limited, own.most_of_kind + between - elsewhere, len(days)),
        price=price,
        wanted=_at(problem.wanted - others, days),
        under=_at(problem.under, days),
        over=_at(problem.over, days),
        offset=0,
    )
    return Part(people, days, _shared(small, now, limited, at_once), now)


def held(problem: Problem, people: Ids, span: range) -> range:
    """A span with the days around it that are held."""
    margin, weekend = _longest(problem, people) + _rest(problem, people), problem.weekend
    first, last = max(0, span.start - margin), min(problem.days, span.stop + margin)
    while first > 0 and weekend[first] >= 0 and weekend[first - 1] == weekend[first]:
        first -= 1
    while last < problem.days and weekend[last] >= 0 and weekend[last - 1] == weekend[last]:
        last += 1
    return range(first, last)


def _columns(problem: Problem, people: Ids, mine: Rosters, spans: Sequence[range]) -> tuple[Ids, Rosters]:
    """The days of a part, and what people do there."""
    longest, rest = _longest(problem, people), _rest(problem, people)
    stretches: list[range] = []
    for span in sorted((held(problem, people, span) for span in spans), key=lambda span: span.start):
        if stretches and span.start - stretches[-1].stop <= 2 * longest + rest:
            stretches[-1] = range(stretches[-1].start, max(stretches[-1].stop, span.stop))
        else:
            stretches.append(span)
    days, now = [np.array(stretches[0])], [mine[:, stretches[0].start : stretches[0].stop]]
    for before, after in pairwise(stretches):
        between = _between(mine, before.stop, after.start, longest, rest)
        days += [np.full(between.shape[1], BETWEEN), np.array(after)]
        now += [between, mine[:, after.start : after.stop]]
    return np.concatenate(days), np.concatenate(now, axis=1)


def _between(mine: Rosters, left: int, right: int, longest: int, rest: int) -> Rosters:
    """The days that end runs from before `left`, a rest, and the days that begin runs on `right`."""
    ends = _going_on(mine[:, left - 1 : left + longest])
    begins = _going_on(mine[:, right - longest : right + 1][:, ::-1])[:, ::-1]
    return np.concatenate([ends, np.zeros((len(mine), rest), dtype=mine.dtype), begins], axis=1)


def _going_on(days: Rosters) -> Rosters:
    """What follows the first day in the same run, as many days as anybody has of it."""
    run = np.where(np.logical_and.accumulate(days > 0, axis=1), days, 0)[:, 1:]
    return run[:, run.any(axis=0)]


def _shared(small: Problem, now: Rosters, limited: Flags, at_once: int) -> Problem:
    """The same with one of `at_once` shares of what its rosters leave of the limits."""
    if at_once == 1:
        return small
    done = _done(small, now)
    minutes, weekends = done @ small.minutes, _weekends(small.weekend, now)
    return replace(
        small,
        most_minutes=minutes + (small.most_minutes - minutes) // at_once,
        least_minutes=minutes - (minutes - small.least_minutes) // at_once,
        most_weekends=weekends + (small.most_weekends - weekends) // at_once,
        most_of_kind=np.where(limited, done + (small.most_of_kind - done) // at_once, small.days),
    )


def _at(table: Ids, days: Ids) -> Ids:
    """Rows of the days, zeros between stretches."""
    return np.where((days != BETWEEN).reshape(-1, *[1] * (table.ndim - 1)), table[days], 0)


def _done(problem: Problem, rosters: Rosters) -> Ids:
    """Duties, person x kind."""
    return np.stack([(rosters == kind + 1).sum(axis=1) for kind in range(len(problem.kinds))], axis=1)


def _longest(problem: Problem, people: Ids) -> int:
    return int(problem.longest_on[people].max())


def _rest(problem: Problem, people: Ids) -> int:
    return int(problem.shortest_off[people].max())


def _weekends(weekend: Ids, rosters: Rosters) -> Ids:
    """Weekends that each roster works in."""
    worked = [(rosters[:, weekend == number] > 0).any(axis=1) for number in np.unique(weekend[weekend >= 0])]
    return np.sum(worked, axis=0, dtype=np.int64) if worked else np.zeros(len(rosters), dtype=np.int64)
