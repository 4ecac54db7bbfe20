"""Other units whose people may be lent to a place that a repair leaves open."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import pandas as pd

from optimize.roster.repair import Reach, Repair, Standing, lend
from scenarios.premises.people import people
from scenarios.premises.travel import between_outlets
from scenarios.roster.published import Published


def with_loans(found: Published, repair: Repair, now: pd.Timestamp) -> Repair:
    """The repair with people of other outlets for the places that it leaves open, where there are any in reach.

    Reach, alert and preparation are those of planned loans; nobody sets out before they are over.
    """
    if repair.holes.empty:
        return repair
    settings = found.network.settings
    before = pd.Timedelta(minutes=settings.alert_minutes + settings.preparation_minutes)
    ways = _ways(found)
    able = _able_elsewhere(found, repair.holes)
    named = found.problem.employees
    own = named.loc[named["partner"] == "", ["employee", "outlet"]].rename(columns={"outlet": "lender"})
    homes = able.merge(own, on="employee")
    ways = ways.merge(homes[["lender", "outlet"]].drop_duplicates(), on=["lender", "outlet"])
    lender = cache(partial(_lender, found, able))
    return lend(repair, Reach(lender, ways, now + before))


def _ways(found: Published) -> pd.DataFrame:
    """lender, outlet, minutes of those within the limit of planned loans."""
    settings = found.network.settings
    overhead = settings.alert_minutes + settings.preparation_minutes + settings.handover_minutes
    ways = between_outlets(found.premises).rename(columns={"outlet": "lender", "other": "outlet"})
    return ways[ways["minutes"] <= settings.surge_minutes - overhead]


def _able_elsewhere(found: Published, holes: pd.DataFrame) -> pd.DataFrame:
    """Rows of `RosterProblem.able`: who can hold the posts of the holes away from home."""
    problem = found.problem
    elsewhere = people(found.network, problem.first_day, problem.days).elsewhere
    places = holes[["outlet", "post"]].drop_duplicates()
    return elsewhere.merge(places, on=["outlet", "post"])[problem.able.columns]


def _lender(found: Published, able: pd.DataFrame, name: str) -> Standing:
    standing = found.standing(name)
    own = standing.problem.able
    theirs = able[able["employee"].isin(standing.problem.employees["employee"])]
    both = pd.concat([part for part in (own, theirs) if len(part)] or [own], ignore_index=True)
    problem = replace(standing.problem, able=both.drop_duplicates(["employee", "outlet", "post"]))
    return replace(standing, problem=problem)
