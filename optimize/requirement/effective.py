"""What an interval of a changing day asks for: four methods, from the plainest to the played one."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from optimize.requirement.correction import Effort, correct
from optimize.requirement.immediate import Merged
from optimize.requirement.offered_load import lagged_load, modified_offered_load
from optimize.requirement.teams import Sides, teams

Method = Literal["stationary", "lagged", "offered_load", "played"]
"""The interval's own rate; the rate one handling time earlier; the modified offered load; that one corrected by
simulation."""


def effective(sides: Sides, method: Method, effort: Effort, seed: int) -> Sides:
    """Pools and fronts with the queues that people are asked for, or (played) with the people themselves."""
    delayed_lines = replace(sides, pools=_at(sides.pools, method), fronts=_at(sides.fronts, method))
    return _played(delayed_lines, effort, seed) if method == "played" else delayed_lines


def _at(merged: Merged, method: Method) -> Merged:
    line = merged.line
    if method == "stationary" or not (line.rate > 0).any():
        return merged
    spread_out = lagged_load if method == "lagged" else modified_offered_load
    load = spread_out(merged.lanes, merged.calls, merged.group).ravel()
    return merged.at(np.where(line.rate > 0, load / line.handling, 0.0))


def _played(sides: Sides, effort: Effort, seed: int) -> Sides:
    """With least people by cell and the days they are for."""
    at_pools, at_fronts = sides.pools.least(), sides.fronts.least()
    every = sorted(teams(sides), key=lambda one: -one[2].pool.rate.sum())
    if not every:
        return sides
    guesses = [
        [at_pools[: len(team.pool.rate), pool], *(at_fronts[: len(team.pool.rate), own] for own in fronts)]
        for pool, fronts, team in every
    ]
    answers = correct([team for _, _, team in every], guesses, sides.pools.lanes.opening.grain, effort, seed)
    for (pool, fronts, _), (people, *own) in zip(every, answers, strict=True):
        at_pools[: len(people), pool] = people
        for lane, there in zip(fronts, own, strict=True):
            at_fronts[: len(there), lane] = there
    days = [(pool, (team.pool, team.pieces)) for pool, _, team in every]
    return replace(sides, pools=sides.pools.with_days(at_pools, days), fronts=sides.fronts.with_people(at_fronts))
