"""A placement study from a network's tables: no demand and no plan is needed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from optimize.coverage import figures
from optimize.coverage.reach import Reach
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits
from quarterhour.version import __version__
from scenarios.changes import Change, to_premises
from scenarios.changes.source import Source
from scenarios.evaluate.placed import check_placed
from scenarios.evaluate.told import Told
from scenarios.network import Network
from scenarios.placing.answers import answer
from scenarios.placing.as_changes import as_changes
from scenarios.placing.curve import curve, no_curve
from scenarios.placing.drawn import road_lines, zone_dots
from scenarios.placing.question import Question
from scenarios.placing.tiers import equipped, untouched
from scenarios.placing.values import Placed
from scenarios.placing.why import site_table
from scenarios.plan.placement import coverage_problem, point_table

LIMITS = Limits(seconds=60.0, work=60.0, nodes=2000)
"""Of each solve."""


def place(
    network: Network,
    question: Question,
    changes: Sequence[Change] = (),
    *,
    name: str = "base",
    source: Source | None = None,
    with_curve: bool = False,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Placed:
    """The study of the network as it stands, or as `changes` have it, recounted independently.

    Raises
    ------
    QuestionError
        When the model takes other figures than were given.
    ChangeProblemsError
        When a change names what the network does not have.
    """
    asked = question.checked(network.settings.budget, network.settings.coverage_floor)
    if asked.minutes is not None:
        network = network.with_tables(zones=network.table("zones").assign(circle_minutes=asked.minutes))
    premises = to_premises(network, changes, source)
    tiers = equipped(premises, limits) if asked.tiers else untouched(premises)
    premises = tiers.premises
    problem = coverage_problem(premises)
    reach = Reach.of(problem)
    found = answer(reach, asked, limits, progress)
    points = point_table(premises)
    sites = site_table(reach, points, found.stands, asked.model)
    summary = _summary(reach, found.stands)
    more = curve(reach, asked, limits, progress) if with_curve else no_curve()
    facts = Told.of(
        premises.network,
        premises.closed,
        premises.travel,
        {
            "coverage_points": problem.points[["point", "role"]],
            "sites": sites,
            "summary": summary,
            "assignments": found.assignments,
            "curve": more,
            "tiers": tiers.table,
        },
        [found.proof],
    )
    outlets = premises.network.table("outlets")
    return Placed(
        network=premises.network.settings.name,
        name=name,
        currency=premises.network.settings.currency,
        version=__version__,
        asked=asked,
        sites=sites,
        summary=summary,
        zones=zone_dots(premises.network, reach, found.stands),
        left=figures.blind_spots(reach, found.stands, found.stands),
        assignments=found.assignments,
        curve=more,
        outlets=outlets[["outlet", "name", "latitude", "longitude"]].assign(
            closed=outlets["outlet"].isin(premises.closed)
        ),
        roads=road_lines(premises.network),
        proof=found.proof,
        tiers=tiers.table,
        notes=(*tiers.notes, *found.notes),
        changes=tuple(as_changes(premises, reach, sites, found.stands)),
        findings=tuple(check_placed(facts, asked.model, asked.points, asked.share, asked.budget, found.priced)),
    )


def _summary(reach: Reach, stands: Mask) -> pd.DataFrame:
    """`Placed.summary`: who is covered today and with the answer."""
    both = figures.summary(reach, reach.role("existing"), stands)
    now, then = (both[both["measure"] == measure].reset_index(drop=True) for measure in ("now", "planned"))
    return pd.DataFrame(
        {
            "scope": now["scope"],
            "residents": now["residents"],
            "before": now["covered"],
            "after": then["covered"],
            "gained": then["covered"] - now["covered"],
            "share_before": now["share"],
            "share_after": then["share"],
            "minutes_before": now["mean_minutes"],
            "minutes_after": then["mean_minutes"],
        }
    )
