"""The consolidation study from a network's tables: no forecast and no plan is needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimize.coverage import study
from optimize.coverage.floors import Floors
from optimize.coverage.reach import Reach
from optimize.coverage.values import ConsolidationProblem, Studied
from quarterhour.arrays import Mask
from quarterhour.progress import Progress
from quarterhour.result import Limits
from quarterhour.version import __version__
from scenarios.changes import Change, to_premises
from scenarios.changes.source import Source
from scenarios.consolidating.as_changes import as_changes
from scenarios.consolidating.until import until
from scenarios.consolidating.values import Consolidated
from scenarios.evaluate.consolidated import check_consolidated
from scenarios.evaluate.told import Told
from scenarios.network import Network
from scenarios.placing.drawn import road_lines, zone_dots
from scenarios.plan.consolidation import consolidation_problem
from scenarios.plan.history import counted_days
from scenarios.plan.placement import coverage_problem
from scenarios.premises import Premises
from scenarios.premises.people import People, people

LIMITS = Limits(seconds=60.0, nodes=2000)
"""Of each solve."""
KEYS = ["outlet", "option", "target"]
NO_DESK = "call_desk"
"""Kind of outlet that no resident walks to: a threshold for all leaves it out."""


def consolidation_of(
    network: Network,
    changes: Sequence[Change] = (),
    *,
    name: str = "base",
    source: Source | None = None,
    as_of: pd.Timestamp | None = None,
    threshold: float | None = None,
    others: int = 5,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Consolidated:
    """The study as of a month (the last whole one where none is given), recounted independently.

    Parameters
    ----------
    as_of
        Any day of the last month that counts; what came later is not read.
    threshold
        Customers a month in place of every threshold.
    others
        How many next best choices are looked for.

    Raises
    ------
    MonthUnknownError
        When the history has no such month.
    ChangeProblemsError
        When a change names what the network does not have.
    """
    base = until(network, as_of)
    if threshold is not None:
        outlets = base.table("outlets")
        own = np.where(outlets["kind"] == NO_DESK, np.nan, threshold)
        none = base.table("outlet_kinds").iloc[:0]
        base = base.with_tables(outlets=outlets.assign(least_monthly_volume=own), outlet_kinds=none)
    premises = to_premises(base, changes, source)
    problem = consolidation_problem(
        premises, _staff(premises), counted_days(premises.known), coverage_problem(premises)
    )
    found = study(problem, others=others, limits=limits, progress=progress)
    return _told(premises, problem, found, name)


def _staff(premises: Premises) -> People | None:
    if not premises.network.has("employees"):
        return None
    return people(premises.network, premises.first_day, 7 * premises.base.settings.plan_weeks)


def _told(premises: Premises, problem: ConsolidationProblem, found: Studied, name: str) -> Consolidated:
    network, reach = premises.network, Reach.of(problem.coverage)
    options = found.made.options.merge(found.why, on=KEYS, how="left", validate="one_to_one")
    chosen = options[options["chosen"]]
    gone = set(chosen.loc[chosen["option"].isin(["merge", "move"]), "outlet"])
    new = set(chosen.loc[chosen["option"] == "move", "target"])
    labels = reach.points["point"]
    now = reach.role("existing")
    stands = (now & ~labels.isin(gone).to_numpy()) | labels.isin(new).to_numpy()
    outlets, sites = network.table("outlets"), network.table("sites").rename(columns={"site": "point"})
    outlets = outlets[~outlets["outlet"].isin(premises.closed)]
    tables = {
        "coverage_points": problem.coverage.points[["point", "role"]],
        "coverage_review": found.made.review,
        "coverage_options": found.made.options,
        "coverage_transfers": found.made.transfers,
    }
    facts = Told.of(premises.network, premises.closed, premises.travel, tables, found.made.proofs)
    return Consolidated(
        network=network.settings.name,
        name=name,
        currency=network.settings.currency,
        version=__version__,
        as_of=problem.as_of,
        months=int(problem.policy["review_months"]),
        outlets=outlets[["outlet", "name", "kind", "region", "latitude", "longitude"]].assign(
            closes=outlets["outlet"].isin(gone)
        ),
        sites=sites[["point", "name", "latitude", "longitude"]].assign(opens=sites["point"].isin(new)),
        zones=zone_dots(network, reach, stands),
        roads=road_lines(network),
        residents=float(reach.residents.sum()),
        covered=float(reach.residents @ reach.covered(now)),
        floors=_floors(reach, problem.policy, now, stands),
        review=found.made.review,
        options=options,
        transfers=found.made.transfers,
        others=found.others,
        freed_together=found.made.freed_together,
        proofs=found.made.proofs,
        changes=tuple(as_changes(chosen, sites, reach)),
        findings=tuple(check_consolidated(facts, found.others, found.made.freed_together)),
    )


def _floors(reach: Reach, policy: pd.Series, now: Mask, stands: Mask) -> pd.DataFrame:
    """`Consolidated.floors`."""
    floors = Floors.of(reach, policy)
    return pd.DataFrame(
        {
            "scope": pd.Series(floors.scope, dtype="str"),
            "residents": floors.people.sum(axis=1),
            "today": floors.people @ reach.covered(now),
            "least": floors.least,
            "after": floors.people @ reach.covered(stands),
        }
    )
