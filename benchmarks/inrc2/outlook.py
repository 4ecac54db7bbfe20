"""What a nurse's state at the end of a week is worth: the least cost of the weeks to come, at prices of service.

State    (last shift, days in a row of it, of duty, and off), runs capped where more is alike
    V[w](s, a, b) = min over patterns p of runs(s, p) + complete(p) - worth(p) + V[w + 1]
        of the state, the assignments and the weekends after p
    V[W](s, a, b) = points of a assignments and of b weekends of duty over the whole horizon

The weeks to come are not known: `worth` is what serving a slot saves in the week at hand, averaged over its
working days and over its weekend, and is settled with the week's own linear program (see `week`). The value
function of one nurse against such prices is exact. Römer and Mellouli (PATAT 2016) anticipate by states too.
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
    """From each state by each pattern, for one contract.

    Attributes
    ----------
    index
        Code of a state to its place.
    cost
        (states, patterns) points of runs and of half weekends.
    group
        (states, patterns) the state after it, the duties and whether the weekend has one, as one number.
    """

    index: Ints
    cost: Singles
    group: Ints

    @classmethod
    def of(cls, patterns: Patterns, scenario: Scenario, contract: Contract) -> Ways:
        """Every state that a week can begin with."""
        states = _states(patterns)
        codes = code_of(states)
        index = np.full(int(codes.max()) + 1, -1)
        index[codes] = np.arange(len(codes))
        weekend = patterns.weekend
        half = WEEKEND * (weekend[:, 0] != weekend[:, 1]) * contract.complete_weekend
        classes = patterns.worked * 2 + weekend.any(axis=1)
        costs, groups = [], []
        for last, same, duty, free in np.stack(states, axis=1).tolist():
            name = "None" if last == patterns.off else patterns.shifts[last]
            points, after = walk(patterns, scenario, contract, Past(0, 0, name, same, duty, free))
            costs.append(points + half + FORBIDDEN * patterns.banned[last, patterns.days[:, 0]])
            groups.append(index[code_of(after)] * 16 + classes)
        return cls(index, np.array(costs, dtype=np.float32), np.array(groups))

    def least(self, worth: Floats) -> Singles:
        """(states, states after, duties, weekend) the least cost of a week in which patterns are worth that."""
        count = len(self.cost)
        best = np.full((count, count * 16), np.inf, dtype=np.float32)
        for state in range(count):
            np.minimum.at(best[state], self.group[state], self.cost[state] - worth.astype(np.float32))
        return best.reshape(count, count, 8, 2)


def to_come(least: Singles, contract: Contract, left: int, weeks: int) -> Singles:
    """(states, assignments, weekends) V of a nurse with `left` weeks before the horizon's end."""
    least_duties, most_duties = contract.assignments
    duties, weekends = np.arange(DAYS * weeks + 1), np.arange(weeks + 1)
    final = ASSIGNMENT * np.maximum(np.maximum(least_duties - duties, duties - most_duties), 0)[:, None]
    final = final + WEEKEND * np.maximum(weekends - contract.weekends, 0)
    value = np.broadcast_to(final, (len(least), *final.shape)).astype(np.float32)
    for _ in range(left):
        padded = np.pad(value, ((0, 0), (0, DAYS), (0, 1)), mode="edge")
        now = np.full_like(value, np.inf)
        for worked in range(DAYS + 1):
            for weekend in range(2):
                way = least[:, :, worked, weekend]
                there = np.flatnonzero(np.isfinite(way).any(axis=0))
                if not len(there):
                    continue
                later = padded[there, worked : worked + len(duties), weekend : weekend + len(weekends)]
                for state in range(len(least)):
                    np.minimum(now[state], (way[state, there, None, None] + later).min(axis=0), out=now[state])
        value = now
    return value


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
