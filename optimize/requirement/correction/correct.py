"""The people that keep promises on changing days: a transient line, corrected by playing the days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimize.requirement.correction.crowd import Crowd, draw_crowd
from optimize.requirement.correction.play import Act, play
from optimize.requirement.correction.staffed import Staffed
from optimize.requirement.correction.team import Team
from quarterhour.arrays import Ints
from quarterhour.seeds import generator


@dataclass(frozen=True)
class Effort:
    """How much is simulated.

    Attributes
    ----------
    customers_a_cell
        Customers by which each interval of alike days is judged in one play, at most.
    customers
        Customers of one play of everything, at most, if all days that begin alike were pooled (about half of
        those that are played): large networks learn more from each other's intervals and less from each by
        itself.
    passes
        Times that the days are played and staffed anew.
    """

    customers_a_cell: int = 1000
    customers: int = 2_000_000
    passes: int = 3

    def among(self, cells: int) -> Effort:
        """What is left for each cell, where there are so many by opening hours (`cells_by_hours`).

        Volumes do not count, and halves are taken until there are few enough, so that other demand at one outlet
        never, and one outlet more or less rarely, changes what others' days show.
        """
        each = self.customers_a_cell
        while each > 1 and each * cells > self.customers:
            each //= 2
        return replace(self, customers_a_cell=max(each, 1))


def correct(
    teams: Sequence[Team], guesses: Sequence[Sequence[Ints]], grain: int, effort: Effort, seed: int
) -> list[list[Ints]]:
    """Least people by position of each team's lanes, so that promises hold in each interval of changing days.

    The line's transient equations (`forward.staff`) know queues that build up and people who are still busy,
    but take handling times as exponential, the people of an interval as lasting, and all services as one line,
    first come first served. So the days are played with the people found, at their posts and in their order of
    services, `Evidence` gathers by how much the promises' measures differ from what the equations say, and the
    days are staffed anew with that difference: iterative staffing in the spirit of Feldman, Mandelbaum, Massey
    and Whitt (2008), with the equations where they iterate on simulated numbers in system. Other customers come
    in each pass, and alike days share what is learnt.

    Parameters
    ----------
    guesses
        People by position to begin from, of each team's pool and fronts.
    """
    fronts = Staffed([(lane, team.pieces) for team in teams for lane in team.fronts], grain)
    pools = Staffed([(team.line, team.pieces) for team in teams], grain)
    at_fronts = [guess for own in guesses for guess in own[1:]]
    at_pools = [guess[0] for guess in guesses]
    anyway = [
        np.full(len(lane.rate), least)
        for team in teams
        for lane, least in zip(team.fronts, team.front_least, strict=True)
    ]
    for turn in range(effort.passes + 1):
        at_fronts = fronts.staff(at_fronts, anyway)
        by_team = _by_team(at_fronts, teams)
        floors = [team.floor(own) for team, own in zip(teams, by_team, strict=True)]
        at_pools = pools.staff(at_pools, floors)
        found = [[pool, *own] for pool, own in zip(at_pools, by_team, strict=True)]
        if turn == effort.passes:
            break
        acts = [
            Act(team, _crowd(team, effort.customers_a_cell, grain, seed, turn), people)
            for team, people in zip(teams, found, strict=True)
        ]
        seen = play(acts, grain)
        pools.learn([own[0] for own in seen])
        fronts.learn([each for own in seen for each in own[1:]])
    return found


def _crowd(team: Team, customers: int, grain: int, seed: int, turn: int) -> Crowd:
    draw = generator(seed, "requirement", *team.pool.name, turn)
    return draw_crowd(team.pool, team.pieces, customers, grain, draw)


def _by_team(at_fronts: list[Ints], teams: Sequence[Team]) -> list[list[Ints]]:
    every = iter(at_fronts)
    return [[next(every) for _ in team.fronts] for team in teams]
