"""The requirement stage asked for the people of the benchmark's outlets."""

from __future__ import annotations

import pandas as pd

from benchmarks.staffing.places import Place
from benchmarks.staffing.services import Service
from benchmarks.staffing.spells import Spells
from optimize.requirement import RequirementProblem, require
from quarterhour.arrays import Ints

DESKS = 1000
"""More than anybody needs: no limit."""


def problem(places: list[Place], grain: int, service: Service) -> RequirementProblem:
    """One service, one post and one pool an outlet, one person at least while open."""
    demand = pd.concat(
        [
            pd.DataFrame({"outlet": place.name, "service": "visit", "start": place.start, "rate": place.rate})
            for place in places
        ],
        ignore_index=True,
    )
    names = pd.DataFrame({"outlet": [place.name for place in places]})
    posts = names.assign(post="desk", pool="desk", minimum_people=1, flexible=True)
    posts["services"] = [("visit",)] * len(posts)
    return RequirementProblem(demand, service.frame(), posts, names.assign(desks=DESKS), grain)


def required(places: list[Place], spells: Spells, service: Service) -> Ints:
    """Our people by spell and slot."""
    return spells.matrix(require(problem(places, spells.grain, service)).pools)
