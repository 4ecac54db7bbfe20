"""The next week rehearsed: what the states after a week cost in sampled weeks, and at which prices.

Bounds of the sampled weeks' linear programs, with the outlook after them, judge a week by what it leads to; each
program's prices give a bound for any other states too, by Lagrangean duality, so that their mean over the samples
is an outlook (a Benders cut of the two-stage program). Rehearsing weeks before playing one follows Legrain, Omer
and Rosat (An online stochastic algorithm for a dynamic nurse scheduling problem, 2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.inrc2.ahead import Ahead, Outlook
from benchmarks.inrc2.history import after
from benchmarks.inrc2.instance import Assigned, Past, Week
from benchmarks.inrc2.likely import likely
from benchmarks.inrc2.master import Master
from benchmarks.inrc2.patterns import DAYS
from benchmarks.inrc2.relaxed import Relaxed, relaxed
from quarterhour.arrays import Floats, Ints, Mask

NEXT, LATER = 12, 4
"""Samples of the next week, and of each week after it."""
SHORT = 100.0
"""Points for each nurse short of a sample's least cover: no week that comes is as short as samples may be."""
WITHIN = 2.0


@dataclass
class Rehearsal:
    """Sampled weeks, with the outlook after them; prices and patterns are kept from one play to the next."""

    ahead: Ahead
    weeks: Sequence[Week]
    later: Outlook
    _prices: list[Floats]
    _pool: Mask = field(init=False)

    def __post_init__(self) -> None:
        self._pool = np.zeros((len(self.ahead.scenario.nurses), len(self.ahead.patterns.days)), dtype=bool)

    @classmethod
    def of(cls, ahead: Ahead, weeks: Sequence[Week], later: Outlook, worth: Floats) -> Rehearsal:
        """Its first play begins with slots of a `worth` (groups, slots)."""
        nurses = np.zeros(len(ahead.scenario.nurses))
        prices = [np.concatenate([nurses, worth.ravel(), np.zeros(len(week.cover))]) for week in weeks]
        return cls(ahead, weeks, later, prices)

    def play(self, history: Mapping[str, Past]) -> list[Relaxed]:
        """Each sample's linear program from the states of `history`."""
        costs = self.ahead.points(Week({}, frozenset()), history) + self.ahead.left_to_come(history, self.later)
        played = []
        for number, week in enumerate(self.weeks):
            played.append(
                relaxed(Master(self.ahead, week, costs, SHORT), self._prices[number], self._pool, WITHIN)
            )
            self._prices[number] = played[-1].duals
        return played

    def outlook(self) -> Outlook:
        """Before the sampled weeks, in the mean over them at the prices of the last play."""
        slots, nurses = self.ahead.slots, len(self.ahead.scenario.nurses)
        links = slice(nurses, nurses + len(self.ahead.groups) * slots)
        return self.ahead.week_before(self.later, [prices[links].reshape(-1, slots) for prices in self._prices])


def rehearsal(
    ahead: Ahead, week: Week, history: Mapping[str, Past], left: int, worth: Floats, draw: np.random.Generator
) -> Rehearsal:
    """Of the week that follows `history`, `left` weeks from it on to the end.

    The weeks after it are gone through with a sample each, at a steady `worth` (groups, slots), and then backwards
    with several, each with the outlook that the week after it gave.
    """
    ways = [history]
    for remaining in range(left - 1, 0, -1):
        once = Rehearsal.of(ahead, [likely(week, draw)], ahead.steady(worth, remaining), worth)
        (played,) = once.play(ways[-1])
        ways.append(after(ways[-1], shifts_of(ahead, played.taken)))
    later = ahead.at_the_end()
    for states in reversed(ways[1:]):
        several = Rehearsal.of(ahead, [likely(week, draw) for _ in range(LATER)], later, worth)
        several.play(states)
        later = several.outlook()
    return Rehearsal.of(ahead, [likely(week, draw) for _ in range(NEXT)], later, worth)


def shifts_of(ahead: Ahead, chosen: Ints) -> Assigned:
    """The shifts of each nurse's pattern, without skills."""
    return {
        (name, day): (ahead.patterns.shifts[pattern[day]], "")
        for name, pattern in zip(ahead.scenario.nurses, ahead.patterns.days[chosen].tolist(), strict=True)
        for day in range(DAYS)
        if pattern[day] < ahead.patterns.off
    }
