"""What an interval of a changing day asks for: four methods, from the plainest to the played one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from optimize.requirement.correction import Effort, Team, correct
from optimize.requirement.immediate import Merged
from optimize.requirement.offered_load import lagged_load, modified_offered_load
from optimize.requirement.teams import Sides, teams
from quarterhour.arrays import Ints
from quarterhour.cache import Cache, each_made
from quarterhour.processes import delayed, side_by_side

Method = Literal["stationary", "lagged", "offered_load", "played"]
"""The interval's own rate; the rate one handling time earlier; the modified offered load; that one corrected by
simulation."""


def effective(
    sides: Sides, method: Method, effort: Effort, seed: int, processes: int, cache: Cache | None = None
) -> Sides:
    """Pools and fronts with the queues that people are asked for, or (played) with the people themselves."""
    delayed_lines = replace(sides, pools=_at(sides.pools, method), fronts=_at(sides.fronts, method))
    return _played(delayed_lines, effort, seed, processes, cache) if method == "played" else delayed_lines


def _at(merged: Merged, method: Method) -> Merged:
    line = merged.line
    if method == "stationary" or not (line.rate > 0).any():
        return merged
    spread_out = lagged_load if method == "lagged" else modified_offered_load
    load = spread_out(merged.lanes, merged.calls, merged.group).ravel()
    return merged.at(np.where(line.rate > 0, load / line.handling, 0.0))


MOST_TEAMS_A_TASK = 40
"""So many teams are worked out side by side at most: enough to fill arrays, few enough for memory."""


def _played(sides: Sides, effort: Effort, seed: int, processes: int, cache: Cache | None) -> Sides:
    """With least people by cell and the days they are for; teams are independent, so processes change nothing."""
    at_pools, at_fronts = sides.pools.least(), sides.fronts.least()
    every = sorted(teams(sides), key=lambda one: -one[2].pool.rate.sum())
    if not every:
        return sides
    customers = effort.of(sum(team.pieces.by_hours for _, _, team in every))
    grain = sides.pools.lanes.opening.grain
    guesses = [
        [at_pools[: len(team.pool.rate), pool], *(at_fronts[: len(team.pool.rate), own] for own in fronts)]
        for pool, fronts, team in every
    ]

    def run(missing: list[int] | None) -> Iterator[list[Ints]]:
        numbers = list(range(len(every))) if missing is None else missing
        chosen = [(every[number][2], guesses[number]) for number in numbers]
        return _corrected(chosen, grain, customers, effort.passes, seed, processes)

    contents = (
        (team, guess, grain, customers, effort.passes, seed)
        for (_, _, team), guess in zip(every, guesses, strict=True)
    )
    answers = each_made(cache, "requirement", contents, run)
    for (pool, fronts, _), (people, *own) in zip(every, answers, strict=True):
        at_pools[: len(people), pool] = people
        for lane, there in zip(fronts, own, strict=True):
            at_fronts[: len(there), lane] = there
    days = [(pool, (team.pool, team.pieces)) for pool, _, team in every]
    return replace(sides, pools=sides.pools.with_days(at_pools, days), fronts=sides.fronts.with_people(at_fronts))


def _corrected(
    teams: list[tuple[Team, list[Ints]]], grain: int, customers: int, passes: int, seed: int, processes: int
) -> Iterator[list[Ints]]:
    """People of each team's lanes, in order; teams are shared out evenly between processes."""
    fewest = min(2 * processes, len(teams)) if processes > 1 else 1
    shares = max(-(-len(teams) // MOST_TEAMS_A_TASK), fewest)
    work = []
    for share in range(shares):
        those, guesses = [team for team, _ in teams[share::shares]], [guess for _, guess in teams[share::shares]]
        if those:
            work.append(delayed(correct)(those, guesses, grain, customers, passes, seed))
    found = list(side_by_side(work, processes if len(work) > 1 else 1))
    for number in range(len(teams)):
        yield found[number % shares][number // shares]
