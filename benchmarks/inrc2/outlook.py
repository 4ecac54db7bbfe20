"""What a nurse's state at the end of a week is worth: the least cost of the weeks to come, at prices of service.

State    (last shift, days in a row of it, of duty, and off), runs capped where more is alike
    V[w](s, a, b) = min over patterns p of runs(s, p) + complete(p) - worth(p) + V[w + 1]
        of the state, the assignments and the weekends after p
    V[W](s, a, b) = points of a assignments and of b weekends of duty over the whole horizon

The weeks to come are not known: `worth` is what serving a slot saves in the week at hand, averaged over its
working days and over its weekend, as it is settled with the week's own linear program (see `week`), or in sampled
weeks, over which V is averaged (see `rehearsal`). The value function of one nurse against such prices is exact.
Römer and Mellouli (PATAT 2016) anticipate by states too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.inrc2.instance import Contract, Past, Scenario
from benchmarks.inrc2.patterns import ASSIGNMENT, DAYS, FORBIDDEN, WEEKEND, Patterns, States, walk
from quarterhour.arrays import Floats, Ints

Singles = NDArray[np.float32]

CAP = 8
"""Days in a row told apart at most; longer than a week and more than any limit that a week can break."""


@dataclass(frozen=True)
class Ways:
    """From each state by each pattern, for one contract; states from which every pattern costs and leads to the
    same are one kind.

    Attributes
    ----------
    index
        Code of a state to its kind.
    cost
        (kinds, patterns) points of runs and of half weekends.
    ends
        (ends, 3) kinds, duties, and 0 or 1 weekend with which a week can end.
    end
        (kinds, patterns) which of these.
    order, first, place
        Patterns of all kinds one after the other (as places in `cost`), by where they end; where each end's
        begin, and its place in (kinds x ends).
    """

    index: Ints
    cost: Singles
    ends: Ints
    end: Ints
    order: Ints
    first: Ints
    place: Ints

    @classmethod
    def of(cls, patterns: Patterns, scenario: Scenario, contract: Contract) -> Ways:
        """Every state that a week can begin with."""
        states = _states(patterns)
        codes = code_of(states)
        weekend = patterns.weekend
        half = WEEKEND * (weekend[:, 0] != weekend[:, 1]) * contract.complete_weekend
        costs, afters = [], []
        for last, same, duty, free in np.stack(states, axis=1).tolist():
            name = "None" if last == patterns.off else patterns.shifts[last]
            points, after = walk(patterns, scenario, contract, Past(0, 0, name, same, duty, free))
            costs.append(points + half + FORBIDDEN * patterns.banned[last, patterns.days[:, 0]])
            afters.append(code_of(after))
        cost = np.array(costs, dtype=np.float32)
        _, chosen, kind = np.unique(cost, axis=0, return_index=True, return_inverse=True)
        index = np.full(int(codes.max()) + 1, -1)
        index[codes] = kind.ravel()
        classes = index[np.array(afters)[chosen]] * 16 + patterns.worked * 2 + weekend.any(axis=1)
        found, end = np.unique(classes, return_inverse=True)
        end = end.reshape(classes.shape)
        places = (end + len(found) * np.arange(len(chosen))[:, None]).ravel()
        order = np.argsort(places, kind="stable")
        place, first = np.unique(places[order], return_index=True)
        ends = np.stack([found // 16, found % 16 // 2, found % 2], axis=1)
        return cls(index, cost[chosen], ends, end, order, first, place)

    def least(self, worth: Floats) -> Singles:
        """(kinds, ends) the least cost of a week in which patterns are worth that."""
        best = np.full((len(self.cost), len(self.ends)), np.inf, dtype=np.float32)
        saved = (self.cost - worth.astype(np.float32)).ravel()
        best.ravel()[self.place] = np.minimum.reduceat(saved[self.order], self.first)
        return best

    def before(self, least: Singles, value: Singles) -> Singles:
        """(kinds, assignments, weekends) the value a week earlier than `value`, the week's costs being `least`."""
        _, duties, weekends = value.shape
        kind, worked, weekend = self.ends.T
        padded = np.pad(value, ((0, 0), (0, DAYS), (0, 1)), mode="edge")
        duties_then = (worked[:, None] + np.arange(duties))[:, :, None]
        weekends_then = (weekend[:, None] + np.arange(weekends))[:, None, :]
        later = padded[kind[:, None, None], duties_then, weekends_then].reshape(len(kind), -1)
        earlier = np.empty((len(least), duties * weekends), dtype=np.float32)
        for start, way in enumerate(least):
            there = np.flatnonzero(np.isfinite(way))
            (way[there, None] + later[there]).min(axis=0, out=earlier[start])
        return earlier.reshape(len(least), duties, weekends)


def at_the_end(ways: Ways, contract: Contract, weeks: int) -> Singles:
    """(kinds, assignments, weekends) points of the whole horizon's assignments and weekends."""
    least_duties, most_duties = contract.assignments
    duties, weekends = np.arange(DAYS * weeks + 1), np.arange(weeks + 1)
    final = ASSIGNMENT * np.maximum(np.maximum(least_duties - duties, duties - most_duties), 0)[:, None]
    final = final + WEEKEND * np.maximum(weekends - contract.weekends, 0)
    return np.broadcast_to(final, (len(ways.cost), *final.shape)).astype(np.float32)


def code_of(states: States) -> Ints:
    """Codes of states, runs capped."""
    last, *runs = states
    same, duty, free = (np.minimum(run, CAP) for run in runs)
    return np.asarray(((last * (CAP + 1) + same) * (CAP + 1) + duty) * (CAP + 1) + free)


def _states(patterns: Patterns) -> States:
    """Off for some days, or on a shift for some of the days of duty."""
    off = [(patterns.off, 0, 0, free) for free in range(1, CAP + 1)]
    on = [
        (shift, same, duty, 0)
        for shift in range(patterns.off)
        for duty in range(1, CAP + 1)
        for same in range(1, duty + 1)
    ]
    last, same, duty, free = np.array(off + on).T
    return last, same, duty, free
